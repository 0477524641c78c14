import { type Deployment, type Reply, unwanted } from './asked-deployment.ts'
import { type CheckRow, checked, type Finding, failed, note, ok } from './check-row.ts'

export type AskedAgent = { id: string; token: string }

export type AgentWork = { now: Temporal.Instant; full: boolean; run: string }

const part = 'agent'
// of the range that is kept for fiction: nobody answers it
const caller = { customer_name: 'Vami check', caller_id: '+12125550123' }

/** The agent actions, as a voice agent asks for them; with `full` a booking far off too, cancelled again where that can be. */
export async function checkAgent(at: Deployment, agent: AskedAgent, work: AgentWork): Promise<CheckRow[]> {
  const ask: AskAction = (action, body, token = agent.token) =>
    at.ask('POST', `/api/agent-actions/${action}/${encodeURIComponent(agent.id)}`, {
      headers: { 'x-agent-token': token },
      body: { conversation_id: work.run, ...body },
    })
  const availability = await checked(part, 'check-availability', async () => {
    const date = dateAfter(work.now, 1)
    const reply = await ask('check-availability', { date })
    if (!isDone(reply)) return unwantedOf(reply)
    const { available_slots, total_slots, timezone } = reply.body
    return ok(`${available_slots} of ${total_slots} free on ${date} (${timezone})`)
  })
  const rows = [
    await checked(part, 'wrong token', async () => {
      const { status } = await ask('check-availability', {}, 'vami_agent_the_wrong_token_of_vami_check')
      return status === 401 ? ok('401') : failed(`${status} where 401 was expected`)
    }),
    availability,
    await checked(part, 'today', async () => {
      const reply = await at.ask('GET', `/api/agent-actions/appointments/${encodeURIComponent(agent.id)}/today`, {
        headers: { 'x-agent-token': agent.token },
      })
      const { total_appointments, appointments, date } = reply.body
      if (reply.status !== 200 || !Array.isArray(appointments)) return unwantedOf(reply)
      return ok(`${total_appointments} appointments on ${date}`)
    }),
  ]
  return work.full && availability.outcome === 'ok' ? [...rows, ...(await bookAndCancel(ask, work))] : rows
}

type AskAction = (action: string, body: Record<string, unknown>, token?: string) => Promise<Reply>

async function bookAndCancel(ask: AskAction, { now }: AgentWork): Promise<CheckRow[]> {
  let booked: Record<string, unknown> | undefined
  const booking = await checked(part, 'book', async () => {
    const slot = await farSlot(ask, now)
    if (slot === undefined) return note('nothing is free in the coming weeks')
    const reply = await book(ask, slot)
    if (!isDone(reply)) return unwantedOf(reply)
    booked = reply.body
    return ok(`${booked.date} ${booked.start_time}`)
  })
  if (booked === undefined) return [booking]
  return [booking, await checked(part, 'cancel', () => cancel(ask, booked!))]
}

/** A free slot four weeks on, or the next after it; where nobody may book so far ahead, the first one from tomorrow. */
async function farSlot(ask: AskAction, now: Temporal.Instant): Promise<Record<string, unknown> | undefined> {
  for (const days of [28, 1]) {
    const { body } = await ask('check-availability', { date: dateAfter(now, days) })
    const found = ((body.slots as Record<string, unknown>[] | undefined) ?? [])[0] ?? body.next_available
    if (found) return found as Record<string, unknown>
  }
  return undefined
}

async function book(ask: AskAction, { slot_id }: Record<string, unknown>): Promise<Reply> {
  const reply = await ask('book-appointment', { ...caller, slot_id })
  if (reply.body.error !== 'confirmation_required') return reply
  const held = await ask('hold-slot', { ...caller, slot_id })
  return isDone(held) ? ask('book-appointment', { ...caller, hold_id: held.body.hold_id }) : held
}

async function cancel(ask: AskAction, booked: Record<string, unknown>): Promise<Finding> {
  const { appointment_id, confirmation_code, date, start_time } = booked
  const stays = `cancel it yourself: ${date} ${start_time}, ${appointment_id}`
  const reply = await ask('cancel-appointment', { ...caller, appointment_id, confirmation_code })
  if (isDone(reply)) return ok('cancelled')
  if (reply.status === 404) return note(`agents cannot cancel here, so it stays; ${stays}`)
  return failed(`${unwantedOf(reply).detail}; ${stays}`)
}

const isDone = ({ status, body }: Reply): boolean => status === 200 && body.success === true

/** A refusal to a model comes with 200; an agent that is paused is so because somebody wanted it. */
function unwantedOf(reply: Reply): Finding {
  return reply.body.error === 'agent_paused' ? note('the agent is paused') : unwanted(reply)
}

const dateAfter = (now: Temporal.Instant, days: number): string =>
  now.toZonedDateTimeISO('UTC').toPlainDate().add({ days }).toString()
