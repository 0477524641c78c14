/** What `${…}` in a script stands for: an earlier answer's field, or a date counted from the clinic's today. */

/** The clinic's day and zone, and the language in which dates are put into words. */
export type Ground = { today: Temporal.PlainDate; timeZone: string; language: string }

const reference = /\$\{([^}]*)\}/g
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** What stands in the braces of a string's references, in order. */
export const referencesIn = (text: string): string[] => [...text.matchAll(reference)].map((match) => match[1]!.trim())

/**
 * The value with its references filled in. A string that is one reference becomes what it refers to, of whatever type;
 * one among other words becomes text. Throws an Error with a sentence where there is no such thing.
 */
export function resolve(value: unknown, scope: Readonly<Record<string, unknown>>, ground: Ground): unknown {
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope, ground))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, scope, ground)]))
  if (typeof value !== 'string') return value
  const found = (inner: string) => lookUp(inner.trim(), scope, ground)
  const [whole] = [...value.matchAll(reference)]
  if (whole?.[0] === value) return found(whole[1]!)
  return value.replace(reference, (_, inner: string) => String(found(inner)))
}

function lookUp(inner: string, scope: Readonly<Record<string, unknown>>, ground: Ground): unknown {
  if (inner.startsWith('date:')) return readDateExpression(inner.slice('date:'.length), ground)
  const found = fieldAt(scope, inner)
  if (found === undefined) throw new Error(`there is no \${${inner}} among the earlier answers.`)
  return found
}

/** The field at a path such as `slots.0.slot_id`; `-1` is the last of a list. undefined where there is none. */
export function fieldAt(value: unknown, path: string): unknown {
  let found = value
  for (const part of path.split('.')) {
    if (Array.isArray(found)) found = /^-?\d+$/.test(part) ? found.at(Number(part)) : undefined
    else if (typeof found === 'object' && found !== null && Object.hasOwn(found, part))
      found = (found as Record<string, unknown>)[part]
    else return undefined
  }
  return found
}

/**
 * `+8 days, tuesday`: each part moves on from the one before; a weekday is the first on or after. `clocks back` and
 * `clocks forward` are the next days on which the clinic's clocks do so. After a bar the form: `iso` (the default),
 * `us` (12/15/2026), `words` (December 15, in the script's language), `weekday`. Throws an Error with a sentence.
 */
export function readDateExpression(expression: string, ground: Ground): string {
  const [steps = '', form = 'iso'] = expression.split('|').map((part) => part.trim())
  const on = steps.split(',').reduce((date, step) => moved(date, step.trim().toLowerCase(), ground), ground.today)
  const formed = forms[form]
  if (formed === undefined) throw new Error(`dates have no form "${form}"; there are ${Object.keys(forms).join(', ')}.`)
  return formed(on, ground.language)
}

const forms: Record<string, (on: Temporal.PlainDate, language: string) => string> = {
  iso: (on) => on.toString(),
  us: (on) => on.toLocaleString('en-US', { year: 'numeric', month: '2-digit', day: '2-digit' }),
  words: (on, language) => on.toLocaleString(language, { month: 'long', day: 'numeric' }),
  weekday: (on, language) => on.toLocaleString(language, { weekday: 'long' }),
}

function moved(date: Temporal.PlainDate, step: string, { timeZone }: Ground): Temporal.PlainDate {
  if (step === 'today') return date
  const weekday = weekdays.indexOf(step) + 1
  if (weekday > 0) return date.add({ days: (weekday - date.dayOfWeek + 7) % 7 })
  const [, amount, unit] = /^([+-]\d{1,4}) (day|week|month|year)s?$/.exec(step) ?? []
  if (unit !== undefined) return date.add({ [`${unit}s`]: Number(amount) })
  const [, direction] = /^clocks (back|forward)$/.exec(step) ?? []
  if (direction !== undefined) return clocksChange(date, timeZone, direction === 'back')
  throw new Error(`"${step}" is no step to a date; say today, +8 days, -1 year, tuesday or clocks back.`)
}

function clocksChange(from: Temporal.PlainDate, timeZone: string, back: boolean): Temporal.PlainDate {
  let at: Temporal.ZonedDateTime | null = from.toZonedDateTime(timeZone)
  for (let nth = 0; nth < 4; nth += 1) {
    const change: Temporal.ZonedDateTime | null = at.getTimeZoneTransition('next')
    if (change === null) break
    const before = change.subtract({ seconds: 1 })
    if (change.offsetNanoseconds < before.offsetNanoseconds === back) return change.toPlainDate()
    at = change
  }
  throw new Error(`the clocks of ${timeZone} do not change.`)
}
