import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { answerOf, type BridgeAnswer, type Failure } from '../bridge/webhook-outcome.ts'
import { type BridgeFaultCode, bridgeFaults, type Problem } from '../problems.ts'
import { problemFrom, traceOf } from './thrown-problems.ts'

/** Every failure of this scope, and every address in it where nothing is, in the bridge's words and form. */
export function answerBridgeFaults(scope: FastifyInstance, log: Logger): void {
  scope.setErrorHandler((error, request, reply) => {
    const failure = failureFrom(problemFrom(error), request)
    if (failure.code === 'internal_error' || failure.code === 'database_unavailable')
      log.error(
        { request_id: request.id, route: request.routeOptions.url, error: failure.code, ...traceOf(error) },
        'fault',
      )
    return sendBridgeFault(request, reply, failure)
  })
  scope.setNotFoundHandler((request, reply) => sendBridgeFault(request, reply, { code: 'not_found' }))
}

/** An answer of the bridge, as a response. */
export function sendBridgeAnswer(request: FastifyRequest, reply: FastifyReply, answer: BridgeAnswer): FastifyReply {
  const { status, code, body, retryAfter, replayed } = answer
  request.logged.outcome = code
  if (replayed) request.logged.replayed = true
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  return reply.status(status).send(body)
}

export const sendBridgeFault = (request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply =>
  sendBridgeAnswer(request, reply, answerOf(failure))

function failureFrom({ code, status, retryAfter }: Problem, request: FastifyRequest): Failure {
  if (code === 'body_too_large') {
    const kibibytes = request.routeOptions.bodyLimit / 1024
    return { code, message: `The body is too large: ${kibibytes} KiB is the limit.` }
  }
  const known = code in bridgeFaults ? (code as BridgeFaultCode) : undefined
  return {
    code: known ?? (status < 500 ? 'invalid_request' : 'internal_error'),
    ...(retryAfter !== undefined && { retryAfter }),
  }
}
