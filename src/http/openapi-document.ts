import swagger from '@fastify/swagger'
import fastify, { type FastifyInstance, type RouteHandlerMethod } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { House } from '../house.ts'
import { version } from '../version.ts'
import { bridgeSecuritySchemes } from './bridge-wire.ts'

/** OpenAPI 3.1 from the schemas that validate, at `/openapi.json`, and a page to read it at `/docs`. */
export const apiDocument = Object.assign(
  async (server: FastifyInstance, { house }: { house: House }) => {
    await server.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Vami',
          version,
          description:
            'The front desk behind a voice agent. Agent actions answer 200 with `success: false` where the model can mend it by asking; 4xx is for the integrator, 5xx for the operator.',
          license: { name: 'MIT', identifier: 'MIT' },
        },
        servers: [{ url: house.publicUrl() === '' ? '/' : house.publicUrl() }],
        components: {
          securitySchemes: {
            agentToken: { type: 'apiKey', in: 'header', name: 'X-Agent-Token' },
            bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
            ...bridgeSecuritySchemes,
          },
        },
      },
      transform: jsonSchemaTransform,
      transformObject: jsonSchemaTransformObject,
    })
    server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())
    serveDocumentation(server)
  },
  // not a scope of its own: the routes that come later belong into the document too
  { [Symbol.for('skip-override')]: true },
)

/** `/docs`, on a server of its own that is made when somebody reads: its pages took a fifth of each start. */
function serveDocumentation(server: FastifyInstance): void {
  let opening: Promise<FastifyInstance> | undefined
  const open = async () => {
    const { default: swaggerUi } = await import('@fastify/swagger-ui')
    const documentation = fastify()
    const document = server.swagger() as never
    await documentation.register(swagger, { mode: 'static', specification: { document } })
    await documentation.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      transformStaticCSP: overPlainHttp,
    })
    await documentation.ready()
    return documentation
  }
  const answer: RouteHandlerMethod = async (request, reply) => {
    opening ??= open()
    const documentation = await opening
    for (const [name, value] of Object.entries(reply.getHeaders())) reply.raw.setHeader(name, value as string)
    reply.hijack()
    documentation.routing(request.raw, reply.raw)
  }
  server.get('/docs', { schema: { hide: true } }, answer)
  server.get('/docs/*', { schema: { hide: true } }, answer)
  server.addHook('onClose', async () => {
    await (await opening)?.close()
  })
}

/** On a clinic's own network there is no https, and the page's files come from where the page does. */
const overPlainHttp = (policy: string): string => policy.replace(/;?\s*upgrade-insecure-requests;?/, ';')
