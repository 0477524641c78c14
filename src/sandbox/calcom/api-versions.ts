import { isObject, readJson, type VendorRequest } from '../vendor-answer.ts'
import { badRequest, CalcomRefusal } from './calcom-answers.ts'
import { isTimeZone } from './nest-validator.ts'

const oldest = '2024-04-15'
const known = [oldest, '2024-06-11', '2024-06-14', '2024-08-13', '2024-09-04', '2026-02-25']

/** The versions under which a resource has the form that is played here, and those under which it has its first one. */
const versions: Record<string, { current: string[]; old: string[] }> = {
  // what 2026-02-25 changed is not published; the fields in use here are the same
  bookings: { current: ['2024-08-13', '2026-02-25'], old: [oldest, '2024-06-11', '2024-06-14'] },
  // the first form of slots had other paths
  slots: { current: ['2024-09-04'], old: [] },
  'event-types': { current: ['2024-06-14'], old: [oldest, '2024-06-11'] },
  me: { current: known, old: [] },
}

/** Which form of a resource `cal-api-version` asks for; `none` is a 404. Missing or unknown means the oldest. */
export function shapeOf(resource: string, request: VendorRequest): 'current' | 'old' | 'none' {
  const forms = Object.hasOwn(versions, resource) ? versions[resource]! : undefined
  if (forms === undefined) return 'none'
  const given = request.headers['cal-api-version']
  const asked = typeof given === 'string' && known.includes(given) ? given : oldest
  if (forms.current.includes(asked)) return 'current'
  return forms.old.includes(asked) ? 'old' : 'none'
}

/** What version 2024-04-15 of a resource says: for a new booking the fields of its own form that are missing. */
export function refuseOldShape(request: VendorRequest): never {
  if (request.method === 'POST' && request.path === '/v2/bookings') {
    const errors = oldBookingErrors(request)
    if (errors.length > 0) throw new CalcomRefusal(400, 'Bad Request Exception', { details: { errors } })
  }
  throw badRequest('The sandbox plays this resource in its present form only: send its cal-api-version.')
}

function oldBookingErrors(request: VendorRequest) {
  const body = readJson(request.body)
  const given = isObject(body) ? body : {}
  const rules: [property: string, constraint: string, says: string, fits: boolean][] = [
    ['start', 'isString', 'start must be a string', typeof given.start === 'string'],
    [
      'eventTypeId',
      'isNumber',
      'eventTypeId must be a number conforming to the specified constraints',
      typeof given.eventTypeId === 'number',
    ],
    ['timeZone', 'isTimeZone', 'timeZone must be a valid IANA time-zone', isTimeZone(given.timeZone)],
    ['language', 'isString', 'language must be a string', typeof given.language === 'string'],
    ['metadata', 'isObject', 'metadata must be an object', isObject(given.metadata)],
  ]
  return rules
    .filter(([, , , fits]) => !fits)
    .map(([property, constraint, says]) => ({ property, children: [], constraints: { [constraint]: says } }))
}
