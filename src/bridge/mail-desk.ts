import type { DeskParts, Job } from './bridge.ts'
import type { MailWish } from './mail-wish.ts'
import { type Did, markOf, onceOnly } from './once-only.ts'
import { failureOf } from './tool-failures.ts'
import type { Outcome } from './webhook-outcome.ts'

// the same mail to the same person within these is the same wish, and one whose outcome is unknown is not sent again
const sameMailMinutes = 10

/** Sends a mail through the Outlook server's `send_email`, once. */
export async function sendMail(parts: DeskParts, wish: MailWish, job: Job): Promise<Did> {
  const { recipient, subject, html } = wish
  if (!(await parts.recipients.isAllowed(recipient))) return { outcome: { code: 'recipient_refused' }, replayed: false }
  const { idempotencyKey: key } = job
  const marks = {
    ...(key !== undefined && { key: { mark: markOf(['mail by key', key]), body: markOf(wish) } }),
    content: { mark: markOf(['mail', recipient, subject, html]), minutes: sameMailMinutes },
    unclear: { leftAloneMinutes: sameMailMinutes },
  }
  return onceOnly(parts, marks, job.deadline, () => send(parts, wish, job), job.onAsking)
}

async function send({ servers, recipients }: DeskParts, wish: MailWish, job: Job): Promise<Outcome> {
  const counted = recipients.count([wish.recipient])
  if ('failure' in counted) return counted.failure
  job.onAsking()
  const reply = await servers.outlook.call(
    'send_email',
    {
      recipient: wish.recipient,
      subject: wish.subject,
      body_html: wish.html,
      save_to_sent_items: wish.saveToSentItems,
    },
    job.deadline,
  )
  if (reply.kind === 'done') return { code: 'sent' }
  const failure = failureOf(reply, 'OUTLOOK_MCP_KEY')
  if (failure.code !== 'outcome_unknown') counted.takeBack()
  return failure
}
