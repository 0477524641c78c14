type OfYear = (year: number, region: string | undefined) => Temporal.PlainDate

const fixed =
  (month: number, day: number): OfYear =>
  (year) =>
    Temporal.PlainDate.from({ year, month, day })

/** The nth such weekday (1 Monday to 7) of a month; -1 is the last. Undefined when the month has no fifth one. */
export function nthWeekdayOf(
  month: Temporal.PlainYearMonth,
  weekday: number,
  nth: number,
): Temporal.PlainDate | undefined {
  if (nth < 0) {
    const last = month.toPlainDate({ day: month.daysInMonth })
    return last.subtract({ days: (last.dayOfWeek - weekday + 7) % 7 })
  }
  const first = month.toPlainDate({ day: 1 })
  const found = first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + (nth - 1) * 7 })
  return found.month === month.month ? found : undefined
}

const nth =
  (month: number, weekday: number, which: number): OfYear =>
  (year) =>
    nthWeekdayOf(Temporal.PlainYearMonth.from({ year, month }), weekday, which)!

/** Easter Sunday of the Gregorian calendar, by the algorithm of Meeus, Jones and Butcher. */
function easterOf(year: number): Temporal.PlainDate {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const rest = year % 100
  const leaps = Math.floor(century / 4)
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - leaps - moon + 15) % 30
  const week = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * week) / 451)
  const days = epact + week - 7 * late + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 })
}

const fromEaster =
  (days: number): OfYear =>
  (year) =>
    easterOf(year).add({ days })

/** The days that the word lists name, by region where regions keep a name on different days. */
const holidays: Readonly<Record<string, OfYear>> = {
  newYear: fixed(1, 1),
  epiphany: fixed(1, 6),
  kingDay: nth(1, 1, 3),
  groundhog: fixed(2, 2),
  valentine: fixed(2, 14),
  presidents: nth(2, 1, 3),
  patrick: fixed(3, 17),
  aprilFools: fixed(4, 1),
  tiradentes: fixed(4, 21),
  labour: fixed(5, 1),
  // Canada keeps the day of the United States
  laborDay: (year, region) =>
    (region === undefined || /^(US|CA)$/.test(region) ? nth(9, 1, 1) : fixed(5, 1))(year, region),
  memorial: nth(5, 1, -1),
  juneteenth: fixed(6, 19),
  independenceUs: fixed(7, 4),
  bastille: fixed(7, 14),
  assumption: fixed(8, 15),
  independenceBrazil: fixed(9, 7),
  germanUnity: fixed(10, 3),
  aparecida: fixed(10, 12),
  columbus: nth(10, 1, 2),
  reformation: fixed(10, 31),
  halloween: fixed(10, 31),
  allSaints: fixed(11, 1),
  allSouls: fixed(11, 2),
  armistice: fixed(11, 11),
  republicBrazil: fixed(11, 15),
  thanksgiving: (year, region) => (region === 'CA' ? nth(10, 1, 2) : nth(11, 4, 4))(year, region),
  blackFriday: (year) => nth(11, 4, 4)(year, undefined).add({ days: 1 }),
  saintNicholas: fixed(12, 6),
  christmasEve: fixed(12, 24),
  christmas: fixed(12, 25),
  boxing: fixed(12, 26),
  newYearsEve: fixed(12, 31),
  carnivalMonday: fromEaster(-48),
  carnival: fromEaster(-47),
  ashWednesday: fromEaster(-46),
  palmSunday: fromEaster(-7),
  maundyThursday: fromEaster(-3),
  goodFriday: fromEaster(-2),
  easter: fromEaster(0),
  easterMonday: fromEaster(1),
  ascension: fromEaster(39),
  pentecost: fromEaster(49),
  whitMonday: fromEaster(50),
  corpusChristi: fromEaster(60),
  mothersDay: nth(5, 7, 2),
  mothersDayUs: nth(5, 7, 2),
  fathersDayUs: nth(6, 7, 3),
}

/** A holiday of that year; undefined for a name that is not in the list. */
export function holidayOf(name: string, year: number, region: string | undefined): Temporal.PlainDate | undefined {
  return holidays[name]?.(year, region)
}
