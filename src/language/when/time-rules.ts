import { lasting } from './date-rules.ts'
import { anyOf, type Build, type Found, type Matcher, rule } from './grammar.ts'
import { lengths } from './lengths.ts'
import { joints, units } from './lexicon.ts'
import type { Meaning } from './meaning.ts'
import { has } from './when-tokens.ts'

/**
 * How times of day are put together. A rule finds an hour, a minute and perhaps minutes before or past them; the part of
 * the day is joined to it later. A time that has no mark of its own and may be a day or a year as well is `bareTime`.
 */

const clock: Build = ([written, before, , after]) => {
  const { numeric } = written!.token!
  return numeric?.form === 'clock'
    ? time(numeric.hour, numeric.minute, [before, after], { bareTime: false, fixed: numeric.twentyFour })
    : undefined
}

/** `10.30`; not `9.5`. */
const dotted: Build = ([written, mark, meridiem]) => {
  const numeric = written!.token!.numeric
  if (numeric?.form !== 'date' || numeric.fields[1]!.length !== 2) return undefined
  const [hour, minute] = numeric.fields.map(Number)
  return hour! <= 24 && minute! < 60 ? time(hour!, minute!, [mark, meridiem]) : undefined
}

/** `1030`, as speech-to-text writes it, and `fourteen hundred`. */
const compact: Build = ([number, mark, meridiem]) => {
  const { value, token } = number!
  const { digits } = token!
  const isCompact = digits === 3 || digits === 4 || (digits === 0 && value % 100 === 0)
  if (!isCompact || value < 100 || value > 2400 || value % 100 > 59) return undefined
  // fifteen hundred is an hour, nineteen hundred may be a year
  const isHour = digits === 0 && value < 1800
  const rest = { fixed: digits === 4 && value < 1000, ...(isHour && { bareTime: false }) }
  return time(Math.floor(value / 100), value % 100, [mark, meridiem], rest)
}

const hourOnly: Build = ([number, first, second]) => {
  const { value } = number!
  if (value > 23 && first === undefined) return undefined
  return value < 100 ? time(value, 0, [first, second]) : undefined
}

/** `eight forty`, `10 h 10`, `siete y cinco`. A single figure is a minute only behind the hour's mark: `11h5`. */
const hourAndMinute: Build = ([hour, mark, meridiem, joint, minute, minuteUnit, later, again]) => {
  const isMinute = minute!.token!.digits !== 1 || mark !== undefined
  if (hour!.value > 24 || minute!.value > 59 || !isMinute) return undefined
  // `8 and 9` are two hours, and so are `8 Uhr und 9 Uhr`
  if (joint?.kind === 'and' && mark === undefined) return undefined
  if (joint !== undefined && again !== undefined) return undefined
  // 3 pm 30, 3 o'clock 30
  const isTold = meridiem !== undefined || mark?.value === noMinutes
  if (isTold && joint === undefined) return undefined
  // 14h 16h; but 10 h 10 Uhr
  if (again !== undefined && mark !== undefined && again.value === mark.value) return undefined
  // vierzehn fünfzehn Uhr
  if (again !== undefined && mark === undefined && minute!.value === hour!.value + 1) return undefined
  const isFew = minute!.value < 10 && minute!.token!.digits === 0 && mark === undefined && minuteUnit === undefined
  const isFive = minute!.value === 5 && (joint !== undefined || hour!.value !== 4)
  if (isFew && !isFive && joint === undefined) return undefined
  if (minuteUnit !== undefined && minuteUnit.value > units.minute) return undefined
  const minutes = minuteUnit?.value === units.second ? 0 : minute!.value
  const said = time(hour!.value, minutes, [mark, meridiem, later, again, minuteUnit])
  const isNear = minute!.value > hour!.value && minute!.value <= hour!.value + 2
  return isFew && !isFive && isNear ? { ...said, fewMinutes: true } : said
}

/** The value of a mark behind which no minutes follow. */
const noMinutes = 2

const withSeconds: Build = ([hour, mark, minute, minuteUnit, , , secondUnit]) =>
  minuteUnit?.value === units.minute && secondUnit?.value === units.second && hour!.value <= 24 && minute!.value < 60
    ? time(hour!.value, minute!.value, [mark])
    : undefined

const ohMinute: Build = ([hour, , minute, meridiem]) =>
  hour!.value <= 24 && minute!.value < 10 ? time(hour!.value, minute!.value, [meridiem]) : undefined

const hourAndFraction: Build = ([hour, mark, meridiem, joint, , fraction, later]) =>
  hour!.value <= 24 && (joint !== undefined || mark !== undefined)
    ? time(hour!.value, minutesOf(fraction!), [mark, meridiem, later], { bareTime: false })
    : undefined

/** `half two` and `halb drei`, `viertel neun`: their hour is the one to come, but in English. */
const fractionFirst: Build = ([fraction, hour, mark, meridiem]) => {
  if (hour!.value > 24) return undefined
  const delta = fraction!.kind === 'halfto' ? fraction!.value : fraction!.value - 60
  return time(hour!.value, 0, [mark, meridiem], { bareTime: false, delta })
}

/** Noon, and `midi et demi`. */
const spot: Build = ([named, joint, one, more]) => {
  const minute = named!.value
  if (more === undefined && (joint ?? one) !== undefined) return undefined
  if (more?.kind === 'number' && more.value < 10 && more.value !== 5) return undefined
  if (more === undefined) return { hour: Math.floor(minute / 60), minute: minute % 60, fixed: true, spot: true }
  return minute % 720 === 0 && minutesOf(more) < 60
    ? { hour: minute / 60, minute: minutesOf(more), fixed: true }
    : undefined
}

/** `midi moins le quart`. */
const spotLess: Build = ([named, , , less]) =>
  named!.value % 720 === 0 && minutesOf(less!) < 60
    ? { hour: named!.value / 60, minute: 0, delta: -minutesOf(less!), fixed: true }
    : undefined

/** `dix minutes avant le midi`, whose article is one word with the one before it. */
const beforeSpot: Build = ([, amount, , unit, , , named]) => {
  // le 10 avant le midi
  const isTold = unit !== undefined || amount!.kind === 'quarter'
  const isHalfHour = amount!.kind === 'half' && unit?.value === units.hour
  return isTold && (isMinutes(amount!, unit) || isHalfHour)
    ? spotLess([named, undefined, undefined, { ...amount!, value: minutesOf(amount!, unit) }])
    : undefined
}

/** `12 noon`, `la una del mediodía`. */
const hourOfSpot: Build = ([hour, , , , , named]) => {
  if (named!.value % 720 !== 0 || (hour!.value !== 12 && hour!.value > 3)) return undefined
  if (named!.value === 0 && hour!.value !== 12) return undefined
  return { hour: hour!.value === 12 ? named!.value / 60 : hour!.value + 12, minute: 0, fixed: true }
}

const plain: Matcher = anyOf([
  rule('clock meridiem? hourmark? meridiem?', clock),
  rule('dotted hourmark? meridiem?', dotted),
  rule('number hourmark? meridiem?', hourOnly),
  rule('number meridiem hourmark', hourOnly),
  rule('number hourmark? meridiem?', compact),
  rule('number hourmark? meridiem? plus|and? number unit? meridiem? hourmark?', hourAndMinute),
  rule('number hourmark number unit plus|and? number unit', withSeconds),
  rule('number oh number meridiem?', ohMinute),
  rule('oh number number meridiem?', ([, hour, minute, meridiem]) =>
    hour!.value < 10 && minute!.value >= 10 && minute!.value < 60
      ? time(hour!.value, minute!.value, [meridiem], { fixed: true })
      : undefined,
  ),
  rule('number hourmark? meridiem? plus|and? the|one? half|quarter meridiem?', hourAndFraction),
  rule('halfto|quarterto number hourmark? meridiem?', fractionFirst),
  rule('spot plus|and? one? number|half|quarter?', spot),
  rule('number hourmark? of? the? at? spot', hourOfSpot),
  // las doce y cuarto del mediodía
  rule('number plus|and the|one? half|quarter of? spot', ([hour, , , fraction, , named]) =>
    hour!.value === 12 && named!.value % 720 === 0
      ? { hour: named!.value / 60, minute: minutesOf(fraction!), fixed: true }
      : undefined,
  ),
])

const inGroup = { PLAIN: plain }

/** `quarter to 5`, `three mins past ten`, `quinze para as 9pm`, `fünf vor halb neun`. */
const related: Build = ([, amount, , amountUnit, relation, , at, , base]) => {
  const of = base!.meaning!
  const isHalfHour = amount!.kind === 'half' && amountUnit?.value === units.hour
  if (!(isMinutes(amount!, amountUnit) || isHalfHour) || of.impossible || of.fewMinutes) return undefined
  if (relation!.kind === 'of' && amount!.kind !== 'quarter') return undefined
  if (at === undefined && isForAnHour(amount!, relation!, of) && amountUnit === undefined) return undefined
  if (amount!.kind === 'number' && amountUnit === undefined && !isMinutesAlone(amount!, relation!, of)) return undefined
  const minutes = minutesOf(amount!, amountUnit)
  const before = relation!.kind !== 'past'
  const isOf = isOfHour(relation!) && amount!.kind === 'number' && of.spot === undefined
  const delta = (of.delta ?? 0) + (before ? -minutes : minutes)
  return { ...of, bareTime: undefined, delta, ...(isOf && { ofHour: true }) }
}

const isOfHour = ({ kind, value }: Found): boolean => kind === 'to' && value === joints.of

/** `a las cuatro para una hora`, which is how long it takes. */
const isForAnHour = ({ kind, value }: Found, { token }: Found, { hour, hours24 }: Meaning): boolean =>
  kind === 'number' && value <= 12 && has(token!, 'for') && hour === 1 && hours24 === true

/** `9 to 5` is a working day, and `ten to twelve am` two hours; minutes that are not called so go by fives. */
function isMinutesAlone({ value, token }: Found, relation: Found, { hour, minute, meridiem }: Meaning): boolean {
  const { kind, value: joint } = relation
  if (kind !== 'to') return true
  const isRound = value % 5 === 0 && value <= 25 && value > 0
  if (joint === joints.before) return token!.digits === 0 || value % 5 === 0
  if (joint === joints.till && token!.digits > 0) return false
  // nobody says fifteen of five
  if (joint === joints.of && (value === 15 || minute !== 0)) return false
  return isRound && hour! <= 12 && !(hour === 12 && meridiem === 0)
}

/** `ocho menos diez`, `huit heures moins le quart`. */
const less: Build = ([hour, mark, , , amount, amountUnit, meridiem]) =>
  // nobody says four minutes to so
  hour!.value <= 24 && isMinutes(amount!, amountUnit) && (amountUnit !== undefined || minutesOf(amount!) % 5 === 0)
    ? time(hour!.value, 0, [mark, meridiem], { bareTime: false, delta: -minutesOf(amount!, amountUnit) })
    : undefined

const withLength: Build = ([plain, found]) => {
  if (found === undefined) return plain!.meaning
  return plain!.meaning!.meridiem === undefined ? undefined : beside(plain!, found)
}

function beside({ meaning }: Found, found: Found): Meaning | undefined {
  const length = lasting(found)
  return length === undefined ? undefined : { ...meaning, bareTime: undefined, ...length }
}

const isMinutes = (amount: Found, unit: Found | undefined): boolean =>
  minutesOf(amount, unit) < 60 &&
  (unit === undefined || unit.value === units.minute || unit.value === units.quarterHour)

const minutesOf = ({ kind, value }: Found, unit?: Found): number =>
  kind === 'half' ? 30 : kind === 'number' && unit?.value === units.quarterHour ? value * 15 : value

export const times: Matcher = anyOf([
  rule(
    'at the? PLAIN',
    ([, , found]) => ({ ...found!.meaning, bareTime: undefined, fewMinutes: undefined }),
    0,
    inGroup,
  ),
  rule('one? number|half|quarter one? unit? past|to|of of? at? the? PLAIN', related, 0, inGroup),
  // zehn Minuten vor dem Mittag, diez minutos antes del mediodía
  rule('one? number|half|quarter one? unit? before the? spot', beforeSpot),
  // 3 pm 30 minutes, 30 minutes at 3, which is how long it takes
  rule('LENGTHS at the? PLAIN', ([found, , , of]) => beside(of!, found!), 0, { ...inGroup, LENGTHS: lengths }),
  rule('PLAIN LENGTHS?', withLength, 0, { ...inGroup, LENGTHS: lengths }),
  rule('number hourmark? minus the|one? number|half|quarter unit? meridiem?', less),
  rule('spot minus the|one? number|half|quarter', spotLess),
])

/** A time of the clock, or one that the clock does not have, which is asked about. */
function time(hour: number, minute: number, marks: readonly (Found | undefined)[], rest: Meaning = {}): Meaning {
  const meridiem = marks.find((mark) => mark?.kind === 'meridiem')?.value
  const marked = rest.bareTime === false || marks.some((mark) => mark !== undefined)
  return {
    hour,
    minute,
    ...(rest.delta !== undefined && { delta: rest.delta }),
    ...(meridiem !== undefined && { meridiem }),
    ...((rest.fixed === true || hour === 0 || hour > 12) && { fixed: true }),
    ...(!marked && { bareTime: true }),
    ...(marks.some((mark) => mark?.kind === 'hourmark' && mark.value === 0) && { hours24: true }),
    ...((hour > 24 || minute > 59 || (hour === 24 && minute > 0)) && { impossible: true }),
  }
}
