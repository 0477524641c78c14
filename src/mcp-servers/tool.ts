import { type CallToolResult, McpServer, type ServerContext, type ToolAnnotations } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { version } from '../version.ts'
import { type Deadline, deadlineIn } from './time-left.ts'
import { deadlineKey, Faulted, faultResult, type ToolFault } from './tool-fault.ts'

/** What surrounds a call of a tool. `signal` tells that its caller no longer waits. */
export type ToolCall = { deadline: Deadline; signal: AbortSignal }

/** Hears of errors that are nobody's but ours. Their messages may quote what somebody has sent. */
export type Report = (error: unknown) => void

/** A tool, its schemas in the form in which they are shown. */
export type Tool = {
  name: string
  title: string
  description: string
  annotations: ToolAnnotations
  inputSchema: ShownSchema
  outputSchema: ShownSchema
  answer(args: unknown, context: ServerContext, report: Report): Promise<CallToolResult>
}

type ToolPlan<Input extends z.ZodObject, Output extends z.ZodObject> = Pick<
  Tool,
  'name' | 'title' | 'description' | 'annotations'
> & {
  input: Input
  output: Output
  /** Throws `Faulted`. */
  run(input: z.output<Input>, call: ToolCall): Promise<z.input<Output>>
}

/** Makes a tool that reads its input, keeps its deadline, and turns whatever is thrown into a fault. */
export function tool<Input extends z.ZodObject, Output extends z.ZodObject>(plan: ToolPlan<Input, Output>): Tool {
  const { name, title, description, annotations, input, output, run } = plan
  const answer: Tool['answer'] = async (args, { mcpReq }, report) => {
    try {
      const deadline = deadlineIn(millisecondsFor(mcpReq._meta?.[deadlineKey]))
      const done = await run(read(input, args), { deadline, signal: mcpReq.signal })
      const structuredContent = output.parse(done)
      return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent }
    } catch (error) {
      if (error instanceof Faulted) return faultResult(error.fault)
      // what was given up with its caller is no error, and nobody hears the answer
      if (!mcpReq.signal.aborted) report(error)
      return faultResult(ourOwn)
    }
  }
  return {
    ...{ name, title, description, annotations, answer },
    inputSchema: shown(input, 'input'),
    outputSchema: shown(output, 'output'),
  }
}

/** A factory for `createMcpHandler`: one server with these tools for each request. */
export function serverOf(
  { name, title, instructions, report }: { name: string; title: string; instructions: string; report: Report },
  tools: readonly Tool[],
): () => McpServer {
  return () => {
    const server = new McpServer({ name, title, version }, { instructions, maxToolInputElements })
    for (const { name: toolName, answer, ...config } of tools)
      server.registerTool(toolName, config, (args, context) => answer(args, context, report))
    return server
  }
}

/** Many times what any tool takes, and few enough to read through at once. */
const maxToolInputElements = 1_000

const standardMs = 15_000
const longestMs = 60_000

/** What a client leaves us, less what the answer needs for its way back. */
function millisecondsFor(asked: unknown): number {
  const ms = typeof asked === 'number' && asked > 0 ? Math.min(asked, longestMs) : standardMs
  return ms - Math.min(100, ms / 20)
}

/** Never the error itself: it may quote what somebody has sent. */
const ourOwn: ToolFault = {
  code: 'vendor_error',
  message: 'Something went wrong in the tool. Say that it did not work, and offer to take a message.',
}

/** As a model may write it: null and "" are absent. */
function read<Input extends z.ZodObject>(schema: Input, args: unknown): z.output<Input> {
  const given = Object.entries((args ?? {}) as Record<string, unknown>)
  const parsed = schema.safeParse(Object.fromEntries(given.filter(([, value]) => value !== null && value !== '')))
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Faulted({ code: 'invalid_request', message: `Some arguments are missing or wrong. ${faults.join('; ')}.` })
}

type ShownSchema = ReturnType<typeof shown>

/**
 * A schema that is shown to clients and takes everything: our own reading gives every fault its code, where the
 * package's would give a bare sentence. Converted once, not for the server of each request.
 */
function shown(schema: z.ZodObject, io: 'input' | 'output') {
  const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Record<string, unknown>
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'vami',
      validate: (value: unknown) => ({ value }),
      jsonSchema: { input: () => json, output: () => json },
    },
  }
}
