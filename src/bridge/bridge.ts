import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { bookConsultation } from './booking-desk.ts'
import { readConsultation } from './consultation-wish.ts'
import { type Deadline, deadlineAfter } from './deadline.ts'
import { sendMail } from './mail-desk.ts'
import { readMail } from './mail-wish.ts'
import { patiently } from './memory-ledger.ts'
import type { Did, OnceOnly } from './once-only.ts'
import { openRecipients, type Recipients } from './recipients.ts'
import type { ToolServer } from './tool-server.ts'
import type { WebhookLedger } from './webhook-ledger-port.ts'
import { answerOf, type BridgeAnswer, type Failure, type Outcome } from './webhook-outcome.ts'

/** Turns a webhook's request into a call of an MCP server's tool, once, and its outcome into an answer, in time. */
export type Bridge = {
  scheduleConsultation(body: unknown, request?: WebhookRequest): Promise<BridgeAnswer>
  sendEmail(body: unknown, request?: WebhookRequest): Promise<BridgeAnswer>
  /** Makes both MCP servers ready, so that the first caller need not wait for it. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** What comes with a body. */
export type WebhookRequest = {
  idempotencyKey?: string | undefined
  /** when it arrived, by `performance.now()`; the deadline counts from there */
  begun?: number
}

export type BridgeSettings = Pick<
  Config,
  | 'BRIDGE_DEADLINE_MS'
  | 'CALCOM_EVENT_TYPE_ID'
  | 'CALCOM_MCP_URL'
  | 'OUTLOOK_RECIPIENTS'
  | 'LIMIT_MAILS_PER_RECIPIENT_HOUR'
>

export type ToolServers = { calcom: ToolServer; outlook: ToolServer }

/** What both desks work with. */
export type DeskParts = OnceOnly & { servers: ToolServers; recipients: Recipients; settings: BridgeSettings }

/** `onLostNote` hears of what breaks when its answer is given already: a ledger that cannot write, for one. */
export function openBridge(
  settings: BridgeSettings,
  ledger: WebhookLedger,
  clock: Clock,
  servers: ToolServers,
  onLostNote: (error: unknown) => void = () => {},
): Bridge {
  const policy = { policy: settings.OUTLOOK_RECIPIENTS, mailsAnHour: settings.LIMIT_MAILS_PER_RECIPIENT_HOUR }
  const recipients = openRecipients(policy, ledger, clock)
  const parts: DeskParts = { ledger, clock, onLostNote, servers, recipients, settings }
  const answer = async <Wish>(
    wish: Wish | Failure,
    request: WebhookRequest,
    desk: (parts: DeskParts, wish: Wish, job: Job) => Promise<Did>,
  ): Promise<BridgeAnswer> => {
    if (isRefused(wish)) return answerOf(wish)
    return inTime(settings.BRIDGE_DEADLINE_MS, request, (job) => desk(parts, wish, job), onLostNote)
  }
  return {
    scheduleConsultation: (body, request = {}) =>
      answer(readConsultation(body, clock.now()), request, bookConsultation),
    sendEmail: (body, request = {}) => answer(readMail(body), request, sendMail),
    warmUp: async () => {
      await Promise.allSettled([servers.calcom.warmUp(), servers.outlook.warmUp()])
    },
    close: async () => {
      await Promise.all([servers.calcom.close(), servers.outlook.close()])
    },
  }
}

const isRefused = <Wish>(wish: Wish | Failure): wish is Failure => (wish as { code?: unknown }).code !== undefined

/** One request on its way. */
export type Job = {
  idempotencyKey: string | undefined
  deadline: Deadline
  /** called when a vendor may have been asked: from here on, no answer in time means that the outcome is unknown */
  onAsking(): void
}

// to write the answer and to get it out of the house
const shareToSend = 0.02
const leastToSendMs = 50

/** Answers at the deadline whatever happens. What is still under way then goes on, and is found by a repeat. */
async function inTime(
  deadlineMs: number,
  { idempotencyKey, begun }: WebhookRequest,
  work: (job: Job) => Promise<Did>,
  onLostNote: (error: unknown) => void,
): Promise<BridgeAnswer> {
  const deadline = deadlineAfter(deadlineMs - Math.max(leastToSendMs, deadlineMs * shareToSend), begun)
  let asking = false
  const job: Job = {
    idempotencyKey,
    deadline,
    onAsking: () => {
      asking = true
    },
  }
  const working = work(job)
  const did = await patiently(working, deadline.left())
  // whoever asked has gone, and it may still break
  if (did === undefined) working.catch(onLostNote)
  const late: Outcome = { code: asking ? 'outcome_unknown' : 'vendor_timeout' }
  return { ...answerOf(did?.outcome ?? late), ...(did?.replayed && { replayed: true }) }
}
