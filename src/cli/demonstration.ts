import { randomBytes } from 'node:crypto'
import { countUsers, openAccount } from '../accounts/accounts.ts'
import { authenticateAgent, revealToken } from '../agents/agent-tokens.ts'
import { addAgent } from '../agents/agents.ts'
import { findNextSlot, windowOf } from '../appointments/availability.ts'
import { wallTimeOf } from '../calendar/slots.ts'
import { mintClinicId } from '../clinics/clinic-id.ts'
import { listClinicsOfUser } from '../clinics/clinics.ts'
import { plans, subscribe } from '../clinics/subscriptions.ts'
import type { House } from '../house.ts'

export type Demonstration = { email: string; password: string; agent_id: string; token: string; curl: string }

/** A clinic to try things on, in a database where there is nobody yet; undefined when there is somebody. */
export async function openDemonstration(house: House): Promise<Demonstration | undefined> {
  if ((await countUsers(house.sql)) > 0) return undefined
  const email = 'demo@vami.example'
  const password = randomBytes(9).toString('base64url')
  const timeZone = Temporal.Now.timeZoneId()
  const user = await openAccount(house, { email, password, clinicName: 'Demonstration Clinic', timeZone })
  const [home] = await listClinicsOfUser(house.sql, user.id)
  const clinic = mintClinicId(home!.id)
  await subscribe(house, clinic, plans[0]!)
  const agent = await addAgent(house, clinic, { name: 'Clinic Receptionist' })
  const { token } = await revealToken(house, clinic, user.id, agent.agent_id)
  return {
    email,
    password,
    agent_id: agent.agent_id,
    token: token!,
    curl: await bookingCurl(house, agent.agent_id, token!),
  }
}

/** A command that books the first free slot from tomorrow on. */
async function bookingCurl(house: House, agentId: string, token: string): Promise<string> {
  const agent = await authenticateAgent(house, agentId, token)
  const inquiry = { agent, conversationId: null, now: house.clock.now() }
  const tomorrow = windowOf(inquiry).today.add({ days: 1 })
  const slot = (await findNextSlot(house.sql, inquiry, { durationMinutes: 30 }, tomorrow))!
  const { date, time } = wallTimeOf(agent.roster.timezone, slot.from)
  const body = { date, start_time: time, customer_name: 'Maria Lopez', customer_phone: '+1 212 555 0123' }
  return [
    `curl -s ${house.publicUrl()}/api/agent-actions/book-appointment/${agentId} \\`,
    `  -H 'X-Agent-Token: ${token}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n')
}
