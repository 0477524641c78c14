import type { McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config.ts'
import { readEmail, readLine } from '../field-checks.ts'
import { type Report, serverOf, type Tool, tool } from '../tool.ts'
import { faulted } from '../tool-fault.ts'
import { graphMail } from './graph-mail.ts'
import { safeHtml } from './safe-html.ts'

/** How to send mail through Microsoft Graph. An empty field: not configured. */
export type OutlookSettings = {
  tenantId: string
  clientId: string
  clientSecret: string
  /** the mailbox that sends: its address or id */
  sender: string
  /** OUTLOOK_RECIPIENTS. `domains:…` is enforced here; `known` is for whoever knows who has booked, the bridge. */
  recipients: string
  graphUrl: string
  loginUrl: string
}

export const outlookSettings = (config: Config): OutlookSettings => ({
  tenantId: config.OUTLOOK_TENANT_ID,
  clientId: config.OUTLOOK_CLIENT_ID,
  clientSecret: config.OUTLOOK_CLIENT_SECRET,
  sender: config.OUTLOOK_SENDER,
  recipients: config.OUTLOOK_RECIPIENTS,
  graphUrl: config.GRAPH_API_URL,
  loginUrl: config.MICROSOFT_LOGIN_URL,
})

const instructions = 'Sends e-mails from one Outlook mailbox. A failed tool says in its text what to say or do next.'

/**
 * A factory of MCP servers with the mail tool, for `createMcpHandler`: one server a request. Call it once a mailbox:
 * the token, and the four requests at a time that Graph allows a mailbox, belong to what it gives back.
 */
export function outlookServer(settings: OutlookSettings, clock: Clock, report: Report = () => {}): () => McpServer {
  const tools = [sendEmailTool(settings, clock)]
  return serverOf({ name: 'vami-outlook', title: 'Vami: Outlook mail', instructions, report }, tools)
}

/** Outlook's own limit. */
const longestSubject = 255
/** bytes; Graph takes some 4 MB, and a mail that a voice agent sends is a fraction of this */
const largestBody = 1 << 20
/** A MiB of tags that are never closed would keep sanitize-html busy for 12 s; these take 0.2 s. */
const mostTags = 20_000

function sendEmailTool(settings: OutlookSettings, clock: Clock): Tool {
  const mail = graphMail(settings, clock)
  return tool({
    name: 'send_email',
    title: 'Send an e-mail',
    description:
      'Sends one HTML e-mail to one recipient. Not safe to repeat: when the outcome is unknown, say so and do not send ' +
      'it again.',
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    input: z.object({
      recipient: z.string().describe('One e-mail address, without a name'),
      subject: z.string().describe(`One line of at most ${longestSubject} characters`),
      body_html: z.string().describe('The text as HTML. Scripts, forms and hidden parts are taken out.'),
      save_to_sent_items: z.boolean().optional().describe('Keep a copy in Sent Items; true if left out'),
    }),
    output: z.object({ sent: z.literal(true) }),
    run: async (input, call) => {
      refuseUnconfigured(settings)
      const recipient = readEmail(input.recipient, 'recipient')
      if (!mayReceive(settings.recipients, recipient))
        throw faulted('recipient_refused', 'Mail may not be sent to this address. Offer to take a message instead.')
      const subject = readLine(input.subject, 'subject', longestSubject)
      if (Buffer.byteLength(input.body_html) > largestBody)
        throw faulted('invalid_request', 'body_html is longer than 1 MiB.')
      if (input.body_html.split('<').length > mostTags)
        throw faulted('invalid_request', `body_html has more than ${mostTags} tags.`)
      const html = safeHtml(input.body_html)
      if (html === undefined)
        throw faulted('invalid_request', 'The HTML of the mail shows nothing. Write the text of the mail.')
      await mail.send({ recipient, subject, html, save: input.save_to_sent_items ?? true }, call)
      return { sent: true as const }
    },
  })
}

function refuseUnconfigured({ tenantId, clientId, clientSecret, sender }: OutlookSettings): void {
  const needed = {
    OUTLOOK_TENANT_ID: tenantId,
    OUTLOOK_CLIENT_ID: clientId,
    OUTLOOK_CLIENT_SECRET: clientSecret,
    OUTLOOK_SENDER: sender,
  }
  const setting = Object.entries(needed).find(([, value]) => value === '')?.[0]
  if (setting === undefined) return
  throw faulted('not_configured', `Mail is not set up: the operator has to set ${setting}.`, { setting })
}

/** `domains:a.com,b.org` means these and nothing below them. */
function mayReceive(policy: string, recipient: string): boolean {
  if (!policy.startsWith('domains:')) return true
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase()
  return policy.slice('domains:'.length).split(',').includes(domain)
}
