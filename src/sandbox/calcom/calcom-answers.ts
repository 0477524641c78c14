import { STATUS_CODES } from 'node:http'
import type { VendorAnswer, VendorRequest } from '../vendor-answer.ts'

/** What Cal.com refuses a request with: thrown by its rules, and turned into its error body at its door. */
export class CalcomRefusal extends Error {
  readonly status: number
  readonly details: unknown
  readonly form: 'nest' | 'zod' | 'bare'

  constructor(status: number, message: string, extra: { details?: unknown; form?: 'nest' | 'zod' | 'bare' } = {}) {
    super(message)
    this.status = status
    this.details = extra.details
    this.form = extra.form ?? 'nest'
  }
}

export const badRequest = (message: string): CalcomRefusal => new CalcomRefusal(400, message)
export const notFound = (message: string): CalcomRefusal => new CalcomRefusal(404, message)

export const success = (status: number, data: unknown, more: object = {}): VendorAnswer => ({
  status,
  body: { status: 'success', data, ...more },
})

/**
 * Cal.com's error bodies: the envelope of its HTTP filter; the same without `details` for what its zod schemas find;
 * and a bare pair for what is thrown below its controllers, such as an insert that lost a race.
 */
export function refused(request: VendorRequest, refusal: CalcomRefusal, at: Temporal.Instant): VendorAnswer {
  const { status, message, form } = refusal
  if (form === 'bare') return { status, body: { statusCode: status, message } }
  const search = request.query.toString()
  const error =
    form === 'zod'
      ? { code: 'BAD_REQUEST', message }
      : {
          code: exceptionNames[status] ?? 'HttpException',
          message,
          details: refusal.details ?? { message, error: STATUS_CODES[status] ?? 'Error', statusCode: status },
        }
  return {
    status,
    body: {
      status: 'error',
      timestamp: at.toString({ fractionalSecondDigits: 3 }),
      path: search === '' ? request.path : `${request.path}?${search}`,
      error,
    },
  }
}

const exceptionNames: Record<number, string> = {
  400: 'BadRequestException',
  401: 'UnauthorizedException',
  403: 'ForbiddenException',
  404: 'NotFoundException',
  409: 'ConflictException',
  413: 'PayloadTooLargeException',
  422: 'UnprocessableEntityException',
  429: 'ThrottlerException',
  500: 'InternalServerErrorException',
  502: 'BadGatewayException',
  503: 'ServiceUnavailableException',
  504: 'GatewayTimeoutException',
}
