import { z } from 'zod'
import { emailOf, type FieldFault, readShape, refuseFields, textField } from './body-fields.ts'
import type { Failure } from './webhook-outcome.ts'

/** A mail that can be handed over: one recipient, a subject of one line, HTML as it came. */
export type MailWish = { recipient: string; subject: string; html: string; saveToSentItems: boolean }

// what Outlook takes
const longestSubject = 255

export const mailBody = z
  .object({
    recipient_email: textField('one e-mail address').meta({ format: 'email', examples: ['maria@example.com'] }),
    email_subject: textField(`one line, 1 to ${longestSubject} characters`).meta({ examples: ['Your consultation'] }),
    email_body_html: textField('HTML; scripts and the like are taken out before it is sent').meta({
      examples: ['<p>See you on <b>Tuesday</b>.</p>'],
    }),
    save_to_sent_items: z
      .boolean({ error: 'Must be true or false.' })
      .nullish()
      .meta({ description: 'keep a copy in the mailbox', default: true }),
  })
  .meta({ id: 'Mail' })

/** Reads a body. 422 for what is missing or of the wrong type, then 400 for what cannot be used; all faults at once. */
export function readMail(body: unknown): MailWish | Failure {
  const fields = readShape(mailBody, body)
  if ('code' in fields) return fields
  const faults: FieldFault[] = []
  const recipient = emailOf(fields.recipient_email)
  if (recipient === undefined)
    faults.push({
      code: 'invalid_email',
      path: 'recipient_email',
      message: 'recipient_email is not one valid e-mail address. Ask for its spelling.',
    })
  const subject = fields.email_subject.trim()
  // a second line of a subject would be a header of whoever wrote it
  if (subject === '' || subject.length > longestSubject || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(subject))
    faults.push({
      code: 'invalid_request',
      path: 'email_subject',
      message: `email_subject must be one line of 1 to ${longestSubject} characters.`,
    })
  if (fields.email_body_html.trim() === '')
    faults.push({ code: 'invalid_request', path: 'email_body_html', message: 'email_body_html must not be empty.' })
  const [first, ...others] = faults
  if (first !== undefined || recipient === undefined) return refuseFields([first!, ...others])
  return { recipient, subject, html: fields.email_body_html, saveToSentItems: fields.save_to_sent_items ?? true }
}
