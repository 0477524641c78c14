import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { systemClock } from '../src/clock.ts'
import type { FrontDesk } from './front-desk.ts'

/** Callers who book without a pause, and repeat what got no answer, in the same conversation, until it gets one. */
export type BookingStream = {
  /** every answer and every request that got none, in the order of their ends */
  heard: readonly Heard[]
  /** how many bookings have been acknowledged */
  booked(): number
  /**
   * Compares what was answered so far with what the database holds, or only the first of the bookings, where it is a
   * copy that was taken when these had been acknowledged. Sentences about what differs.
   */
  compare(databaseUrl: string, first?: number): Promise<string[]>
  /** takes up no further wish, and is fulfilled when each has its answer */
  end(): Promise<void>
  /** Leaves every wish as it is: a proof that fails half-way must not leave its callers calling. */
  [Symbol.dispose](): void
}

/** Status 0: the connection broke or could not be made. Moments are milliseconds of `performance.now()`. */
export type Heard = { status: number; begun: number; ended: number }

type Wish = {
  conversation_id: string
  date: string
  start_time: string
  duration_minutes: number
  customer_name: string
  customer_phone: string
}

const againMs = 100
const patienceMs = 120_000

/**
 * `server` says where to ask right now. `paceMs` is how long each caller waits between two bookings. Streams with the
 * same `firstWish` want the same; one that begins a hundred thousand later meets nothing of the other.
 */
export function streamBookings(
  server: () => string,
  desk: FrontDesk,
  callers: number,
  paceMs = 0,
  firstWish = 0,
): BookingStream {
  const heard: Heard[] = []
  const violations: string[] = []
  const acknowledged: { wish: Wish; answer: any }[] = []
  const refused: Wish[] = []
  let wishes = firstWish
  let ending = false
  let left = false

  const speak = async () => {
    while (!ending) {
      const wish = wishOf(wishes++)
      await settle(wish)
      await pause(paceMs)
    }
  }

  const settle = async (wish: Wish) => {
    const deadline = performance.now() + patienceMs
    while (!left) {
      const begun = performance.now()
      const { status, body, retryAfter } = await ask(server(), desk, wish)
      heard.push({ status, begun, ended: performance.now() })
      if (status === 200 && body.success === true) return acknowledged.push({ wish, answer: body })
      if (status === 200) {
        if (body.error !== 'slot_taken') violations.push(`${wish.conversation_id} was refused with ${body.error}`)
        return refused.push(wish)
      }
      if (status !== 0 && status !== 503) return violations.push(`answered ${status} ${body?.error}`)
      if (status === 503 && !(Number(retryAfter) > 0)) violations.push('answered 503 without Retry-After')
      if (performance.now() > deadline)
        return violations.push(`${wish.conversation_id} got no answer in ${patienceMs / 1000} s`)
      await pause(againMs)
    }
  }

  const speaking = Promise.all(Array.from({ length: callers }, speak))
  return {
    heard,
    booked: () => acknowledged.length,
    compare: (databaseUrl, first) =>
      compare(databaseUrl, desk, acknowledged.slice(0, first), refused.slice(), violations.splice(0)),
    end: async () => {
      ending = true
      await speaking
    },
    [Symbol.dispose]: () => {
      ending = true
      left = true
    },
  }
}

async function ask(server: string, desk: FrontDesk, wish: Wish) {
  try {
    const response = await fetch(`${server}${desk.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-agent-token': desk.token },
      body: JSON.stringify(wish),
    })
    const body = (await response.json()) as any
    return { status: response.status, body, retryAfter: response.headers.get('retry-after') }
  } catch {
    return { status: 0, body: undefined, retryAfter: null }
  }
}

// a week ahead, so that notice and midnight have no part in it
const firstDate = systemClock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 7 })

/** Every fifth wants a time that the one before wanted, and every seventh runs into the next. */
function wishOf(number: number): Wish {
  const halfHours = Math.floor(number * 0.8)
  const minutes = (halfHours % 48) * 30
  return {
    conversation_id: `conversation-${number}`,
    date: firstDate.add({ days: Math.floor(halfHours / 48) }).toString(),
    start_time: `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`,
    duration_minutes: number % 7 === 0 && halfHours % 48 < 46 ? 45 : 30,
    customer_name: `Caller ${number}`,
    customer_phone: `+1212555${String(number % 10_000).padStart(4, '0')}`,
  }
}

async function compare(
  databaseUrl: string,
  desk: FrontDesk,
  acknowledged: readonly { wish: Wish; answer: any }[],
  refused: readonly Wish[],
  violations: string[],
): Promise<string[]> {
  const found = [...violations]
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select id, conversation_id, attendee_name, attendee_phone, confirmation_code, status,
         (extract(epoch from start_time) * 1000)::float8 as starts, (extract(epoch from end_time) * 1000)::float8 as ends
       from appointments where clinic_id = $1 order by start_time`,
      [desk.clinicId],
    )
    const byConversation = Map.groupBy(rows, (row) => row.conversation_id as string)
    for (const [conversation, twins] of byConversation)
      if (twins.length > 1) found.push(`${conversation} is booked ${twins.length} times`)
    for (const { wish, answer } of acknowledged) {
      const row = byConversation.get(wish.conversation_id)?.[0]
      if (row === undefined) found.push(`${wish.conversation_id} was acknowledged and is gone`)
      else if (!isAsAnswered(row, wish, answer)) found.push(`${wish.conversation_id} is not as it was answered`)
    }
    for (const wish of refused)
      if (byConversation.has(wish.conversation_id)) found.push(`${wish.conversation_id} was refused and is booked`)
    for (const [i, row] of rows.entries()) {
      if (row.status !== 'scheduled') found.push(`${row.id} is ${row.status}`)
      if (i > 0 && rows[i - 1].ends > row.starts) found.push(`${rows[i - 1].id} and ${row.id} overlap`)
    }
    found.push(...(await findHalfWritten(client, desk)))
    return found
  } finally {
    await client.end()
  }
}

function isAsAnswered(row: any, wish: Wish, answer: any): boolean {
  const wished = Temporal.Instant.from(`${wish.date}T${wish.start_time}Z`).epochMilliseconds
  return (
    row.id === answer.appointment_id &&
    row.starts === wished &&
    Temporal.Instant.from(answer.starts_at).epochMilliseconds === wished &&
    row.ends === wished + wish.duration_minutes * 60_000 &&
    row.attendee_name === wish.customer_name &&
    answer.customer_name === wish.customer_name &&
    row.attendee_phone === wish.customer_phone &&
    answer.confirmation_code !== undefined &&
    row.confirmation_code === answer.confirmation_code
  )
}

/** An appointment and the event of its making are one transaction, so neither is there without the other. */
async function findHalfWritten(client: pg.Client, desk: FrontDesk): Promise<string[]> {
  const { rows } = await client.query(
    `with made as (
       select entity_id, count(*) as times from events
       where clinic_id = $1 and entity = 'appointment' and change = 'created' group by entity_id
     ), kept as (select id from appointments where clinic_id = $1)
     select coalesce(kept.id, made.entity_id) as id, coalesce(times, 0)::int as events, kept.id is not null as kept
     from kept full join made on made.entity_id = kept.id
     where kept.id is null or times is distinct from 1`,
    [desk.clinicId],
  )
  return rows.map(({ id, events, kept }) => `${id}: ${kept ? 'kept' : 'not kept'}, with ${events} events of its making`)
}
