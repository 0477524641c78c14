import swagger from '@fastify/swagger'
import fastify from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { version } from '../version.ts'
import { type BridgeParts, bridgeWebhooks } from './bridge-webhooks.ts'
import { bridgeDocument, bridgeSecuritySchemes } from './bridge-wire.ts'
import { health } from './health.ts'

/** OpenAPI 3.1 of the bridge alone, from the same routes and schemas as in the whole house. */
export async function describeBridge(parts: BridgeParts): Promise<object> {
  const server = fastify()
  server.setValidatorCompiler(() => () => true)
  server.setSerializerCompiler(() => JSON.stringify)
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vami bridge',
        version,
        description:
          'Webhooks for a voice agent: a booking at Cal.com and a mail through Outlook, each once and in time.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: parts.config.PUBLIC_URL === '' ? '/' : parts.config.PUBLIC_URL }],
      components: { securitySchemes: bridgeSecuritySchemes },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await server.register(async (scope) => bridgeWebhooks(scope, parts, bridgeDocument), { prefix: '/webhook' })
  await server.register(async (scope) => health(scope.withTypeProvider<ZodTypeProvider>(), {}, parts.checks))
  await server.ready()
  const document = server.swagger()
  await server.close()
  return document
}
