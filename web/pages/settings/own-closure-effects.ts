import { ask } from '../../data/api.ts'
import { serverNow } from '../../data/clock.ts'
import type { AffectedAppointment, Calendar, Closure, Practitioner } from '../../data/endpoints.ts'
import { wallTime } from '../../words/formats.ts'
import { type ClosureSpan, datesOf } from './closure-spans.ts'

// what one answer of the calendar may hold
const daysAtOnce = 60

/**
 * Coming appointments of one practitioner that begin on these days outside the hours they leave. The server says so for
 * the clinic's closures only. Throws `ApiFault`.
 */
export async function findAffectedOf(
  { id, name }: Pick<Practitioner, 'id' | 'name'>,
  span: ClosureSpan,
): Promise<AffectedAppointment[]> {
  const now = serverNow()
  const calendars = await Promise.all(partsOf(span).map((query) => ask('GET /api/calendar', { query })))
  return calendars.flatMap(({ appointments, timezone }) =>
    appointments
      .filter((each) => each.practitioner_id === id && isComing(each, now) && !lies(each, timezone, span))
      .map((each) => ({
        appointment_id: each.id,
        date: wallTime(each.start_time, timezone).toPlainDate().toString(),
        start_time: each.start_time,
        end_time: each.end_time,
        practitioner: name,
        attendee_name: each.attendee_name,
      })),
  )
}

type Drawn = Calendar['appointments'][number]

function partsOf(span: ClosureSpan): { from: string; to: string }[] {
  const dates = datesOf(span)
  const firsts = dates.filter((_, index) => index % daysAtOnce === 0)
  return firsts.map((from, part) => {
    const last = dates[Math.min((part + 1) * daysAtOnce, dates.length) - 1]!
    return { from, to: Temporal.PlainDate.from(last).add({ days: 1 }).toString() }
  })
}

const isComing = ({ status, end_time }: Drawn, now: Temporal.Instant): boolean =>
  (status === 'scheduled' || status === 'confirmed') &&
  Temporal.Instant.compare(Temporal.Instant.from(end_time), now) > 0

/** Begun the day before, it belongs to that day's hours. */
function lies({ start_time, end_time }: Drawn, timeZone: string, { from, hours }: ClosureSpan): boolean {
  const [start, end] = [wallTime(start_time, timeZone), wallTime(end_time, timeZone)]
  const date = start.toPlainDate()
  if (date.toString() < from) return true
  return hours.some((stretch) => {
    const [opens, closes] = boundsOn(date, stretch)
    return Temporal.PlainDateTime.compare(start, opens) >= 0 && Temporal.PlainDateTime.compare(end, closes) <= 0
  })
}

function boundsOn(date: Temporal.PlainDate, [opens, closes]: Closure['hours'][number]) {
  const nextDay = closes === '24:00' || closes <= opens
  const end = closes === '24:00' ? '00:00' : closes
  return [date.toPlainDateTime(opens), date.add({ days: nextDay ? 1 : 0 }).toPlainDateTime(end)] as const
}
