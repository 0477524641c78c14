import { readDate } from '../language/said.ts'
import { type Hearing, instantsOf } from './availability.ts'
import type { FieldFault, Said } from './said-visit.ts'
import { readWhen, type SaidWhen } from './said-when.ts'

/** What words are to name. */
export const whenKinds = ['date', 'time', 'dateTime'] as const
export type WhenKind = (typeof whenKinds)[number]

// Whether an hour is within the opening hours does not depend on how long somebody stays.
const visit = { durationMinutes: 30 }

/**
 * When somebody at the desk means, in words, as an agent's caller would be understood. `on` is the day that a time alone
 * belongs to; without it that is today, or a question when the time has passed. Both together may be a day alone.
 */
export function readWhenAtTheDesk(
  hearing: Hearing,
  text: string,
  kind: WhenKind,
  on: string | undefined,
): SaidWhen | FieldFault {
  const read = (said: Said, needed: boolean) => readWhen(hearing, visit, said, { field: 'start_time', needed })
  if (kind === 'date') return withoutTime(read({ date: text }, false))
  const today = hearing.now.toZonedDateTimeISO(hearing.agent.roster.timezone).toPlainDate()
  if (kind === 'time') return read({ date: on ?? today.toString(), start_time: text }, true)
  const both = read({ start_time: text }, true)
  if (isUnreadTime(both) || readDate(text) !== undefined) return read({ date: text }, false)
  if (!('fault' in both) || both.fault !== 'missing_field') return both
  if (!both.fields.includes('date')) return read({ date: text }, false)
  const alone = read({ date: on ?? today.toString(), start_time: text }, true)
  // neither a day nor a time: that is a question for the day
  if (isUnreadTime(alone)) return read({ date: text }, false)
  if ('fault' in alone || on !== undefined) return alone
  const [at] = instantsOf(hearing.agent.roster, alone.on, alone.minutes!)
  const isOver = at !== undefined && at < hearing.now.epochMilliseconds
  return isOver ? { fault: 'unclear_date', didYouMean: [today.add({ days: 1 })] } : alone
}

/** There is no time in it, nor anything near one. */
const isUnreadTime = (read: SaidWhen | FieldFault): boolean =>
  'fault' in read && read.fault === 'unclear_time' && read.didYouMean.length === 0

const withoutTime = (read: SaidWhen | FieldFault): SaidWhen | FieldFault =>
  'fault' in read ? read : { on: read.on, minutes: null }
