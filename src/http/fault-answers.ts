import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { type Detail, type Problem, problem } from '../problems.ts'
import { sendBridgeFault } from './bridge-faults.ts'
import { answerOnSocket, problemFrom, traceOf } from './thrown-problems.ts'

/** Turns whatever is thrown into `{error, message, details?, request_id}`. No stack, SQL or value leaves. */
export function answerFaults(server: FastifyInstance, log: Logger): void {
  server.setErrorHandler((error, request, reply) => {
    const fault = hasZodFastifySchemaValidationErrors(error) ? fieldsProblem(error) : problemFrom(error)
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
  if (request.raw.url?.startsWith('/webhook/')) sendBridgeFault(request, reply, { code: 'not_found' })
  else answerProblem(problem('not_found'), request, reply)
}

/** What is no HTTP, or has headers beyond 16 KiB, never becomes a request: it is answered on the socket. */
export function answerUnreadableRequest(error: { code?: string }, socket: Socket): void {
  const { code, message } = problem('invalid_request')
  answerOnSocket(error, socket, (id) => ({ error: code, message, request_id: id }))
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
