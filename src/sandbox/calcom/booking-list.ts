import { CalcomRefusal } from './calcom-answers.ts'
import type { CalcomBooking } from './calcom-calendar.ts'
import { readInstant } from './nest-validator.ts'

/**
 * GET /v2/bookings: the filters, the order and the page that its query asks for. Without a status all bookings count,
 * cancelled ones too. Parameters that it does not know are dropped silently.
 */
export function listBookings(all: readonly CalcomBooking[], query: URLSearchParams, now: number) {
  refuseWrongQuery(query)
  const wanted = all.filter((booking) => filters.every((filter) => filter(booking, query, now)))
  const [name, key] = sortKeys.find(([one]) => query.has(one)) ?? sortKeys[0]!
  const sign = query.get(name) === 'desc' ? -1 : 1
  const sorted = wanted.toSorted((a, b) => sign * (key(a) - key(b)))
  const take = Number(query.get('take') ?? 100)
  const skip = Math.min(Number(query.get('skip') ?? 0), sorted.length)
  const found = sorted.slice(skip, skip + take)
  const remainingItems = sorted.length - skip - found.length
  const pagination = {
    returnedItems: found.length,
    totalItems: sorted.length,
    itemsPerPage: take,
    remainingItems,
    currentPage: Math.floor(skip / take) + 1,
    totalPages: Math.ceil(sorted.length / take),
    hasNextPage: remainingItems > 0,
    hasPreviousPage: skip > 0,
  }
  return { found, pagination }
}

type Filter = (booking: CalcomBooking, query: URLSearchParams, now: number) => boolean

/** An empty value filters nothing. */
const by =
  (name: string, test: (booking: CalcomBooking, value: string) => boolean): Filter =>
  (booking, query) => {
    const value = query.get(name)?.trim() ?? ''
    return value === '' || test(booking, value)
  }

const filters: readonly Filter[] = [
  by('bookingUid', ({ uid }, value) => uid === value),
  // a plus sign that nobody has escaped arrives as a space
  by('attendeeEmail', ({ attendee }, value) => attendee.email === value.replaceAll(' ', '+')),
  by('attendeeName', ({ attendee }, value) => attendee.name === value),
  by('eventTypeIds', ({ eventType }, value) => value.split(',').includes(String(eventType.id))),
  (booking, query, now) => query.has('eventTypeIds') || eventTypeFilter(booking, query, now),
  by('afterStart', ({ start }, value) => start >= readInstant(value)),
  by('beforeEnd', ({ end }, value) => end <= readInstant(value)),
  by('afterCreatedAt', ({ createdAt }, value) => createdAt >= readInstant(value)),
  by('beforeCreatedAt', ({ createdAt }, value) => createdAt <= readInstant(value)),
  by('afterUpdatedAt', ({ updatedAt }, value) => updatedAt >= readInstant(value)),
  by('beforeUpdatedAt', ({ updatedAt }, value) => updatedAt <= readInstant(value)),
  (booking, query, now) => {
    const wanted = statusesOf(query)
    return wanted.length === 0 || wanted.some((status) => statuses[status]!(booking, now))
  },
]

const eventTypeFilter = by('eventTypeId', ({ eventType }, value) => eventType.id === Number(value))

const statuses: Record<string, (booking: CalcomBooking, now: number) => boolean> = {
  upcoming: ({ status, end }, now) => status !== 'cancelled' && end >= now,
  recurring: () => false,
  past: ({ status, end }, now) => status !== 'cancelled' && end < now,
  cancelled: ({ status }) => status === 'cancelled',
  unconfirmed: ({ status, end }, now) => status === 'pending' && end >= now,
}

const statusesOf = (query: URLSearchParams): string[] =>
  query.getAll('status').flatMap((value) => value.split(',').map((status) => status.trim()))

const sortKeys: readonly [name: string, key: (booking: CalcomBooking) => number, said: string][] = [
  ['sortStart', ({ start }) => start, 'SortStart'],
  ['sortEnd', ({ end }) => end, 'SortEnd'],
  ['sortCreated', ({ createdAt }) => createdAt, 'SortCreated'],
  ['sortUpdatedAt', ({ updatedAt }) => updatedAt, 'SortCreated'],
]

type QueryFault = { property: string; children: []; constraints: Record<string, string> }

function refuseWrongQuery(query: URLSearchParams): void {
  const errors: QueryFault[] = []
  const fault = (property: string, constraint: string, says: string) =>
    errors.push({ property, children: [], constraints: { [constraint]: says } })
  if (statusesOf(query).some((status) => !Object.hasOwn(statuses, status)))
    fault('status', 'isEnum', `Invalid status. Allowed are ${Object.keys(statuses).join(', ')}`)
  for (const name of ['eventTypeIds', 'teamsIds'])
    if (query.has(name) && !/^\d+(,\d+)*$/.test(query.get(name)!))
      fault(name, 'isNumber', `each value in ${name} must be a number conforming to the specified constraints`)
  for (const name of ['eventTypeId', 'teamId'])
    if (query.has(name) && !/^\d+$/.test(query.get(name)!)) fault(name, 'isInt', `${name} must be an integer number`)
  for (const edge of ['Start', 'End', 'CreatedAt', 'UpdatedAt'])
    for (const side of ['after', 'before']) {
      const value = query.get(`${side}${edge}`)
      const which = side === 'after' ? 'fromDate' : 'toDate'
      if (value !== null && Number.isNaN(readInstant(value)))
        fault(`${side}${edge}`, 'isIso8601', `${which} must be a valid ISO 8601 date.`)
    }
  for (const [name, , said] of sortKeys)
    if (query.has(name) && !/^(asc|desc)$/.test(query.get(name)!))
      fault(name, 'isEnum', `${said} must be either "asc" or "desc".`)
  for (const [name, least, most] of [
    ['take', 1, 250],
    ['skip', 0, Number.MAX_SAFE_INTEGER],
  ] as const) {
    const value = query.get(name)
    if (value === null) continue
    if (!/^-?\d+$/.test(value))
      fault(name, 'isNumber', `${name} must be a number conforming to the specified constraints`)
    else if (Number(value) < least) fault(name, 'min', `${name} must not be less than ${least}`)
    else if (Number(value) > most) fault(name, 'max', `${name} must not be greater than ${most}`)
  }
  if (errors.length > 0) throw new CalcomRefusal(400, 'Bad Request Exception', { details: { errors } })
}
