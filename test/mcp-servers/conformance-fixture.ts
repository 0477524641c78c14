import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  completable,
  createRequestStateCodec,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  McpServer,
  ResourceTemplate,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { z } from 'zod'
import { openMcpDoor } from '../../src/mcp-servers/mcp-door.ts'

/**
 * What the official conformance suite asks of a server, behind the same door as our own servers: the suite tests the
 * protocol by tools, prompts and resources of its own invention. How to run it stands in README.md beside.
 */
export async function openConformanceFixture(port: number): Promise<{ url: string; close(): Promise<void> }> {
  const door = openMcpDoor(everythingServer, { keys: [], hosts: [], listensOnLoopback: true })
  const server = createServer((request, response) => void door.handle(request, response))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close: async () => {
      await door.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const redDot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='
const silence = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA='

const text = (said: string) => ({ content: [{ type: 'text' as const, text: said }] })
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const states = createRequestStateCodec({ key: 'thirty-two bytes for a test server only' })
const nameForm = z.object({ name: z.string() })

function everythingServer(): McpServer {
  const server = new McpServer(
    { name: 'vami-conformance-fixture', version: '1.0.0' },
    { capabilities: { logging: {} }, requestState: { verify: states.verify } },
  )
  addContentTools(server)
  addReportingTools(server)
  addAskingTools(server)
  addManyRoundTools(server)
  addResources(server)
  addPrompts(server)
  return server
}

function addContentTools(server: McpServer): void {
  const say = (name: string, content: any[]) =>
    server.registerTool(name, { description: `Answers ${name}` }, async () => ({ content }))
  const image = { type: 'image', data: redDot, mimeType: 'image/png' }
  say('test_simple_text', text('This is a simple text response for testing.').content)
  say('test_image_content', [image])
  say('test_audio_content', [{ type: 'audio', data: silence, mimeType: 'audio/wav' }])
  say('test_embedded_resource', [
    {
      type: 'resource',
      resource: {
        uri: 'test://embedded-resource',
        mimeType: 'text/plain',
        text: 'This is an embedded resource content.',
      },
    },
  ])
  say('test_multiple_content_types', [
    { type: 'text', text: 'Multiple content types test:' },
    image,
    {
      type: 'resource',
      resource: {
        uri: 'test://mixed-content-resource',
        mimeType: 'application/json',
        text: JSON.stringify({ test: 'data', value: 123 }),
      },
    },
  ])
  server.registerTool('test_error_handling', { description: 'Always fails' }, async () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  server.registerTool(
    'json_schema_2020_12_tool',
    { description: 'Has a schema with many keywords', inputSchema: fromJsonSchema(fullSchema as never) },
    async () => text('read'),
  )
  server.registerTool(
    'test_custom_headers',
    {
      description: 'Takes an argument that a client repeats in a header',
      inputSchema: fromJsonSchema({
        type: 'object',
        properties: { region: { type: 'string', 'x-mcp-header': 'Region' } },
      } as never),
    },
    async () => text('heard'),
  )
}

/** Every keyword that the suite looks for in a list of tools. */
const fullSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'address', type: 'object', properties: { street: { type: 'string' } } } },
  properties: { home: { $ref: '#/$defs/address' }, phone: { type: 'string' }, email: { type: 'string' } },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { required: ['phone'] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { properties: { phone: { minLength: 3 } } },
  else: { required: ['email'] },
  additionalProperties: false,
}

function addReportingTools(server: McpServer): void {
  server.registerTool('test_tool_with_progress', { description: 'Reports how far it is' }, async (ctx) => {
    const progressToken = ctx.mcpReq._meta?.progressToken
    for (const progress of [0, 50, 100]) {
      if (progressToken !== undefined)
        await ctx.mcpReq.notify({
          method: 'notifications/progress',
          params: { progressToken, progress, total: 100, message: `${progress} of 100` },
        })
      await pause(20)
    }
    return text('Done with progress')
  })
  const logs = async (ctx: ServerContext) => {
    for (const said of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await ctx.mcpReq.log('info', said)
      await pause(20)
    }
    return text('Done with logging')
  }
  server.registerTool('test_tool_with_logging', { description: 'Logs what it does' }, logs)
  server.registerTool('test_logging_tool', { description: 'Logs what it does, to whoever asked for it' }, logs)
}

const capabilitiesOf = ({ envelope }: ServerContext['mcpReq']): Record<string, unknown> =>
  (envelope as Record<string, any> | undefined)?.[CLIENT_CAPABILITIES_META_KEY] ?? {}

function addAskingTools(server: McpServer): void {
  const ask = (name: string, description: string, run: (ctx: ServerContext) => any) =>
    server.registerTool(name, { description }, async (ctx) => run(ctx))
  const elicit = (message: string, requestedSchema: z.ZodObject) => inputRequired.elicit({ message, requestedSchema })
  const sample = (said: string, maxTokens: number) =>
    inputRequired.createMessage({
      messages: [{ role: 'user', content: { type: 'text', text: said } }],
      maxTokens,
    })
  ask('test_input_required_result_elicitation', 'Asks for a name', ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_name', nameForm)
    if (given !== undefined) return text(`Hello, ${given.name}!`)
    return inputRequired({ inputRequests: { user_name: elicit('What is your name?', nameForm) } })
  })
  ask('test_input_required_result_sampling', 'Asks the model', ({ mcpReq }) => {
    const said = inputResponse(mcpReq.inputResponses, 'capital_question')
    if (said.kind !== 'missing') return text(JSON.stringify(said))
    return inputRequired({ inputRequests: { capital_question: sample('What is the capital of France?', 100) } })
  })
  ask('test_input_required_result_list_roots', 'Asks for the roots', ({ mcpReq }) => {
    const said = inputResponse(mcpReq.inputResponses, 'client_roots')
    if (said.kind !== 'missing') return text(JSON.stringify(said))
    return inputRequired({ inputRequests: { client_roots: inputRequired.listRoots() } })
  })
  ask('test_input_required_result_capabilities', 'Asks only for what the client can give', ({ mcpReq }) => {
    const can = capabilitiesOf(mcpReq)
    return inputRequired({
      inputRequests: {
        ...(can.elicitation !== undefined && { user_name: elicit('What is your name?', nameForm) }),
        ...(can.sampling !== undefined && { greeting: sample('Generate a greeting', 50) }),
        ...(can.roots !== undefined && { client_roots: inputRequired.listRoots() }),
      },
    })
  })
  ask('test_streaming_elicitation', 'Asks for a name', ({ mcpReq }) => {
    const given = acceptedContent(mcpReq.inputResponses, 'user_name', nameForm)
    if (given !== undefined) return text(`Hello, ${given.name}!`)
    return inputRequired({ inputRequests: { user_name: elicit('What is your name?', nameForm) } })
  })
  // the package itself refuses it to a client that has not said that it can sample
  ask('test_missing_capability', 'Needs a client that can sample', ({ mcpReq }) => {
    const said = inputResponse(mcpReq.inputResponses, 'greeting')
    if (said.kind !== 'missing') return text(JSON.stringify(said))
    return inputRequired({ inputRequests: { greeting: sample('Generate a greeting', 50) } })
  })
}

function addManyRoundTools(server: McpServer): void {
  const ask = (name: string, description: string, run: (ctx: ServerContext) => any) =>
    server.registerTool(name, { description }, async (ctx) => run(ctx))
  const confirmForm = z.object({ ok: z.boolean() })
  const confirm = async (ctx: ServerContext, said: string) => {
    if (ctx.mcpReq.requestState() !== undefined && ctx.mcpReq.inputResponses?.confirm !== undefined) return text(said)
    return inputRequired({
      inputRequests: { confirm: inputRequired.elicit({ message: 'Please confirm', requestedSchema: confirmForm }) },
      requestState: await states.mint({ round: 1 }, ctx),
    })
  }
  ask('test_input_required_result_request_state', 'Keeps its state with the client', (ctx) => confirm(ctx, 'state-ok'))
  ask('test_input_required_result_tampered_state', 'Refuses a state it has not made', (ctx) => confirm(ctx, 'state-ok'))
  ask('test_input_required_result_multiple_inputs', 'Asks for three things at once', async (ctx) => {
    const given = ctx.mcpReq.inputResponses ?? {}
    if (['user_name', 'greeting', 'client_roots'].every((key) => given[key] !== undefined))
      return text('All were given.')
    return inputRequired({
      inputRequests: {
        user_name: inputRequired.elicit({ message: 'What is your name?', requestedSchema: nameForm }),
        greeting: inputRequired.createMessage({
          messages: [{ role: 'user', content: { type: 'text', text: 'Generate a greeting' } }],
          maxTokens: 50,
        }),
        client_roots: inputRequired.listRoots(),
      },
      requestState: await states.mint({ round: 1 }, ctx),
    })
  })
  ask('test_input_required_result_multi_round', 'Asks twice', async (ctx) => {
    const state = ctx.mcpReq.requestState<{ round: number }>()
    const given = ctx.mcpReq.inputResponses ?? {}
    if (state?.round === 2 && given.step2 !== undefined) return text('Both steps are done.')
    const [round, message, requestedSchema] =
      state?.round === 1 && given.step1 !== undefined
        ? ([2, 'Step 2: What is your favorite color?', z.object({ color: z.string() })] as const)
        : ([1, 'Step 1: What is your name?', nameForm] as const)
    return inputRequired({
      inputRequests: { [`step${round}`]: inputRequired.elicit({ message, requestedSchema }) },
      requestState: await states.mint({ round }, ctx),
    })
  })
}

function addResources(server: McpServer): void {
  server.registerResource(
    'static-text',
    'test://static-text',
    { description: 'A text', mimeType: 'text/plain' },
    async ({ href }) => ({
      contents: [{ uri: href, mimeType: 'text/plain', text: 'This is the content of the static text resource.' }],
    }),
  )
  server.registerResource(
    'static-binary',
    'test://static-binary',
    { description: 'A picture', mimeType: 'image/png' },
    async ({ href }) => ({ contents: [{ uri: href, mimeType: 'image/png', blob: redDot }] }),
  )
  server.registerResource(
    'watched',
    'test://watched-resource',
    { description: 'A text that could change', mimeType: 'text/plain' },
    async ({ href }) => ({ contents: [{ uri: href, mimeType: 'text/plain', text: 'It has not changed.' }] }),
  )
  server.registerResource(
    'template',
    new ResourceTemplate('test://template/{id}/data', { list: undefined }),
    { description: 'A document for each id', mimeType: 'application/json' },
    async ({ href }, { id }) => ({
      contents: [
        {
          uri: href,
          mimeType: 'application/json',
          text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
        },
      ],
    }),
  )
}

function addPrompts(server: McpServer): void {
  const user = (content: any) => ({ role: 'user' as const, content })
  const say = (said: string) => user({ type: 'text', text: said })
  server.registerPrompt('test_simple_prompt', { description: 'Says one thing' }, async () => ({
    messages: [say('This is a simple prompt for testing.')],
  }))
  server.registerPrompt(
    'test_prompt_with_arguments',
    {
      description: 'Repeats its arguments',
      argsSchema: z.object({
        arg1: completable(z.string().describe('First test argument'), (begun) =>
          ['paris', 'park', 'party'].filter((word) => word.startsWith(begun ?? '')),
        ),
        arg2: z.string().describe('Second test argument'),
      }),
    },
    async ({ arg1, arg2 }) => ({ messages: [say(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)] }),
  )
  server.registerPrompt(
    'test_prompt_with_embedded_resource',
    { description: 'Carries a resource', argsSchema: z.object({ resourceUri: z.string() }) },
    async ({ resourceUri }) => ({
      messages: [
        user({
          type: 'resource',
          resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' },
        }),
        say('Please process the embedded resource above.'),
      ],
    }),
  )
  server.registerPrompt('test_prompt_with_image', { description: 'Carries a picture' }, async () => ({
    messages: [user({ type: 'image', data: redDot, mimeType: 'image/png' }), say('Please analyze the image above.')],
  }))
  server.registerPrompt('test_input_required_result_prompt', { description: 'Asks before it speaks' }, async (ctx) => {
    const form = z.object({ context: z.string() })
    const given = acceptedContent((ctx as ServerContext).mcpReq.inputResponses, 'user_context', form)
    if (given !== undefined) return { messages: [say(`With the context: ${given.context}`)] }
    return inputRequired({
      inputRequests: {
        user_context: inputRequired.elicit({
          message: 'What context should the prompt use?',
          requestedSchema: form,
        }),
      },
    })
  })
}

if (import.meta.main) {
  const { url } = await openConformanceFixture(Number(process.argv[2] ?? 4100))
  console.log(url)
}
