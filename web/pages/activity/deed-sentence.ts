import type { Deed } from '../../data/endpoints.ts'
import type { activityWords } from './activity-words.ts'

type Words = (typeof activityWords)['en']
/** `who` stands first and is stressed; a sentence about a caller has none. */
export type DeedSentence = { who: string | undefined; what: string }

/** A line of the record in the desk's words. A code that is not known yet is shown readably. */
export function deedSentence(deed: Deed, t: Words): DeedSentence {
  const { action, outcome } = deed
  if (outcome === 'not_verified')
    return { who: undefined, what: (t.unverified as Record<string, string>)[action] ?? t.unverifiedElse }
  return {
    who: doerOf(deed, t),
    what: outcome in settled(deed, t) ? settled(deed, t)[outcome]! : phraseOf(deed, t, outcome),
  }
}

/** Outcomes that make another sentence of it. */
const settled = (deed: Deed, t: Words): Record<string, string> => ({
  ...(deed.action === 'mark_message' && { reopened: t.reopened }),
  ...(deed.action === 'reveal_agent_token' && { key_lost: t.keyLost(deed.agent_name ?? t.thatAgent) }),
  cancelled_before: t.again(plain(deed, t)),
  moved_before: t.again(plain(deed, t)),
  unclear_appointment: t.unclear,
})

const wentWell: readonly string[] = ['done', 'shown', 'reopened', 'by_operator']
export const isDone = (outcome: string): boolean => wentWell.includes(outcome)

const phraseOf = (deed: Deed, t: Words, outcome: string): string =>
  isDone(outcome) ? plain(deed, t) : (t.failed[deed.action] ?? t.tried(t.kinds[deed.action] ?? readable(deed.action)))

function plain(deed: Deed, t: Words): string {
  const phrase = t.did[deed.action]
  if (phrase === undefined) return t.unknown(readable(deed.action))
  return typeof phrase === 'string' ? phrase : phrase(deed.agent_name ?? deed.subject_id ?? t.thatAgent)
}

function doerOf({ user_id, user_name, user_email, agent_id, agent_name, outcome }: Deed, t: Words): string {
  if (outcome === 'by_operator') return t.operator
  if (user_id !== null) return user_name ?? user_email ?? t.somebody
  return agent_name ?? agent_id ?? t.anAgent
}

/** unknown_code → Unknown code */
export function readable(code: string): string {
  const words = code.replaceAll('_', ' ')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
