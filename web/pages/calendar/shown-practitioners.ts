import type { Calendar } from '../../data/endpoints.ts'
import type { CalendarDesk, HuedPractitioner } from './calendar-desk.ts'

/**
 * Who can be chosen: all who are active, and whoever has left but still has something in these days. Of them those that
 * the address names, or all.
 */
export function practitionersOf(
  desk: CalendarDesk,
  who: readonly string[],
  calendar: Pick<Calendar, 'appointments'> | undefined,
): { listed: readonly HuedPractitioner[]; shown: readonly HuedPractitioner[] } {
  const busy = new Set(calendar?.appointments.map(({ practitioner_id }) => practitioner_id))
  const listed = desk.practitioners.filter(({ id, active }) => active || busy.has(id))
  const named = listed.filter(({ id }) => who.includes(id))
  return { listed, shown: named.length === 0 ? listed : named }
}
