import type { ToolCall } from '../tool.ts'
import { isObject } from '../vendor-call.ts'
import { type CalcomApi, dataIn, readInstant } from './calcom-api.ts'
import { nothingDone } from './calcom-refusals.ts'

/** UTC instants. */
export type Slot = { start: string; end?: string }

type Days = { eventTypeId: number; from: Temporal.PlainDate; to: Temporal.PlainDate; timeZone: string; moving?: string }

/** The free slots of these days of that zone, the last one included, in order. Throws `Faulted`. */
export async function slotsOn(api: CalcomApi, days: Days, call: ToolCall): Promise<Slot[]> {
  const { eventTypeId, from, to, timeZone, moving } = days
  const first = from.toZonedDateTime(timeZone).toInstant()
  const next = to.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
  const outcome = await api.slots(
    {
      ...{ eventTypeId, timeZone, start: first.toString() },
      // Cal.com takes an end at midnight UTC for the whole of the day that begins there.
      end: next.subtract({ seconds: 1 }).toString(),
      ...(moving !== undefined && { moving }),
    },
    call,
  )
  const data = dataIn(outcome)
  if (!isObject(data)) throw nothingDone(outcome, 'event type')
  return Object.values(data)
    .flatMap((slots) => (Array.isArray(slots) ? slots : []))
    .map(readSlot)
    .filter((slot) => slot !== undefined)
    .filter(({ start }) => start >= showUtc(first) && start < showUtc(next))
    .toSorted((a, b) => (a.start < b.start ? -1 : 1))
}

const showUtc = (instant: Temporal.Instant): string => instant.toString({ smallestUnit: 'second' })

function readSlot(shown: unknown): Slot | undefined {
  const start = readInstant(isObject(shown) ? shown.start : shown)
  const end = isObject(shown) ? readInstant(shown.end) : undefined
  return start === undefined ? undefined : { start, ...(end !== undefined && { end }) }
}

const mostAlternatives = 3
/** milliseconds without which nobody is asked for alternatives */
const leastForAlternatives = 300

/** The free slots nearest to a start on its day, at most three; none when Cal.com does not say in time. */
export async function alternativesTo(
  api: CalcomApi,
  wish: { eventTypeId: number; start: string; timeZone: string; moving?: string },
  call: ToolCall,
): Promise<Slot[]> {
  if (call.deadline.left() < leastForAlternatives) return []
  const { start, ...rest } = wish
  const wanted = Temporal.Instant.from(start)
  const day = wanted.toZonedDateTimeISO(wish.timeZone).toPlainDate()
  try {
    const slots = await slotsOn(api, { ...rest, from: day, to: day }, call)
    const apart = (slot: Slot) => Math.abs(Temporal.Instant.from(slot.start).since(wanted).total('seconds'))
    return slots
      .filter((slot) => slot.start !== start)
      .toSorted((a, b) => apart(a) - apart(b))
      .slice(0, mostAlternatives)
      .toSorted((a, b) => (a.start < b.start ? -1 : 1))
  } catch {
    // they are a courtesy: that the slot is taken is the answer
    return []
  }
}
