import { createHash } from 'node:crypto'
import type { EpochMs } from '../calendar/interval.ts'
import type { ClinicId } from '../clinics/clinic-id.ts'
import { problem } from '../problems.ts'
import type { Sql } from '../store/sql.ts'
import { type Appointment, findAppointment } from './appointment.ts'

/**
 * What makes a request the repeat of an earlier one, hashed: the caller's words are not kept a second time.
 * - `key`: the Idempotency-Key, scoped to the agent and kept 24 hours; `body`: what came with it.
 * - `repeat`: the same conversation, start, name, phone and service; with neither key nor conversation the same agent,
 *   start, name, phone and service within 10 minutes.
 * - `caller`: agent, start, name, phone and service. Each appointment has it, so that a request with neither finds also
 *   what one with a key or a conversation has booked within the 10 minutes.
 */
export type RepeatMarks = {
  key: Buffer | null
  body: Buffer | null
  repeat: Buffer | null
  repeatMinutes: number | null
  caller: Buffer
}

export type Repeatable = {
  agentId: string
  conversationId: string | null
  idempotencyKey: string | null
  /** the whole request as it came */
  body: unknown
  from: EpochMs
  name: string
  phone: string
  serviceId: string | null
}

export function repeatMarks(request: Repeatable): RepeatMarks {
  const { agentId, conversationId, idempotencyKey, from, serviceId } = request
  const who = [request.name.toLowerCase(), request.phone, serviceId]
  const neither = idempotencyKey === null && conversationId === null
  return {
    key: idempotencyKey === null ? null : keyMark(agentId, idempotencyKey),
    body: idempotencyKey === null ? null : digest(canonical(request.body)),
    repeat: conversationId !== null || neither ? digest([agentId, conversationId, from, ...who]) : null,
    repeatMinutes: neither ? 10 : null,
    caller: digest(['caller', agentId, from, ...who]),
  }
}

/** Marks of a request from the desk that came with a key; null without one, since two equal bookings may be meant. */
export function deskMarks(userId: string, idempotencyKey: string | undefined, body: object): RepeatMarks | null {
  if (idempotencyKey === undefined) return null
  const key = digest(['desk', userId, idempotencyKey])
  // times are written out: what they are inside has no fields to compare
  const said = digest(canonical(JSON.parse(JSON.stringify(body))))
  return { key, body: said, repeat: null, repeatMinutes: null, caller: key }
}

/**
 * The living appointment that an earlier, equal request made. `shown`: whether this request may see its code.
 * Throws `idempotency_key_reused` when the key came with another body within 24 hours.
 */
export async function findRepeated(
  sql: Sql,
  clinic: ClinicId,
  marks: RepeatMarks,
  now: Temporal.Instant,
): Promise<{ appointment: Appointment; shown: boolean } | undefined> {
  const neither = marks.repeatMinutes !== null
  const rows = await sql<Row>`
    select id, idempotency_key = ${marks.key} as by_key, idempotency_body, created_at,
      status in ('scheduled', 'confirmed') as lives
    from appointments
    where clinic_id = ${clinic}::uuid and status <> 'held' and (
      (idempotency_key = ${marks.key} and created_at > ${now.subtract({ hours: 24 })})
      -- the index of living marks needs to see all three
      or (repeat_key = ${marks.repeat} and status in ('held', 'scheduled', 'confirmed'))
      or (caller_mark = ${neither ? marks.caller : null} and status in ('held', 'scheduled', 'confirmed'))
    ) order by created_at desc`
  const keyed = rows.filter((row) => row.by_key === true)
  if (keyed.some((row) => marks.body === null || !row.idempotency_body?.equals(marks.body)))
    throw problem('idempotency_key_reused')
  const living = rows.find((row) => row.lives && (row.by_key === true || isRecent(row, marks, now)))
  if (living === undefined) return undefined
  const appointment = await findAppointment(sql, clinic, living.id)
  return appointment && { appointment, shown: living.by_key === true || marks.repeatMinutes === null }
}

/** Lets go of marks whose time is over, so that their living appointments do not stand in the way of a new one. */
export async function forgetOldMarks(
  sql: Sql,
  clinic: ClinicId,
  marks: RepeatMarks,
  now: Temporal.Instant,
): Promise<boolean> {
  const rows = await sql`
    update appointments set
      repeat_key = case when repeat_key = ${marks.repeat} then null else repeat_key end,
      idempotency_key = case when idempotency_key = ${marks.key} then null else idempotency_key end
    where clinic_id = ${clinic}::uuid and (
      (idempotency_key = ${marks.key} and created_at <= ${now.subtract({ hours: 24 })})
      or (repeat_key = ${marks.repeat} and status in ('held', 'scheduled', 'confirmed')
        and created_at <= ${now}::timestamptz - make_interval(mins => ${marks.repeatMinutes}::int))
    ) returning id`
  return rows.length > 0
}

type Row = {
  id: string
  by_key: boolean | null
  idempotency_body: Buffer | null
  created_at: Temporal.Instant
  lives: boolean
}

function isRecent(row: Row, marks: RepeatMarks, now: Temporal.Instant): boolean {
  if (marks.repeatMinutes === null) return true
  return Temporal.Instant.compare(row.created_at, now.subtract({ minutes: marks.repeatMinutes })) > 0
}

const keyMark = (agentId: string, key: string): Buffer => digest(['key', agentId, key])

const digest = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest()

// No field is nested. A body may be thirty thousand brackets deep, and a walk down to the last one has no stack for it.
const deepest = 20

/** The same for bodies that differ only in the order of their keys, or deeper down than any field. */
function canonical(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value
  if (depth === deepest) return null
  if (Array.isArray(value)) return value.map((inner) => canonical(inner, depth + 1))
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return { fields: fields.map(([key, inner]) => [key, canonical(inner, depth + 1)]) }
}
