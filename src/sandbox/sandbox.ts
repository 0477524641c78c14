import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock.ts'
import { openCalcomCalendar, showBooking } from './calcom/calcom-calendar.ts'
import { calcomStandIn } from './calcom/calcom-stand-in.ts'
import { openFaultOrders } from './fault-orders.ts'
import { kept } from './kept.ts'
import { openTokens } from './microsoft/access-token.ts'
import { graphStandIn, type SentMail } from './microsoft/graph-stand-in.ts'
import { tokenEndpoint } from './microsoft/token-endpoint.ts'
import { sandboxCredentials } from './sandbox-credentials.ts'
import { sandboxDoor } from './sandbox-door.ts'
import { openSandboxLog } from './sandbox-log.ts'
import { type SentMessage, twilioStandIn } from './twilio/twilio-stand-in.ts'
import { vendorDoor } from './vendor-door.ts'

export type SandboxOptions = {
  /** 0 for any that is free */
  port: number
  /** drives everything: what is past, when a token ends, the times that are shown */
  clock: Clock
  /** an address of this machine alone; 127.0.0.1 */
  host?: string
  /** requests a minute that Cal.com allows a key before 429; 10,000, where Cal.com itself starts at 120 */
  calcomPerMinute?: number
  /** milliseconds that Graph takes to send a mail; 50 */
  sendMs?: number
}

/** `address` is http://127.0.0.1:PORT, without a slash at its end. */
export type Sandbox = { address: string; close(): Promise<void> }

/**
 * Plays Cal.com, Microsoft's log-in and Graph, and Twilio on one port of this machine, and tells at /_sandbox what it
 * was asked. Everything is in memory and bounded.
 */
export async function openSandbox({ port, clock, host = '127.0.0.1', ...options }: SandboxOptions): Promise<Sandbox> {
  if (!/^(127\.|::1$|localhost$)/.test(host)) throw new Error('the sandbox listens on this machine alone.')
  const calendar = openCalcomCalendar()
  const emails = kept<SentMail>({ entries: 10_000, bytes: 64 << 20 }, ({ content }) => content.length + 1_000)
  const messages = kept<SentMessage>({ entries: 10_000, bytes: 32 << 20 }, ({ body }) => body.length + 500)
  const faults = openFaultOrders()
  const log = openSandboxLog(clock)
  const tokens = openTokens(clock)

  const door = vendorDoor({
    log,
    faults,
    vendors: {
      calcom: calcomStandIn({ calendar, clock, perMinute: options.calcomPerMinute ?? 10_000 }),
      token: tokenEndpoint(tokens, clock),
      graph: graphStandIn({ tokens, clock, onSent: emails.add, sendMs: options.sendMs ?? 50 }),
      twilio: twilioStandIn({ clock, onSent: messages.add, sent: messages.all }),
    },
  })
  const inside = sandboxDoor({
    faults,
    requests: log.all,
    bookings: () => calendar.all().map((booking) => ({ ...showBooking(booking), attendee: booking.attendee })),
    emails: () => emails.all().map(showEmail),
    messages: () => messages.all().map(showText),
    clear: () => {
      door.forget()
      for (const memory of [calendar, emails, messages, faults, log]) memory.clear()
    },
  })

  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    const serve = /^\/_sandbox(?=$|[/?])/.test(request.url ?? '') ? inside : door.serve
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve())
  })
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        door.forget()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function showEmail({ to, cc, bcc, contentType, content, saveToSentItems, clientId, time, ...mail }: SentMail) {
  return {
    time: shownTime(time),
    sender: mail.sender,
    recipient: to[0] ?? null,
    recipients: [...to, ...cc, ...bcc],
    ...{ to, cc, bcc },
    subject: mail.subject,
    html: contentType === 'html' ? content : null,
    text: contentType === 'text' ? content : null,
    save_to_sent_items: saveToSentItems,
    client_id: clientId,
    headers: mail.headers,
    attachments: mail.attachments,
  }
}

function showText({ sid, time, to, from, body, status, messagingServiceSid, mediaUrls, sendAt }: SentMessage) {
  return {
    ...{ sid, time: shownTime(time), to, from, body, status },
    messaging_service_sid: messagingServiceSid,
    media_urls: mediaUrls,
    send_at: sendAt === null ? null : shownTime(sendAt),
  }
}

const shownTime = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toString({ fractionalSecondDigits: 3 })

/** The environment that points a Vami at a sandbox: its addresses, and credentials that are good nowhere else. */
export function sandboxSettings(address: string): Record<string, string> {
  const { calcom, microsoft } = sandboxCredentials
  return {
    CALCOM_API_URL: address,
    CALCOM_API_KEY: calcom.apiKey,
    CALCOM_EVENT_TYPE_ID: String(calcom.eventTypeId),
    GRAPH_API_URL: address,
    MICROSOFT_LOGIN_URL: address,
    OUTLOOK_TENANT_ID: microsoft.tenantId,
    OUTLOOK_CLIENT_ID: microsoft.clientId,
    OUTLOOK_CLIENT_SECRET: microsoft.clientSecret,
    OUTLOOK_SENDER: microsoft.sender,
  }
}
