import { serverNow, useToday } from '../../data/clock.ts'
import { useCalendar, useClinic } from '../../data/queries.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { agentsWords } from './agents-words.ts'

// what the server draws in one answer
const ahead = { days: 61 }

/** How many of the coming appointments this agent booked, and when it last did. */
export function AgentsBookings({ agentId }: { agentId: string }) {
  const t = useWords(agentsWords)
  const formats = useFormats()
  const today = useToday(useClinic().data?.timezone ?? 'UTC')
  const calendar = useCalendar(today, today.add(ahead))
  if (calendar.data === undefined) return '…'
  const now = serverNow()
  const booked = calendar.data.appointments.filter((each) => each.agent_id === agentId && each.status !== 'cancelled')
  const coming = booked.filter(({ start_time }) => Temporal.Instant.compare(Temporal.Instant.from(start_time), now) > 0)
  const last = booked
    .map(({ created_at }) => Temporal.Instant.from(created_at))
    .sort(Temporal.Instant.compare)
    .at(-1)
  if (last === undefined) return t.nothingBooked
  return `${t.coming(formats.number(coming.length), coming.length === 1)} · ${t.lastBooked(formats.away(now, last))}`
}
