import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { type Detail, Problem, type ProblemCode, problem } from '../problems.ts'

/** Turns whatever is thrown into `{error, message, details?, request_id}`. No stack, SQL or value leaves. */
export function answerFaults(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error, request, reply) => {
    const fault = problemFrom(error)
    if (fault.status >= 500)
      log.error(
        { request_id: request.id, route: request.routeOptions.url, error: fault.code, ...traceOf(error) },
        'fault',
      )
    return answerProblem(fault, request, reply)
  })
  server.setNotFoundHandler((request, reply) => answerProblem(problem('not_found'), request, reply))
}

/** An address that cannot be decoded is an address where nothing is. No hook has run for it. */
export function answerUnreadableAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  request.logged = {}
  reply.header('x-request-id', request.id)
  answerProblem(problem('not_found'), request, reply)
}

/** What is no HTTP, or has headers beyond 16 KiB, never becomes a request: it is answered on the socket. */
export function answerUnreadableRequest(error: { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const statusLines: Record<string, string> = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }
  const { code, message } = problem('invalid_request')
  const id = randomUUIDv7()
  const body = JSON.stringify({ error: code, message, request_id: id })
  const head = [
    `HTTP/1.1 ${statusLines[error.code ?? ''] ?? '400 Bad Request'}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function answerProblem(fault: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.logged.error = fault.code
  if (fault.retryAfter !== undefined) reply.header('retry-after', String(fault.retryAfter))
  if (fault.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.status(fault.status).send({
    error: fault.code,
    message: fault.message,
    ...(fault.details && { details: fault.details }),
    request_id: request.id,
  })
}

function problemFrom(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) return fieldsProblem(error)
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

/** A faulty id in the address is an address where nothing is; faulty fields are listed. */
function fieldsProblem(error: {
  validation: { instancePath: string; message?: string; params?: { keys?: unknown } }[]
  validationContext?: string
}): Problem {
  if (error.validationContext === 'params') return problem('not_found')
  const details = error.validation.flatMap(({ instancePath, message, params }): Detail[] => {
    const path = instancePath.replace(/^\//, '').replaceAll('/', '.')
    // fields that nobody knows are a fault each, and not of what they stand in
    if (Array.isArray(params?.keys))
      return params.keys.map((key) => ({
        path: path === '' ? key : `${path}.${key}`,
        message: 'There is no such field.',
      }))
    return [{ path, message: message ?? 'Is not as it should be.' }]
  })
  return problem('invalid_fields', { details })
}

/** For the operator: what kind of error and where, without its message, which may quote somebody's data. */
function traceOf(error: unknown): Record<string, unknown> {
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
