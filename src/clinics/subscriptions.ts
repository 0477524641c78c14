import { randomUUIDv7 } from 'node:crypto'
import type { House } from '../house.ts'
import type { Sql } from '../store/sql.ts'
import type { ClinicId } from './clinic-id.ts'

/** Limits are null where there are none; prices are whole cents a month. */
export type Plan = { id: string; name: string; description: string; price_cents: number; agent_limit: number | null }

// Without a billing provider there is one plan, and it limits nothing.
export const plans: readonly Plan[] = [
  {
    id: 'self_hosted',
    name: 'Self-hosted',
    description: 'Your own server: no limits, no bill from us.',
    price_cents: 0,
    agent_limit: null,
  },
]

export type Subscription = {
  id: string
  plan: string
  status: string
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

/** Sets the clinic's plan; a clinic has one subscription, so a second call changes the first. */
export async function subscribe(house: House, clinic: ClinicId, plan: Plan): Promise<Subscription> {
  const now = house.clock.now()
  const [subscription] = await house.sql<Subscription>`
    insert into subscriptions (id, clinic_id, plan, status, created_at, updated_at)
    values (${randomUUIDv7()}, ${clinic}, ${plan.id}, 'active', ${now}, ${now})
    on conflict (clinic_id) do update set plan = excluded.plan, status = 'active', updated_at = excluded.updated_at
    returning id, plan, status, created_at, updated_at`
  return subscription!
}

export async function findSubscription(sql: Sql, clinic: ClinicId): Promise<Subscription | undefined> {
  const [subscription] = await sql<Subscription>`
    select id, plan, status, created_at, updated_at from subscriptions where clinic_id = ${clinic}::uuid`
  return subscription
}
