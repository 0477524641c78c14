import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Answer, Owner, Stage } from '../../cast.ts'

/** What happens at a front desk again and again: a caller who wants to come, hours that change, a colleague, a hold. */

/** A Tuesday, eight days after the stage's Monday. */
export const tuesday = '2026-12-15'

export const maria = { customer_name: 'Maria Lopez', customer_phone: '(212) 555-0123' }

export type SlotShown = { date: string; start_time: string; end_time: string; slot_id: string; starts_at: string }

export const timesOf = (answer: Answer): string[] => answer.body.slots.map((slot: SlotShown) => slot.start_time)

/** "2026-12-15 14:00" */
export const shown = (slots: readonly SlotShown[]): string[] =>
  slots.map(({ date, start_time }) => `${date} ${start_time}`)

/** From the first to the last `HH:MM`, both included. */
export function halfHours(first: string, last: string): string[] {
  const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  const times: string[] = []
  for (let at = minutesOf(first); at <= minutesOf(last); at += 30)
    times.push(`${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`)
  return times
}

export function without(times: readonly string[], ...taken: string[]): string[] {
  return times.filter((time) => !taken.includes(time))
}

/** The same hours on each day of the week. */
export function everyDay(...stretches: [string, string][]) {
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
  return Object.fromEntries(days.map((day) => [day, stretches]))
}

export async function changeClinic(owner: Owner, change: Record<string, unknown>): Promise<void> {
  const changed = await owner.as('PATCH', '/api/clinic', change)
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
}

/** Returns the new practitioner's id. */
export async function hire(owner: Owner, name: string, more: Record<string, unknown> = {}): Promise<string> {
  const hired = await owner.as('POST', '/api/practitioners', { name, ...more })
  assert.equal(hired.status, 201, JSON.stringify(hired.body))
  return hired.body.id
}

/** Returns the id of the practitioner that every clinic begins with. */
export async function firstPractitioner(stage: Stage, owner: Owner): Promise<string> {
  const first = 'select id from practitioners where clinic_id = $1 order by position, id limit 1'
  return (await stage.sql.query(first, [owner.clinicId])).rows[0].id
}

export async function changeAgent(owner: Owner, change: Record<string, unknown>): Promise<void> {
  const changed = await owner.as('PATCH', `/api/agents/${owner.agentId}`, change)
  assert.equal(changed.status, 200, JSON.stringify(changed.body))
}

/** Somebody who works with an owner's second agent, in the same clinic. */
export async function secondAgent(stage: Stage, owner: Owner): Promise<Owner> {
  const added = await owner.as('POST', '/api/agents', { name: 'The other receptionist' })
  assert.equal(added.status, 201)
  const agentId: string = added.body.agent_id
  const token: string = (await owner.as('GET', `/api/agents/${agentId}/api-token`)).body.api_token
  return {
    ...owner,
    agentId,
    token,
    agent: (action, body, headers) =>
      stage.call('POST', `/api/agent-actions/${action}/${agentId}`, {
        token,
        body: body ?? {},
        ...(headers && { headers }),
      }),
  }
}

/** Books and insists on it. */
export async function booked(owner: Owner, wish: Record<string, unknown>, headers?: Record<string, string>) {
  const answer = await owner.agent('book-appointment', { ...maria, ...wish }, headers)
  assert.equal(answer.status, 200)
  assert.equal(answer.body.success, true, JSON.stringify(answer.body))
  return answer.body
}

/** Asks for an appointment, is refused, and gets the code of the refusal. */
export async function refusal(owner: Owner, wish: Record<string, unknown>): Promise<string> {
  const answer = await owner.agent('book-appointment', { ...maria, ...wish })
  assert.equal(answer.status, 200)
  assert.equal(answer.body.success, false, JSON.stringify(answer.body))
  assert.notEqual(answer.body.say, '')
  assert.notEqual(answer.body.message, '')
  return answer.body.error
}

export async function cancel(owner: Owner, appointmentId: string): Promise<void> {
  const cancelled = await owner.as('POST', `/api/appointments/${appointmentId}/cancel`)
  assert.equal(cancelled.status, 200)
}

/** Instants as ISO; half an hour and five minutes to live unless said otherwise. */
export type HoldPlaced = {
  at: string
  minutes?: number
  bufferMinutes?: number
  lapses?: string
  conversation?: string | null
  practitioner?: string
}

/** A hold as the table keeps it, put there past the server. Returns its id. */
export async function placeHold(stage: Stage, owner: Owner, hold: HoldPlaced): Promise<string> {
  const { at, minutes = 30, bufferMinutes = 0, conversation = null } = hold
  const now = stage.clock.now()
  const lapses = hold.lapses ?? now.add({ minutes: 5 }).toString()
  const practitioner = hold.practitioner ?? (await firstPractitioner(stage, owner))
  const id = randomUUID()
  const end = Temporal.Instant.from(at).add({ minutes }).toString()
  await stage.sql.query(
    `insert into appointments (id, clinic_id, practitioner_id, user_id, agent_id, start_time, end_time, buffer_minutes,
       status, hold_expires_at, conversation_id, created_at, updated_at)
     select $1, $2, $3, $4, id, $5, $6, $7, 'held', $8, $9, $10, $10 from agents where agent_id = $11`,
    [
      id,
      owner.clinicId,
      practitioner,
      owner.userId,
      at,
      end,
      bufferMinutes,
      lapses,
      conversation,
      now.toString(),
      owner.agentId,
    ],
  )
  return id
}

type Kept = {
  id: string
  status: string
  attendee_name: string
  attendee_phone: string
  attendee_email: string | null
  notes: string | null
}

/** What the table keeps of a clinic's calendar, by time, holds included. */
export async function keptBy(stage: Stage, owner: Owner): Promise<Kept[]> {
  const { rows } = await stage.sql.query(
    `select id, status, attendee_name, attendee_phone, attendee_email, notes
     from appointments where clinic_id = $1 order by start_time, created_at`,
    [owner.clinicId],
  )
  return rows
}
