import type { Clock } from '../../clock.ts'
import { shortened } from '../field-checks.ts'
import type { ToolCall } from '../tool.ts'
import { type Faulted, faulted } from '../tool-fault.ts'
import { ask, isObject, type VendorAnswer, waitAsked } from '../vendor-call.ts'
import { graphToken } from './graph-token.ts'
import type { OutlookSettings } from './outlook-server.ts'
import { turns } from './turns.ts'

export type Mail = { recipient: string; subject: string; html: string; save: boolean }

export type GraphMail = {
  /** Hands a mail to Graph; fulfilled when Graph has accepted it. Throws `Faulted`. */
  send(mail: Mail, call: ToolCall): Promise<void>
}

/** Graph counts the fifth request at a time to one mailbox as too many (MailboxConcurrency). */
const atOnce = 4

/** Microsoft Graph's sendMail over fetch, in its JSON form. */
export function graphMail(settings: OutlookSettings, clock: Clock): GraphMail {
  const token = graphToken(settings, clock)
  const mailbox = turns(atOnce)
  const base = settings.graphUrl.replace(/\/+$/, '').replace(/\/v1\.0$/, '')
  const url = `${base}/v1.0/users/${encodeURIComponent(settings.sender)}/sendMail`

  async function send({ recipient, subject, html, save }: Mail, call: ToolCall): Promise<void> {
    const json = {
      message: {
        subject,
        body: { contentType: 'HTML', content: html },
        toRecipients: [{ emailAddress: { address: recipient } }],
      },
      saveToSentItems: save,
    }
    for (let refused = false; ; refused = true) {
      const bearer = await token.get(call)
      // whoever asked may have gone while we waited for token and turn; afterwards nobody stops it half-way
      call.signal.throwIfAborted()
      const headers = { Authorization: `Bearer ${bearer}` }
      const outcome = await ask({ method: 'POST', url, headers, json }, 'unsent', call.deadline)
      if (outcome.kind === 'unsent') throw outcome.timedOut ? late() : unreachable()
      if (outcome.kind === 'lost') throw unclear()
      const { status, empty } = outcome
      // 202 comes without a body: whoever puts one into it is not Graph
      if (status >= 200 && status < 300 && empty) return
      if (status < 300 || (status >= 500 && !isGraphs(outcome))) throw unclear()
      if (status !== 401 || refused) throw refusalOf(outcome)
      token.forget(bearer)
    }
  }

  return { send: (mail, call) => mailbox.take(call, late, () => send(mail, call)) }
}

/** An error in Graph's own words. What a gateway says of an answer that it has lost proves nothing, and so does a 504. */
const isGraphs = ({ status, body }: VendorAnswer): boolean =>
  status !== 504 && isObject(body) && isObject(body.error) && typeof body.error.code === 'string'

const late = (): Faulted =>
  faulted('vendor_timeout', 'Outlook did not answer in time. The mail was not sent; try again in a moment.')

const unreachable = (): Faulted =>
  faulted('vendor_error', 'Outlook cannot be reached. The mail was not sent; say so and offer to take a message.')

const unclear = (): Faulted =>
  faulted(
    'outcome_unknown',
    'It is not known whether the mail was sent: Outlook did not answer. Say so honestly, and do not send it again now.',
  )

/** Graph's errors are told apart by their code, never by their message. */
function refusalOf(answer: VendorAnswer): Faulted {
  const { status, body } = answer
  const error = isObject(body) && isObject(body.error) ? body.error : {}
  const code = typeof error.code === 'string' ? shortened(error.code) : ''
  if (status === 429)
    return faulted('vendor_busy', 'Outlook is busy. The mail was not sent; try again in a moment.', {
      retryAfter: waitAsked(answer) ?? 10,
    })
  if (status === 401 || status === 403)
    return faulted(
      'vendor_refused',
      `Outlook does not allow this application to send (${code || status}). The operator has to look at its permission Mail.Send.`,
      { setting: status === 401 ? 'OUTLOOK_CLIENT_SECRET' : 'OUTLOOK_SENDER' },
    )
  if (status === 404)
    return faulted(
      'vendor_refused',
      `Outlook has no such mailbox (${code}). The operator has to look at OUTLOOK_SENDER.`,
      {
        setting: 'OUTLOOK_SENDER',
      },
    )
  if (status === 413) return faulted('invalid_request', 'The mail is too large for Outlook.')
  if (code === 'ErrorInvalidRecipients')
    return faulted('invalid_email', 'Outlook does not take this e-mail address. Ask for it again, letter by letter.')
  if (status >= 400 && status < 500)
    return faulted('invalid_request', `Outlook did not accept the mail (${code || status}).`)
  return faulted('vendor_error', 'Outlook has a problem of its own. The mail was not sent; offer to take a message.')
}
