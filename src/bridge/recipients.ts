import type { Clock } from '../clock.ts'
import { peopleFor } from './ledger-rules.ts'
import { markOf } from './once-only.ts'
import type { WebhookLedger } from './webhook-ledger-port.ts'
import type { Failure } from './webhook-outcome.ts'

/** To whom the bridge may write, and how often. */
export type Recipients = {
  /** whether OUTLOOK_RECIPIENTS lets this address be written to */
  isAllowed(email: string): Promise<boolean>
  /** Counts a mail to each, or none of them when one has had enough this hour. */
  count(emails: readonly string[]): { failure: Failure } | { takeBack(): void }
  /** Remembers whom the bridge has booked for, where that matters. */
  remember(email: string): Promise<void>
}

const hourMs = 3_600_000
// above this many addresses those that have had nothing for an hour are forgotten
const manyAddresses = 10_000

export function openRecipients(
  { policy, mailsAnHour }: { policy: string; mailsAnHour: number },
  ledger: WebhookLedger,
  clock: Clock,
): Recipients {
  const domains = policy.startsWith('domains:') ? new Set(policy.slice('domains:'.length).split(',')) : undefined
  const sent = new Map<string, number[]>()
  const lately = (mark: string, now: number) => (sent.get(mark) ?? []).filter((at) => at > now - hourMs)
  const sweep = (now: number) => {
    for (const mark of sent.keys()) if (lately(mark, now).length === 0) sent.delete(mark)
  }
  return {
    isAllowed: async (email) => {
      if (domains !== undefined) return domains.has(email.slice(email.lastIndexOf('@') + 1))
      return policy !== 'known' || ledger.hasMet(personMark(email), clock.now().subtract(peopleFor))
    },
    count: (emails) => {
      const now = clock.now().epochMilliseconds
      if (sent.size > manyAddresses) sweep(now)
      const marks = emails.map((email) => personMark(email).toString('base64'))
      for (const mark of marks) {
        const before = lately(mark, now)
        if (before.length < mailsAnHour) continue
        const retryAfter = Math.max(1, Math.ceil((before.at(-mailsAnHour)! + hourMs - now) / 1000))
        return { failure: { code: 'too_many_mails', retryAfter } }
      }
      for (const mark of marks) sent.set(mark, [...lately(mark, now), now])
      return {
        takeBack: () => {
          for (const mark of marks) sent.get(mark)?.splice(sent.get(mark)!.indexOf(now), 1)
        },
      }
    },
    remember: async (email) => {
      if (policy === 'known') await ledger.meet(personMark(email), clock.now())
    },
  }
}

const personMark = (email: string): Buffer => markOf(['person', email])
