import { randomUUIDv7 } from 'node:crypto'
import type { ClinicId } from '../clinics/clinic-id.ts'
import { findByIdOrName, findRoster, type Roster, suitablePractitioners } from '../clinics/roster.ts'
import type { House } from '../house.ts'
import { problem } from '../problems.ts'
import { type Sql, sqlState } from '../store/sql.ts'
import { type Appointment, findAppointment, type Status } from './appointment.ts'
import { findRepeated, forgetOldMarks, type RepeatMarks } from './repeats.ts'

/** What a person at the desk may set. Times are instants; `practitioner` and `service` are ids or names. */
export type OwnersWish = {
  start_time: Temporal.Instant
  end_time: Temporal.Instant
  title?: string | null
  attendee_name?: string | null
  attendee_phone?: string | null
  attendee_email?: string | null
  notes?: string | null
  practitioner?: string | null
  service?: string | null
}

export type OwnersChange = Partial<OwnersWish> & { status?: Status }

/**
 * Books from the desk: off the grid and outside hours if they like, but never over another appointment or a live hold.
 * Without an attendee it blocks the time. Without a practitioner it goes to the first who is free. The same request with the
 * same key (`marks`) within 24 hours finds the appointment it has made, as long as that lives.
 * Throws `slot_taken`, `invalid_fields`, `idempotency_key_reused`.
 */
export async function bookFromDesk(
  house: House,
  clinic: ClinicId,
  wish: OwnersWish,
  marks: RepeatMarks | null = null,
): Promise<{ appointment: Appointment; replayed: boolean }> {
  refuseOddTimes(wish.start_time, wish.end_time)
  const roster = await findRoster(house.sql, clinic)
  const service =
    wish.service == null ? undefined : (findByIdOrName(roster.services, wish.service) ?? refuseField('service'))
  const asked = wish.practitioner == null ? undefined : practitionerIn(roster, wish.practitioner)
  const candidates = asked === undefined ? suitablePractitioners(roster, service).map(({ id }) => id) : [asked]
  const insert = async (): Promise<Appointment | undefined> => {
    for (const practitionerId of candidates) {
      const id = await insertFromDesk(house, roster, { ...wish, practitionerId, serviceId: service?.id ?? null, marks })
      if (id !== undefined) return findAppointment(house.sql, clinic, id)
    }
    return undefined
  }
  const now = house.clock.now()
  const booked = await insert()
  if (booked !== undefined) return { appointment: booked, replayed: false }
  const earlier = marks === null ? undefined : await findRepeated(house.sql, clinic, marks, now)
  if (earlier !== undefined) return { appointment: earlier.appointment, replayed: true }
  // a key of the day before yesterday stands in nobody's way
  const again = marks !== null && (await forgetOldMarks(house.sql, clinic, marks, now)) ? await insert() : undefined
  if (again === undefined) throw problem('slot_taken')
  return { appointment: again, replayed: false }
}

async function insertFromDesk(
  { sql, clock }: House,
  roster: Roster,
  wish: OwnersWish & { practitionerId: string; serviceId: string | null; marks: RepeatMarks | null },
): Promise<string | undefined> {
  const now = clock.now()
  const guardedTo = wish.end_time.add({ minutes: roster.buffer_minutes })
  // Reads from `gone` for the reason given in the appointment book.
  const [row] = await sql<{ id: string }>`
    with gone as (
      delete from appointments
      where clinic_id = ${roster.clinic_id}::uuid and practitioner_id = ${wish.practitionerId}::uuid and status = 'held'
        and hold_expires_at <= ${now} and during && tstzrange(${wish.start_time}, ${guardedTo}, '[)')
      returning 1
    )
    insert into appointments (id, clinic_id, practitioner_id, service_id, user_id, title, start_time, end_time,
      buffer_minutes, status, attendee_name, attendee_phone, attendee_email, notes,
      idempotency_key, idempotency_body, created_at, updated_at)
    select ${randomUUIDv7()}::uuid, ${roster.clinic_id}::uuid, ${wish.practitionerId}::uuid, ${wish.serviceId}::uuid,
      ${roster.owner_id}::uuid, ${wish.title ?? null}::text, ${wish.start_time}::timestamptz, ${wish.end_time}::timestamptz,
      ${roster.buffer_minutes}::int, 'scheduled', ${wish.attendee_name ?? null}::text, ${wish.attendee_phone ?? null}::text,
      ${wish.attendee_email ?? null}::text, ${wish.notes ?? null}::text,
      ${wish.marks?.key ?? null}::bytea, ${wish.marks?.body ?? null}::bytea, ${now}::timestamptz, ${now}::timestamptz
    from (select count(*) from gone) g
    on conflict do nothing
    returning id`
  return row?.id
}

/**
 * Moves, confirms, completes, edits or un-cancels; what is not named stays. A start alone keeps the duration.
 * Throws `not_found`, `slot_taken` (nothing is changed then), `invalid_fields`.
 */
export async function changeFromDesk(
  house: House,
  clinic: ClinicId,
  id: string,
  change: OwnersChange,
): Promise<{ before: Appointment; appointment: Appointment }> {
  const roster = await findRoster(house.sql, clinic)
  const now = house.clock.now()
  try {
    const before = await house.sql.transaction(async (sql) => {
      const [row] = await sql<{ practitioner_id: string }>`
        select practitioner_id from appointments where clinic_id = ${clinic}::uuid and id = ${id}::uuid and status <> 'held'`
      if (row === undefined) throw problem('not_found')
      const wanted = change.practitioner == null ? undefined : practitionerIn(roster, change.practitioner)
      // An update has no `on conflict`: one at a time for a practitioner, always in the same order.
      for (const key of [...new Set([row.practitioner_id, wanted ?? row.practitioner_id])].sort()) {
        await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`
      }
      await sql`select 1 from appointments where clinic_id = ${clinic}::uuid and id = ${id}::uuid for update`
      const current = await findAppointment(sql, clinic, id)
      if (current === undefined) throw problem('not_found')
      // read again: while this one waited, another change may have given it to somebody else
      await update(sql, roster, current, { ...change, practitionerId: wanted ?? current.practitioner_id }, now)
      return current
    })
    return { before, appointment: (await findAppointment(house.sql, clinic, id))! }
  } catch (error) {
    if (sqlState(error) === '23P01' || sqlState(error) === '23505') throw problem('slot_taken')
    throw error
  }
}

/** Cancels; a cancelled one stays as it is (`again`). Throws `not_found`. */
export async function cancelFromDesk(
  house: House,
  clinic: ClinicId,
  id: string,
): Promise<{ appointment: Appointment; again: boolean }> {
  const rows = await house.sql`
    update appointments set status = 'cancelled', updated_at = ${house.clock.now()}
    where clinic_id = ${clinic}::uuid and id = ${id}::uuid and status not in ('cancelled', 'held')
    returning id`
  const appointment = await findAppointment(house.sql, clinic, id)
  if (appointment === undefined) throw problem('not_found')
  return { appointment, again: rows.length === 0 }
}

async function update(
  sql: Sql,
  roster: Roster,
  current: Appointment,
  change: OwnersChange & { practitionerId: string },
  now: Temporal.Instant,
): Promise<void> {
  const startTime = change.start_time ?? current.start_time
  const endTime = change.end_time ?? startTime.add(current.start_time.until(current.end_time))
  refuseOddTimes(startTime, endTime)
  const next = { ...current, ...change }
  const serviceId =
    change.service == null
      ? change.service === null
        ? null
        : current.service_id
      : (findByIdOrName(roster.services, change.service) ?? refuseField('service')).id
  // an appointment keeps the buffer it was booked with
  await sql`
    delete from appointments h using appointments a
    where a.clinic_id = ${roster.clinic_id}::uuid and a.id = ${current.id}::uuid and h.clinic_id = a.clinic_id
      and h.practitioner_id = ${change.practitionerId}::uuid and h.status = 'held' and h.hold_expires_at <= ${now}
      and h.during && tstzrange(${startTime}, ${endTime}::timestamptz + make_interval(mins => a.buffer_minutes), '[)')`
  await sql`
    update appointments set start_time = ${startTime}, end_time = ${endTime}, practitioner_id = ${change.practitionerId},
      service_id = ${serviceId}, status = ${next.status}, title = ${next.title}, attendee_name = ${next.attendee_name},
      attendee_phone = ${next.attendee_phone}, attendee_email = ${next.attendee_email}, notes = ${next.notes},
      updated_at = ${now}
    where clinic_id = ${roster.clinic_id}::uuid and id = ${current.id}::uuid`
}

function refuseOddTimes(startTime: Temporal.Instant, endTime: Temporal.Instant): void {
  const hours = startTime.until(endTime).total('hours')
  if (hours > 0 && hours <= 24) return
  throw problem('invalid_fields', {
    details: [{ path: 'end_time', message: 'Must be after start_time, by 24 hours at most.' }],
  })
}

function practitionerIn(roster: Roster, said: string): string {
  return (findByIdOrName(roster.practitioners, said) ?? refuseField('practitioner')).id
}

function refuseField(path: 'practitioner' | 'service'): never {
  throw problem('invalid_fields', { details: [{ path, message: `There is no such ${path} in this clinic.` }] })
}
