import { fold } from './number-words.ts'
import { readText } from './said.ts'

export type Urgency = 'low' | 'normal' | 'urgent'

/** How urgent something is, in any of our languages, or `true`; undefined for what says neither. */
export function readUrgency(said: unknown): Urgency | undefined {
  if (typeof said === 'boolean') return said ? 'urgent' : 'normal'
  const words = fold(readText(said)?.slice(0, 60) ?? '').match(/\p{L}+/gu) ?? []
  if (words.some((word) => calm.has(word))) return 'normal'
  return words.map((word) => known.get(word)).find((urgency) => urgency !== undefined)
}

const entries = (urgency: Urgency, words: string): [string, Urgency][] =>
  words.split(' ').map((word) => [word, urgency])

/** "not urgent", "kein Notfall" */
const calm = new Set('not no non nicht kein keine nao pas'.split(' '))

const known = new Map<string, Urgency>([
  ...entries('urgent', 'urgent urgently high highest emergency asap immediate immediately critical important'),
  ...entries('urgent', 'urgente alta alto emergencia haute eleve elevee urgence dringend hoch eilig notfall sofort'),
  ...entries('normal', 'normal medium standard regular routine media medio moyenne mittel normale'),
  ...entries('low', 'low lowest minor baja bajo faible basse niedrig gering baixa baixo'),
])
