/** The person whose calendar the event types share: two bookings of one host never overlap. */
export type Host = { id: number; name: string; email: string; username: string; timeZone: string }

export type SandboxEventType = {
  id: number
  slug: string
  title: string
  /** minutes */
  length: number
  /** minutes the booker may choose from; none: only `length` */
  lengths: readonly number[]
  host: Host
  /** `always`, or Monday to Friday 9:00–17:00 in the host's zone */
  open: 'always' | 'office-hours'
  requiresConfirmation: boolean
}

const alice: Host = {
  id: 501,
  name: 'Alice Sandbox',
  email: 'alice@clinic.sandbox.example',
  username: 'alice',
  timeZone: 'America/New_York',
}
const bob: Host = { ...alice, id: 502, name: 'Bob Sandbox', email: 'bob@clinic.sandbox.example', username: 'bob' }

const basic = { length: 30, lengths: [], host: alice, open: 'always', requiresConfirmation: false } as const

export const eventTypes: readonly SandboxEventType[] = [
  { ...basic, id: 1837761, slug: 'consultation', title: 'Consultation' },
  { ...basic, id: 1837762, slug: 'office-hours', title: 'Consultation in office hours', open: 'office-hours' },
  { ...basic, id: 1837763, slug: 'any-length', title: 'Visit', lengths: [15, 30, 60], host: bob },
  { ...basic, id: 1837764, slug: 'on-request', title: 'Visit on request', host: bob, requiresConfirmation: true },
]

/** Whether the hours of an event type allow this stretch. Epoch milliseconds. */
export function isOpen(type: SandboxEventType, start: number, end: number): boolean {
  if (type.open === 'always') return true
  const from = wall(start, type.host.timeZone)
  const to = wall(end, type.host.timeZone)
  return (
    from.dayOfWeek <= 5 &&
    from.toPlainDate().equals(to.toPlainDate()) &&
    from.hour >= 9 &&
    (to.hour < 17 || (to.hour === 17 && to.minute === 0 && to.second === 0))
  )
}

const wall = (at: number, timeZone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
