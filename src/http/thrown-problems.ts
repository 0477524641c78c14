import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyError } from 'fastify'
import { Problem, type ProblemCode, problem } from '../problems.ts'

/** What was thrown, as a problem of the catalogue. What nobody foresaw is an `internal_error`. */
export function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code, statusCode } = error as Partial<FastifyError>
  const known: Partial<Record<string, ProblemCode>> = {
    FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
    FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
    FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  }
  if (code !== undefined && known[code] !== undefined) return problem(known[code])
  // the parser's own complaint about the text, or a body cut short
  if (error instanceof SyntaxError) return problem('malformed_json')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problem('invalid_request')
  return problem('internal_error', { cause: error })
}

/** For the operator: what kind of error and where, without its message, which may quote somebody's data. */
export function traceOf(error: unknown): Record<string, unknown> {
  const cause = error instanceof Problem && error.cause !== undefined ? error.cause : error
  const { name, code, stack, constraint } = cause as {
    name?: string
    code?: unknown
    stack?: string
    constraint?: unknown
  }
  const places = stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
  return { kind: name, code, constraint, at: places?.map((line) => line.trim()) }
}

/** Answers what never became a request, and hangs up. */
export function answerOnSocket(error: { code?: string }, socket: Socket, bodyOf: (id: string) => object): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const statusLines: Record<string, string> = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }
  const id = randomUUIDv7()
  const body = JSON.stringify(bodyOf(id))
  const head = [
    `HTTP/1.1 ${statusLines[error.code ?? ''] ?? '400 Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
