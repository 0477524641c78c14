import { anyOf, type Build, type Found, type Matcher, rule } from './grammar.ts'
import { lengths } from './lengths.ts'
import { nearest, parts, units } from './lexicon.ts'
import type { Meaning, Shift } from './meaning.ts'
import { has } from './when-tokens.ts'

/** How days are put together: months, weekdays, and distances from today or from one another. */

/** `2026`, `twenty twenty-six`, `nineteen oh five`; two figures only where they can be no hour: `15 dec 26`. */
const year: Matcher = anyOf([
  rule('number', ([number]) => {
    const { value, token } = number!
    if (value >= 1000 && value <= 2999) return { year: value }
    return token!.digits === 2 && value > 24 ? { year: value } : undefined
  }),
  rule('number number', ([century, rest]) =>
    isCentury(century!) && rest!.value >= 10 && rest!.value < 100
      ? { year: century!.value * 100 + rest!.value }
      : undefined,
  ),
  rule('number oh number', ([century, , rest]) =>
    isCentury(century!) && rest!.value < 10 ? { year: century!.value * 100 + rest!.value } : undefined,
  ),
])

const isCentury = ({ value, token }: Found): boolean => token!.digits === 0 && value >= 18 && value <= 21

const groups = { YEAR: year, LENGTHS: lengths }

/** Portuguese `quarta` is Wednesday, and no fourth beside its being one. */
const dayOf = (day: Found | undefined): Meaning | undefined =>
  day!.value < 100 && !has(day!.token!, 'weekday') ? { day: day!.value } : undefined

const isThisOrNext = (which: Found | undefined): boolean => which!.value === 0 || which!.value === 1

const months: Matcher = anyOf([
  rule('the|at? number|ordinal of? the? which? month', ([, day, , , which, month]) => monthDay(day!, month!, which)),
  rule('which? month the? number|ordinal', ([which, month, , day]) => monthDay(day!, month!, which, true)),
  // 17 del 11, the fifteenth of the twelfth; German needs no joint: am fünfzehnten zwölften
  rule('the? number ofmonth number', ([, day, , month]) => numberedMonth(day!, month!)),
  rule('the? ordinal of the? ordinal', ([, day, , , month]) => numberedMonth(day!, month!)),
  rule('the? ordinal monthth', ([, day, month]) => numberedMonth(day!, month!)),
])

function monthDay(day: Found, month: Found, which: Found | undefined, isMonthFirst = false): Meaning | undefined {
  if (which !== undefined && !isThisOrNext(which)) return undefined
  if (day.value >= 100) return undefined
  // Spanish `mar 15` is rather a Tuesday
  return isMonthFirst && has(month.token!, 'weekday') ? undefined : { day: day.value, month: month.value }
}

/** Portuguese `dez` is the tenth month only where it is no short December. */
const numberedMonth = (day: Found, month: Found): Meaning | undefined =>
  !has(month.token!, 'month') && month.value >= 1 && month.value <= 12 && day.value >= 1 && day.value <= 31
    ? { day: day.value, month: month.value }
    : undefined

const nthWeekday: Build = ([, ordinal, weekday]) => {
  const nth = ordinal!.value
  if (ordinal!.kind === 'which') return nth === -1 ? { nth, weekday: weekday!.value } : undefined
  return nth >= 1 && nth <= 5 ? { nth, weekday: weekday!.value } : undefined
}

/** `first day of next month`, `último día del mes`. */
const nthDay: Build = ([, ordinal, unit]) => {
  if (!isUnit(unit, 'day')) return undefined
  if (ordinal!.kind === 'which') return ordinal!.value === -1 ? { day: -1 } : undefined
  return { day: ordinal!.value }
}

/** `next week`, `el mes que viene`; the next day is tomorrow. */
function whichUnit(which: Found, unit: Found): Meaning | undefined {
  const value = which.value === nearest ? 1 : which.value
  if (isUnit(unit, 'day')) return value <= 1 ? { days: value } : undefined
  if (isUnit(unit, 'week')) return { weeks: value }
  if (isUnit(unit, 'month')) return { months: value }
  return isUnit(unit, 'year') ? { years: value } : undefined
}

/** `this morning`, `last night`, `diesen Nachmittag`. */
const whichPart: Build = ([which, part]) => {
  if (which!.value < -1 || which!.value > 1) return undefined
  const tonight = part!.value === parts.night && which!.value <= 0
  return { days: which!.value, part: tonight ? parts.tonight : part!.value }
}

const isUnit = (found: Found | undefined, unit: keyof typeof units): boolean => found?.value === units[unit]

/** How long something takes. Without a `for`, three hours may be three o'clock. */
export const lasting = (found: Found | undefined, most = 90): Meaning | undefined => {
  const { years, months, days, minutes } = found!.meaning!.shift!
  return minutes > 0 && minutes <= most && years === 0 && months === 0 && days === 0 ? { lasts: minutes } : undefined
}

const shifted = (found: Found | undefined, sign: number, from: Shift['from']): Meaning => {
  const { years, months, days, minutes, loose } = found!.meaning!.shift!
  const shift: Shift = { years: years * sign, months: months * sign, days: days * sign, minutes: minutes * sign, from }
  return { shift: loose === undefined ? shift : { ...shift, loose } }
}

/** `an hour later`, which may be later than the appointment. */
const later = (meaning: Meaning, { value }: Found): Meaning => (value === 1 ? { ...meaning, later: true } : meaning)

const weeksOf = (unit: Found | undefined): number => (isUnit(unit, 'week') ? 1 : isUnit(unit, 'fortnight') ? 2 : 0)

const dayShift = (days: number): Meaning => ({ shift: { years: 0, months: 0, days, minutes: 0, from: 'rest' } })

/** `mardi en huit`, `de hoy en quince`: weeks, counted with both their ends. */
const countedWeek: Build = ([, number]) =>
  number!.value === 8 || number!.value === 15 ? { ...dayShift(number!.value - 1), countedWeek: true } : undefined

const distances: Matcher = anyOf([
  rule('in LENGTHS fromnow?', ([, found]) => shifted(found, 1, 'now'), 0, groups),
  rule('LENGTHS fromnow', ([found, fromNow]) => later(shifted(found, 1, 'now'), fromNow!), 0, groups),
  rule('LENGTHS ago', ([found]) => shifted(found, -1, 'now'), 0, groups),
  rule('ago LENGTHS', ([, found]) => shifted(found, -1, 'now'), 0, groups),
  rule('LENGTHS after', ([found]) => shifted(found, 1, 'rest'), 0, groups),
  rule('LENGTHS before', ([found]) => shifted(found, -1, 'rest'), 0, groups),
  rule('unit after', ([unit]) => (isUnit(unit, 'day') ? dayShift(1) : isUnit(unit, 'week') ? dayShift(7) : undefined)),
  rule('unit before', ([unit]) => (isUnit(unit, 'day') ? dayShift(-1) : undefined)),
  // a week tomorrow, Tuesday week
  rule('one|number unit weekday|day', ([count, unit, day]) =>
    isUnit(unit, 'week') ? { ...dayShift(count!.value * 7), ...dayNamed(day!) } : undefined,
  ),
  rule('one|number unit the|at weekday|day', ([count, unit, , day]) =>
    weeksOf(unit) > 0 ? { ...dayShift(count!.value * weeksOf(unit) * 7), ...dayNamed(day!) } : undefined,
  ),
  rule('one|number unit which weekday', ([count, unit, which, weekday]) =>
    isUnit(unit, 'week')
      ? { ...dayShift(count!.value * 7), weekday: weekday!.value, whichWeekday: which!.value }
      : undefined,
  ),
  rule('weekday|day unit', ([day, unit]) => (isUnit(unit, 'week') ? { ...dayShift(7), ...dayNamed(day!) } : undefined)),
  rule('weekday|day unit', ([day, unit]) =>
    isUnit(unit, 'fortnight') ? { ...dayShift(14), ...dayNamed(day!) } : undefined,
  ),
  rule('in number', countedWeek),
  rule('in? number weekday|weekdays fromnow', ([, count, weekday]) => ({
    weekday: weekday!.value,
    countOfWeekday: count!.value,
  })),
  rule('number weekday|weekdays ago', ([count, weekday]) => ({
    weekday: weekday!.value,
    countOfWeekday: -count!.value,
  })),
  rule('ago number weekday|weekdays', ([, count, weekday]) => ({
    weekday: weekday!.value,
    countOfWeekday: -count!.value,
  })),
  rule('weekday after', ([weekday, after]) => besideWeekday(weekday!, 1, after!)),
  rule('weekday before', ([weekday, before]) => besideWeekday(weekday!, -1, before!)),
])

const besideWeekday = (weekday: Found, beside: number, { value }: Found): Meaning => ({
  besideWeekday: weekday.value,
  beside,
  ...(value === 1 && { besideDay: true }),
})

const dayNamed = ({ kind, value }: Found): Meaning => (kind === 'day' ? { days: value } : { weekday: value })

const weekdays: Matcher = anyOf([
  rule('weekday', ([weekday]) => ({ weekday: weekday!.value })),
  rule('which weekday', ([which, weekday]) => ({ weekday: weekday!.value, whichWeekday: which!.value })),
  // este jueves que viene
  rule('which weekday which', ([which, weekday, again]) =>
    which!.value === 0 && again!.value === 1 ? { weekday: weekday!.value, whichWeekday: nearest } : undefined,
  ),
  rule('weekday which', ([weekday, which]) => ({ weekday: weekday!.value, whichWeekday: which!.value })),
  // cheaper than a day of the month beside its weekday: the first Sunday is not Sunday the first
  rule('the? ordinal|which weekday', nthWeekday, -1),
])

const daysOfMonth: Matcher = anyOf([
  rule('the number|ordinal', ([, day]) => dayOf(day)),
  rule('ordinal', ([day]) => dayOf(day), 1),
  // el próximo 15, le 15 prochain
  rule('which number|ordinal', ([which, day]) => (isThisOrNext(which) ? dayOf(day) : undefined)),
  // el próximo día 15; but lundi prochain le 21
  rule('which the number|ordinal', ([which, the, day]) =>
    isThisOrNext(which) && has(the!.token!, 'unit') ? dayOf(day) : undefined,
  ),
  rule('the number|ordinal which', ([, day, which]) => (isThisOrNext(which) ? dayOf(day) : undefined)),
  rule('number', ([day]) => (day!.value <= 31 ? { ...dayOf(day), bareDay: true } : undefined)),
  rule('the? ordinal|which unit', nthDay),
  rule('the? unit ordinal|which', ([a, unit, ordinal]) => nthDay([a, ordinal, unit])),
])

const stretches: Matcher = anyOf([
  rule('which unit', ([which, unit]) => whichUnit(which!, unit!)),
  rule('unit which', ([unit, which]) => whichUnit(which!, unit!)),
  rule('of the? unit', ([, , unit]) => (isUnit(unit, 'month') ? { ofMonth: true } : undefined)),
  rule('which part', whichPart),
  rule('part which', ([part, which]) => whichPart([which, part])),
  rule('end of? the? unit', ([, , , unit]) => (isUnit(unit, 'day') ? { endOfDay: true } : undefined)),
  rule('end of? the? day|weekday', ([, , , day]) => ({ ...dayNamed(day!), endOfDay: true })),
])

/** Everything that says which day, and the parts of a day. */
export const dates: Matcher = anyOf([
  rule('MONTHS', ([found]) => found!.meaning, 0, { MONTHS: months }),
  rule('MONTHS which', ([found, which]) => (isThisOrNext(which) ? found!.meaning : undefined), 0, { MONTHS: months }),
  rule('MONTHS comma? of? YEAR', ([found, , , after]) => ({ ...found!.meaning, ...after!.meaning }), 0, {
    MONTHS: months,
    ...groups,
  }),
  rule('month', ([month]) => ({ month: month!.value }), 1),
  rule('month of? YEAR', ([month, , after]) => ({ month: month!.value, ...after!.meaning }), 0, groups),
  // 10.30 may be a time
  rule('numeric', ([written]) => ({
    numeric: written!.token!.numeric!,
    ...(has(written!.token!, 'dotted') && { bareDay: true }),
  })),
  rule('numeric comma? YEAR', ([written, , after]) => withYear(written!, after!), 0, groups),
  rule('day', ([day]) => ({ days: day!.value })),
  // las diez de mañana are tomorrow's, el lunes de mañana is in the morning
  rule('morrow', () => ({ days: 1 })),
  rule('morrow', () => ({ part: parts.morning }), 1),
  rule('holiday', ([holiday]) => ({ holiday: holiday!.value })),
  rule('which holiday', ([which, holiday]) =>
    which!.value === 1 || which!.value === 0 ? { holiday: holiday!.value } : undefined,
  ),
  rule('holiday of? YEAR', ([holiday, , after]) => ({ holiday: holiday!.value, ...after!.meaning }), 0, groups),
  rule('weekend', () => ({ weekend: true })),
  rule('which weekend', ([which]) => weekendNamed(which!)),
  rule('weekend which', ([, which]) => weekendNamed(which!)),
  rule('now', ([now]) => (now!.value === 1 ? { soonest: true } : { now: true })),
  rule('for at? LENGTHS', ([, , found]) => lasting(found, 720), 0, groups),
  rule('comma at? LENGTHS', ([, , found]) => lasting(found), 0, groups),
  rule('part LENGTHS', ([part, found]) => withLength({ part: part!.value }, found), 0, groups),
  rule('part', ([part]) => (part!.value === parts.tonight ? { days: 0, part: parts.tonight } : { part: part!.value })),
  rule('WEEKDAYS', ([found]) => found!.meaning, 0, { WEEKDAYS: weekdays }),
  rule('DAYS', ([found]) => found!.meaning, 0, { DAYS: daysOfMonth }),
  rule('DISTANCES', ([found]) => found!.meaning, 0, { DISTANCES: distances }),
  rule('STRETCHES', ([found]) => found!.meaning, 0, { STRETCHES: stretches }),
])

const withLength = (meaning: Meaning, found: Found | undefined): Meaning | undefined => {
  const length = lasting(found)
  return length === undefined ? undefined : { ...meaning, ...length }
}

const weekendNamed = ({ value }: Found): Meaning =>
  value === 0 || value === nearest ? { weekend: true } : { weekend: true, weeks: value }

/** `12/15 2026` */
function withYear(written: Found, after: Found): Meaning | undefined {
  const { numeric } = written.token!
  if (numeric?.form !== 'date' || numeric.fields.length !== 2) return undefined
  return { numeric: { ...numeric, fields: [...numeric.fields, String(after.meaning!.year)] } }
}
