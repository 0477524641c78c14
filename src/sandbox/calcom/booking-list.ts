import { readInstant } from './booking-input.ts'
import { badRequest } from './calcom-answers.ts'
import type { CalcomBooking } from './calcom-calendar.ts'

/** GET /v2/bookings: the filters, the order and the page that its query asks for. */
export function listBookings(all: readonly CalcomBooking[], query: URLSearchParams, now: number) {
  const faults = queryFaults(query)
  if (faults.length > 0) throw badRequest(faults.join(', '))
  const wanted = all.filter((booking) => filters.every((filter) => filter(booking, query, now)))
  const sorted = sortKeys.reduce<CalcomBooking[]>(
    (list, [name, key]) => {
      const order = query.get(name)
      return order === null ? list : list.toSorted((a, b) => (key(a) - key(b)) * (order === 'desc' ? -1 : 1))
    },
    wanted.toSorted((a, b) => a.start - b.start),
  )
  const take = Number(query.get('take') ?? 100)
  const skip = Math.min(Number(query.get('skip') ?? 0), sorted.length)
  const found = sorted.slice(skip, skip + take)
  const remainingItems = Math.max(0, sorted.length - skip - take)
  const currentPage = Math.floor(skip / take) + 1
  const totalPages = Math.ceil(sorted.length / take)
  const pagination = {
    returnedItems: found.length,
    totalItems: sorted.length,
    itemsPerPage: take,
    remainingItems,
    currentPage,
    totalPages,
    hasNextPage: remainingItems > 0,
    hasPreviousPage: skip > 0,
  }
  return { found, pagination }
}

type Filter = (booking: CalcomBooking, query: URLSearchParams, now: number) => boolean

const by =
  (name: string, test: (booking: CalcomBooking, value: string) => boolean): Filter =>
  (booking, query) =>
    !query.has(name) || test(booking, query.get(name)!)

const filters: readonly Filter[] = [
  by('bookingUid', ({ uid }, value) => uid === value),
  by('attendeeEmail', ({ attendee }, value) => attendee.email === value),
  by('attendeeName', ({ attendee }, value) => attendee.name === value),
  by('eventTypeId', ({ eventType }, value) => String(eventType.id) === value),
  by('eventTypeIds', ({ eventType }, value) => value.split(',').includes(String(eventType.id))),
  by('afterStart', ({ start }, value) => start >= readInstant(value)),
  by('beforeEnd', ({ end }, value) => end <= readInstant(value)),
  by('afterCreatedAt', ({ createdAt }, value) => createdAt >= readInstant(value)),
  by('beforeCreatedAt', ({ createdAt }, value) => createdAt <= readInstant(value)),
  by('afterUpdatedAt', ({ updatedAt }, value) => updatedAt >= readInstant(value)),
  by('beforeUpdatedAt', ({ updatedAt }, value) => updatedAt <= readInstant(value)),
  (booking, query, now) => {
    const wanted = query.getAll('status').flatMap((value) => value.split(','))
    return wanted.length === 0 || wanted.some((status) => statuses[status]!(booking, now))
  },
]

const statuses: Record<string, (booking: CalcomBooking, now: number) => boolean> = {
  upcoming: ({ status, end }, now) => status !== 'cancelled' && end >= now,
  past: ({ status, end }, now) => status !== 'cancelled' && end < now,
  cancelled: ({ status }) => status === 'cancelled',
  unconfirmed: ({ status, end }, now) => status === 'pending' && end >= now,
  recurring: () => false,
}

const sortKeys: readonly [string, (booking: CalcomBooking) => number][] = [
  ['sortStart', ({ start }) => start],
  ['sortEnd', ({ end }) => end],
  ['sortCreated', ({ createdAt }) => createdAt],
  ['sortUpdatedAt', ({ updatedAt }) => updatedAt],
]

const instants = ['afterStart', 'beforeEnd', 'afterCreatedAt', 'beforeCreatedAt', 'afterUpdatedAt', 'beforeUpdatedAt']

function queryFaults(query: URLSearchParams): string[] {
  const wrong = (name: string, says: string) => `${name} property is wrong,${says} `
  const integer = (name: string, least: number, most: number) => {
    const value = query.get(name)
    if (value === null || (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most)) return []
    return [wrong(name, `${name} must be an integer number from ${least} to ${most}`)]
  }
  return [
    ...query
      .getAll('status')
      .flatMap((value) => value.split(','))
      .filter((status) => !Object.hasOwn(statuses, status))
      .map(() => wrong('status', `Invalid status. Allowed are ${Object.keys(statuses).join(', ')}`)),
    ...instants
      .filter((name) => query.has(name) && Number.isNaN(readInstant(query.get(name)!)))
      .map((name) => wrong(name, `${name} must be a valid ISO 8601 date string`)),
    ...sortKeys
      .filter(([name]) => query.has(name) && !/^(asc|desc)$/.test(query.get(name)!))
      .map(([name]) => wrong(name, `${name} must be either "asc" or "desc".`)),
    ...integer('take', 1, 250),
    ...integer('skip', 0, Number.MAX_SAFE_INTEGER),
    ...integer('eventTypeId', 0, Number.MAX_SAFE_INTEGER),
  ]
}
