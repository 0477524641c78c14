import type { VendorRequest } from '../vendor-answer.ts'
import { CalcomRefusal } from './calcom-answers.ts'

const known = ['2024-04-15', '2024-06-11', '2024-06-14', '2024-08-13', '2024-09-04', '2026-02-25']

/** The versions under which a resource has the form that is played here, and those under which it has its first one. */
const versions: Record<string, { current: string[]; old: string[] }> = {
  // what 2026-02-25 changed is not published; the fields in use here are the same
  bookings: { current: ['2024-08-13', '2026-02-25'], old: ['2024-04-15', '2024-06-11', '2024-06-14'] },
  slots: { current: ['2024-09-04'], old: ['2024-04-15', '2024-06-11', '2024-06-14', '2024-08-13'] },
  'event-types': { current: ['2024-06-14', '2024-08-13', '2024-09-04'], old: ['2024-04-15', '2024-06-11'] },
  me: { current: known, old: [] },
}

/** Which form of a resource `cal-api-version` asks for: none at all is 404. Missing or unknown means the oldest. */
export function shapeOf(resource: string, request: VendorRequest): 'current' | 'old' | 'none' {
  const forms = Object.hasOwn(versions, resource) ? versions[resource]! : undefined
  if (forms === undefined) return 'none'
  const given = request.headers['cal-api-version']
  const asked = typeof given === 'string' && known.includes(given) ? given : '2024-04-15'
  if (forms.current.includes(asked)) return 'current'
  return forms.old.includes(asked) ? 'old' : 'none'
}

/** What the first version of a resource says to a request in the current form: the fields that it misses. */
export function oldShapeRefusal(request: VendorRequest): CalcomRefusal {
  const needed = request.path.startsWith('/v2/slots')
    ? {
        startTime: 'startTime must be a valid ISO 8601 date string',
        endTime: 'endTime must be a valid ISO 8601 date string',
      }
    : {
        timeZone: 'timeZone must be a string',
        language: 'language must be a string',
        metadata: 'metadata must be an object',
        responses: 'responses should not be null or undefined',
      }
  const errors = Object.entries(needed).map(([property, says]) => ({
    property,
    children: [],
    constraints: { isDefined: says },
  }))
  return new CalcomRefusal(400, 'Bad Request Exception', { details: { errors } })
}
