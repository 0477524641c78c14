import { isDeepStrictEqual } from 'node:util'
import { getSlots } from 'slot-calculator'
import type { Interval } from '../src/calendar/interval.ts'
import type { OpeningHours, Schedule } from '../src/calendar/opening-hours.ts'
import { daySlots, instantsAt, wallTimeOf } from '../src/calendar/slots.ts'
import { type Finding, interleaved } from './rounds.ts'

/** Both compute the same free slots of 30 minutes, 9:00 to 17:00 in New York, with 8 busy half-hours a day, as text. */
const timeZone = 'America/New_York'
const busyMinutes = [540, 600, 660, 690, 780, 840, 900, 960]
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const hours = weekdays.map((day) => [day.toLowerCase(), [['09:00', '17:00']]])
const schedule: Schedule = { timeZone, openingHours: Object.fromEntries(hours) as OpeningHours, closures: [] }
const rules = { durationMinutes: 30, stepMinutes: 30, bufferMinutes: 0, notBefore: -Infinity, notAfter: Infinity }

type Stretch = { first: Temporal.PlainDate; days: number; busy: Interval[] }
type Slot = { from: string; to: string }

/** How many times faster than slot-calculator, which must say the same. Throws when it does not. */
export async function compareSlotSpeed(rounds: number, quick: boolean): Promise<Finding[]> {
  const findings: Finding[] = []
  const ms = quick ? 100 : 400
  for (const days of [1, 30]) {
    const stretch = stretchOf(days)
    const [ours, theirs] = [() => ourSlots(stretch), theirWork(stretch)]
    mustAgree(ours(), theirs(), days)
    const times = await interleaved(rounds, { ours: () => timeOf(ours, ms), theirs: () => timeOf(theirs, ms) })
    findings.push({
      figure: `slots of ${days === 1 ? 'a day' : `${days} days`}: slot-calculator's time / ours`,
      values: times.map((time) => time.theirs / time.ours),
      ...(days === 1 && { target: { least: 100 } }),
    })
  }
  const stretch = stretchOf(1)
  const [ours, theirs] = [() => ourSlots(stretch), theirCheapestWork(stretch)]
  mustAgree(ours(), theirs(), 1)
  const times = await interleaved(rounds, { ours: () => timeOf(ours, ms), theirs: () => timeOf(theirs, ms) })
  const figure = '  of a day, its opening hours worked out beforehand'
  findings.push({ figure, values: times.map((time) => time.theirs / time.ours) })
  return findings
}

function stretchOf(days: number): Stretch {
  // no change of clocks in these, which the two treat differently
  const first = Temporal.PlainDate.from('2026-12-01')
  const dates = Array.from({ length: days }, (_, i) => first.add({ days: i }))
  const busy = dates.flatMap((on) =>
    busyMinutes.map((minutes) => {
      const from = instantsAt(timeZone, on, minutes)[0]!
      return { from, to: from + 30 * 60_000 }
    }),
  )
  return { first, days, busy }
}

function ourSlots({ first, days, busy }: Stretch): Slot[] {
  const people = [{ id: 0, schedule, busy }]
  const found: Slot[] = []
  for (let i = 0; i < days; i++) {
    for (const { from, to } of daySlots(people, first.add({ days: i }), rules).slots)
      found.push({ from: wallTimeOf(timeZone, from).iso, to: wallTimeOf(timeZone, to).iso })
  }
  return found
}

function theirWork(stretch: Stretch): () => Slot[] {
  const { first, days } = stretch
  const question = {
    from: zoned(first.toZonedDateTime(timeZone).epochMilliseconds),
    to: zoned(first.add({ days }).toZonedDateTime(timeZone).epochMilliseconds),
    availability: weekdays.map((day) => ({ day, from: '09:00', to: '17:00', timezone: timeZone })),
    unavailability: busyOf(stretch),
    duration: 30,
    outputTimezone: timeZone,
  }
  return () => getSlots(question).availableSlots
}

/** The least it can be asked for one day: the opening hours are its bounds, worked out beforehand. */
function theirCheapestWork(stretch: Stretch): () => Slot[] {
  const [from, to] = [540, 1020].map((minutes) => zoned(instantsAt(timeZone, stretch.first, minutes)[0]!))
  const question = { from: from!, to: to!, unavailability: busyOf(stretch), duration: 30, outputTimezone: timeZone }
  return () => getSlots(question).availableSlots
}

const busyOf = ({ busy }: Stretch): Slot[] => busy.map(({ from, to }) => ({ from: zoned(from), to: zoned(to) }))

const zoned = (at: number): string => wallTimeOf(timeZone, at).iso

function mustAgree(ours: Slot[], theirs: Slot[], days: number): void {
  const instants = (slots: Slot[]) =>
    slots.map(({ from, to }) => [from, to].map((text) => Temporal.Instant.from(text).epochMilliseconds))
  if (ours.length === 8 * days && isDeepStrictEqual(instants(ours), instants(theirs))) return
  throw new Error(
    `slot-calculator and we do not agree on ${days} days: ${theirs.length} slots there, ${ours.length} here`,
  )
}

/** Milliseconds for one call, over calls for at least `ms`. */
function timeOf(work: () => unknown, ms: number): number {
  const begun = performance.now()
  let calls = 0
  do {
    work()
    calls += 1
  } while (performance.now() - begun < ms)
  return (performance.now() - begun) / calls
}
