import type { EpochMs, Interval } from '../../../src/calendar/interval.ts'
import { DAY, dayNumberOf, MINUTE, MINUTES_OF_A_DAY } from '../../../src/calendar/wall-clock.ts'
import { firstInstantAt, offsetAt, steadyUntil, zoneOf } from '../../../src/calendar/zone-offset.ts'

/**
 * Minutes down the grid. On most days they are the minutes of the wall clock. Where a day of the grid has an hour twice,
 * the axis has it twice, and the other days leave the second one out; a day that skips an hour leaves that one out. So
 * nine o'clock is at one height on every day, and no two instants of a day share a place.
 */
export type AxisMinute = number

/** A stretch of a day without a jump: one minute of time is one of the axis. */
type Piece = Interval & { axis: AxisMinute }

/** A local date as it stands on the axis. `from` is its first instant, `to` that of the next date. */
export type AxisDay = Interval & { date: Temporal.PlainDate; pieces: readonly Piece[] }

/** `minute` of the wall clock stands at `at`; the `second` of two times an hour is marked. */
export type AxisMark = { at: AxisMinute; minute: number; second: boolean }

export type Axis = { length: AxisMinute; days: readonly AxisDay[]; marks: readonly AxisMark[] }

/** Clocks that go back from `wall` (minutes of the day) by `minutes`. */
type Fold = { wall: number; minutes: number }

export function axisOf(dates: readonly Temporal.PlainDate[], timeZone: string): Axis {
  const days = dates.map((date) => rawDay(date, timeZone))
  const folds = gatherFolds(days.flatMap((day) => day.folds))
  return {
    length: MINUTES_OF_A_DAY + sum(folds),
    days: days.map(({ date, from, to, raw, folds: own }) => ({ date, from, to, pieces: placePieces(raw, own, folds) })),
    marks: marksOf(folds),
  }
}

/** Where an instant stands; outside the day, at its nearer end. */
export const toAxis = (day: AxisDay, at: EpochMs): AxisMinute =>
  placeOn(day.pieces.find((each) => at < each.to) ?? day.pieces.at(-1)!, at)

/** The same for the end of something, which may be the very moment at which the day jumps. */
export const endOnAxis = (day: AxisDay, at: EpochMs): AxisMinute =>
  placeOn(day.pieces.find((each) => at <= each.to) ?? day.pieces.at(-1)!, at)

const placeOn = (piece: Piece, at: EpochMs): AxisMinute =>
  piece.axis + (Math.min(Math.max(at, piece.from), piece.to) - piece.from) / MINUTE

/** The instant at a place; where the day has nothing, the next that it has. */
export function fromAxis(day: AxisDay, minute: AxisMinute): EpochMs {
  for (const piece of day.pieces) {
    const at = piece.from + (minute - piece.axis) * MINUTE
    if (at < piece.to) return Math.max(at, piece.from)
  }
  return day.to
}

/** Stretches of the axis that this day does not have: an hour that is skipped, or another day's second one. */
export function missingOf(day: AxisDay, length: AxisMinute): { from: AxisMinute; to: AxisMinute }[] {
  const missing: { from: AxisMinute; to: AxisMinute }[] = []
  let end = 0
  for (const piece of day.pieces) {
    if (piece.axis > end) missing.push({ from: end, to: piece.axis })
    end = piece.axis + (piece.to - piece.from) / MINUTE
  }
  if (end < length) missing.push({ from: end, to: length })
  return missing
}

type RawPiece = Interval & { wall: number }

function rawDay(date: Temporal.PlainDate, timeZone: string) {
  const zone = zoneOf(timeZone)
  const midnight = dayNumberOf(date) * DAY
  const from = firstInstantAt(zone, midnight)
  const to = firstInstantAt(zone, midnight + DAY)
  const raw: RawPiece[] = []
  const folds: Fold[] = []
  for (let at = from; at < to; ) {
    const until = Math.min(steadyUntil(zone, at), to)
    const wall = (at + offsetAt(zone, at) - midnight) / MINUTE
    const before = raw.at(-1)
    const reached = before === undefined ? wall : before.wall + (before.to - before.from) / MINUTE
    if (reached > wall) folds.push({ wall: reached, minutes: reached - wall })
    raw.push({ from: at, to: until, wall })
    at = until
  }
  return { date, from, to, raw, folds }
}

/** One for each wall time, the longest, in order. */
function gatherFolds(folds: readonly Fold[]): Fold[] {
  const byWall = new Map<number, Fold>()
  for (const fold of folds) if (fold.minutes > (byWall.get(fold.wall)?.minutes ?? 0)) byWall.set(fold.wall, fold)
  return [...byWall.values()].sort((a, b) => a.wall - b.wall)
}

function placePieces(raw: readonly RawPiece[], own: readonly Fold[], folds: readonly Fold[]): Piece[] {
  const isOwn = (fold: Fold) => own.some(({ wall }) => wall === fold.wall)
  const others = folds.filter((fold) => !isOwn(fold))
  return raw.flatMap((piece, position) => {
    // the folds of the day itself lie between its pieces
    const passed = sum(folds.filter((fold) => isOwn(fold) && hasPassed(raw, position, fold)))
    const end = piece.wall + (piece.to - piece.from) / MINUTE
    const cuts = others.map(({ wall }) => wall).filter((wall) => wall > piece.wall && wall < end)
    return [piece.wall, ...cuts].map((wall, index) => ({
      from: piece.from + (wall - piece.wall) * MINUTE,
      to: piece.from + ((cuts[index] ?? end) - piece.wall) * MINUTE,
      axis: wall + passed + sum(others.filter((fold) => fold.wall <= wall)),
    }))
  })
}

const hasPassed = (raw: readonly RawPiece[], position: number, { wall }: Fold): boolean =>
  raw.slice(0, position).some((piece) => piece.wall + (piece.to - piece.from) / MINUTE === wall)

function marksOf(folds: readonly Fold[]): AxisMark[] {
  const marks: AxisMark[] = []
  let inserted = 0
  let next = 0
  for (const { wall, minutes } of folds) {
    for (; next < wall; next += 60) marks.push({ at: next + inserted, minute: next, second: false })
    const again = wall + inserted - (wall - minutes)
    marks.push({ at: wall - minutes + again, minute: wall - minutes, second: true })
    for (let hour = Math.floor((wall - minutes) / 60) * 60 + 60; hour < wall; hour += 60)
      marks.push({ at: hour + again, minute: hour, second: true })
    inserted += minutes
  }
  for (; next <= MINUTES_OF_A_DAY; next += 60) marks.push({ at: next + inserted, minute: next, second: false })
  return marks
}

const sum = (folds: readonly Fold[]): number => folds.reduce((total, { minutes }) => total + minutes, 0)
