import fc from 'fast-check'
import type { Interval } from '../../src/calendar/interval.ts'
import type { Closure, OpeningHours, Schedule, WallStretch } from '../../src/calendar/opening-hours.ts'
import type { Grid } from '../../src/calendar/slots.ts'
import { everyDay } from './schedules.ts'

/** A clinic, a date of interest to it, and what is looked for there. Everything is a multiple of five minutes. */
export type Situation = { schedule: Schedule; on: Temporal.PlainDate; grid: Grid }

/** Ordinary zones, and those whose clocks change at midnight, by half an hour, by two hours, by a day, or not at all. */
const ZONES = [
  'America/New_York',
  'Europe/London',
  'Asia/Kolkata',
  'UTC',
  'Australia/Lord_Howe',
  'America/Santiago',
  'America/Nuuk',
  'America/Havana',
  'Asia/Beirut',
  'Africa/Cairo',
  'Atlantic/Azores',
  'Antarctica/Troll',
  'Pacific/Apia',
  'Africa/Casablanca',
  'America/Asuncion',
  'Pacific/Chatham',
  'Asia/Kathmandu',
]

/** Around the hours at which clocks change, and anywhere. */
const openings = fc.oneof(
  fc.constantFrom(0, 30, 60, 90, 120, 150, 540, 1320, 1380, 1410, 1435),
  fc.integer({ min: 0, max: 287 }).map((ticks) => ticks * 5),
)
const closings = fc.oneof(openings, fc.constantFrom(1440, 1020, 360))

const hours = fc.array(
  fc.tuple(openings, closings).map((pair): WallStretch => [clockFace(pair[0]), clockFace(pair[1])]),
  { maxLength: 3 },
)

const weeks: fc.Arbitrary<OpeningHours> = fc.oneof(
  hours.map(everyDay),
  fc.constantFrom(everyDay([['00:00', '24:00']]), everyDay([['22:00', '06:00']]), everyDay([['09:00', '17:00']])),
  fc.record({
    monday: hours,
    tuesday: hours,
    wednesday: hours,
    thursday: hours,
    friday: hours,
    saturday: hours,
    sunday: hours,
  }),
)

/** Two times of three within two days of a change of the clocks. */
const places = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    day: fc.integer({ min: 0, max: 9000 }),
    beside: fc.integer({ min: -2, max: 2 }),
    anywhere: fc.integer({ min: 0, max: 2 }).map((number) => number === 0),
  })
  .map(({ timeZone, day, beside, anywhere }) => {
    const somewhere = Temporal.PlainDate.from('2008-01-01').add({ days: day })
    const change = anywhere ? null : somewhere.toZonedDateTime(timeZone).getTimeZoneTransition('next')
    return { timeZone, on: (change?.toPlainDate() ?? somewhere).add({ days: beside }) }
  })

function closuresAround(on: Temporal.PlainDate): fc.Arbitrary<Closure[]> {
  const closure: fc.Arbitrary<Closure> = fc.record({
    date: fc.integer({ min: -2, max: 2 }).map((days) => on.add({ days }).toString()),
    hours: fc.oneof(fc.constant<WallStretch[]>([]), hours),
  })
  return fc.oneof(fc.constant<Closure[]>([]), fc.array(closure, { maxLength: 3 }))
}

const grids = fc.record({
  durationMinutes: fc.oneof(
    fc.constant(30),
    fc.integer({ min: 1, max: 96 }).map((ticks) => ticks * 5),
  ),
  stepMinutes: fc.oneof(
    fc.constant(30),
    fc.integer({ min: 1, max: 48 }).map((ticks) => ticks * 5),
  ),
})

export const situations: fc.Arbitrary<Situation> = places.chain(({ timeZone, on }) =>
  fc.record({
    schedule: fc
      .record({
        timeZone: fc.constant(timeZone),
        openingHours: weeks,
        closures: closuresAround(on),
        own: fc.option(fc.record({ openingHours: fc.option(weeks, { nil: null }), closures: closuresAround(on) }), {
          nil: undefined,
        }),
      })
      .map(({ own, ...schedule }): Schedule => (own === undefined ? schedule : { ...schedule, own })),
    on: fc.constant(on),
    grid: grids,
  }),
)

/** Appointments anywhere within two days of the date, in no order, overlapping or not. */
export function busyAround(on: Temporal.PlainDate): fc.Arbitrary<Interval[]> {
  const noon = on.toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).epochMilliseconds
  const appointment = fc
    .tuple(fc.integer({ min: -2880, max: 2880 }), fc.integer({ min: 1, max: 480 }))
    .map(([minute, length]) => ({ from: noon + minute * 60_000, to: noon + (minute + length) * 60_000 }))
  return fc.array(appointment, { maxLength: 12 })
}

function clockFace(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
