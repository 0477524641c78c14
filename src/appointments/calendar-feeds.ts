import { hash, randomBytes, randomUUIDv7 } from 'node:crypto'
import { type ClinicId, mintClinicId } from '../clinics/clinic-id.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'

/**
 * An address that lets calendar programs in without a log-in. `secret` is the part of it that nobody can guess, and null
 * when the key it was encrypted with is lost: it still works then, but cannot be shown.
 */
export type CalendarFeed = {
  id: string
  /** null: the whole clinic */
  practitioner_id: string | null
  /** whether it says who comes */
  details: boolean
  secret: string | null
  created_at: Temporal.Instant
  created_by: string | null
}

type FeedRow = Omit<CalendarFeed, 'secret'> & { token_ciphertext: Buffer }

export async function listFeeds(house: House, clinic: ClinicId): Promise<CalendarFeed[]> {
  const rows = await house.sql<FeedRow>`
    select id, practitioner_id, details, token_ciphertext, created_at, created_by
    from calendar_feeds where clinic_id = ${clinic}::uuid order by created_at, id`
  return rows.map(({ token_ciphertext, ...feed }) => ({
    ...feed,
    secret: house.secrets.open('calendar-feed', token_ciphertext) ?? null,
  }))
}

/** A new address, of 32 random bytes. Throws `invalid_fields` for a practitioner who is not the clinic's. */
export async function addFeed(
  house: House,
  clinic: ClinicId,
  userId: string,
  { practitionerId, details }: { practitionerId: string | null; details: boolean },
): Promise<CalendarFeed> {
  const secret = randomBytes(32).toString('base64url')
  const [feed] = await house.sql<Omit<CalendarFeed, 'secret'>>`
    insert into calendar_feeds (id, clinic_id, practitioner_id, details, token_hash, token_ciphertext, created_at, created_by)
    select ${randomUUIDv7()}::uuid, ${clinic}::uuid, ${practitionerId}::uuid, ${details}::boolean, ${hashOf(secret)}::bytea,
      ${house.secrets.seal('calendar-feed', secret)}::bytea, ${house.clock.now()}::timestamptz, ${userId}::uuid
    where ${practitionerId}::uuid is null or exists (
      select 1 from practitioners where clinic_id = ${clinic}::uuid and id = ${practitionerId}::uuid
    )
    returning id, practitioner_id, details, created_at, created_by`
  if (feed !== undefined) return { ...feed, secret }
  throw problem('invalid_fields', {
    details: [{ path: 'practitioner_id', message: 'There is no such practitioner in this clinic.' }],
  })
}

/** Whoever still asks under its address finds nothing from now on. Throws `not_found`. */
export async function removeFeed(sql: Sql, clinic: ClinicId, id: string): Promise<void> {
  const rows = await sql`delete from calendar_feeds where clinic_id = ${clinic}::uuid and id = ${id}::uuid returning id`
  if (rows.length === 0) throw problem('not_found')
}

/** What an address opens, and how its clinic calls itself. */
export type OpenFeed = {
  clinic: ClinicId
  practitionerId: string | null
  practitionerName: string | null
  details: boolean
  clinicName: string
  locale: string
}

/** undefined for an address that is none. The look-up goes by hash, so that its time says nothing about the secret. */
export async function openFeed(sql: Sql, secret: string): Promise<OpenFeed | undefined> {
  const [row] = await sql<Omit<OpenFeed, 'clinic'> & { clinic_id: string }>`
    select f.clinic_id, f.practitioner_id as "practitionerId", p.name as "practitionerName", f.details,
      c.name as "clinicName", c.locale
    from calendar_feeds f
      join clinics c on c.id = f.clinic_id
      left join practitioners p on p.clinic_id = f.clinic_id and p.id = f.practitioner_id
    where f.token_hash = ${hashOf(secret)}`
  if (row === undefined) return undefined
  const { clinic_id, ...feed } = row
  return { ...feed, clinic: mintClinicId(clinic_id) }
}

/** What a calendar program is told of an appointment. */
export type FedAppointment = {
  id: string
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  title: string | null
  attendee_name: string | null
  attendee_phone: string | null
  practitioner_name: string
  service_name: string | null
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
}

/**
 * What a feed shows: 30 days back and 365 ahead, by start. Without cancelled ones: a program reads the whole feed each
 * time, so that what is gone goes, and several programs draw what is marked as cancelled as if it still took the time.
 */
export async function listFed(sql: Sql, feed: OpenFeed, now: Temporal.Instant): Promise<FedAppointment[]> {
  return sql<FedAppointment>`
    select a.id, a.start_time, a.end_time, a.title, a.attendee_name, a.attendee_phone, p.name as practitioner_name,
      s.name as service_name, a.created_at, a.updated_at
    from appointments a
      join practitioners p on p.clinic_id = a.clinic_id and p.id = a.practitioner_id
      left join services s on s.clinic_id = a.clinic_id and s.id = a.service_id
    where a.clinic_id = ${feed.clinic}::uuid and a.status not in ('held', 'cancelled')
      and (${feed.practitionerId}::uuid is null or a.practitioner_id = ${feed.practitionerId}::uuid)
      and a.start_time >= ${now.subtract({ hours: 30 * 24 })} and a.start_time < ${now.add({ hours: 365 * 24 })}
    order by a.start_time, a.id`
}

const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer')
