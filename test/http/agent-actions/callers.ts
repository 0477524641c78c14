import assert from 'node:assert/strict'
import type { Owner, Stage } from '../../cast.ts'
import { booked } from './at-the-desk.ts'

/** Callers who have appointments and want to prove it. */

export const mariasNumber = '+12125550123'
export const maria = { customer_name: 'Maria Lopez', caller_id: mariasNumber }

/** Maria's appointment, with its code. */
export async function visitOf(owner: Owner, wish: Record<string, unknown>): Promise<{ id: string; code: string }> {
  const { appointment_id, confirmation_code } = await booked(owner, { customer_phone: mariasNumber, ...wish })
  return { id: appointment_id, code: confirmation_code }
}

export async function ask(owner: Owner, action: string, said: Record<string, unknown>) {
  const { status, body } = await owner.agent(action, said)
  assert.equal(status, 200, JSON.stringify(body))
  assert.notEqual(body.say, '')
  return body
}

/** Does it, and insists on it. */
export async function done(owner: Owner, action: string, said: Record<string, unknown>) {
  const body = await ask(owner, action, said)
  assert.equal(body.success, true, JSON.stringify(body))
  return body
}

export async function refusedWith(owner: Owner, action: string, said: Record<string, unknown>): Promise<string> {
  const body = await ask(owner, action, said)
  assert.equal(body.success, false, JSON.stringify(body))
  return body.error
}

/** Nobody has called yet, and nothing is booked. */
export async function newDay(stage: Stage): Promise<void> {
  await stage.sql.query('delete from appointments; delete from verification_failures; delete from audit')
  stage.clock.set('2026-12-07T12:00:00Z')
}
