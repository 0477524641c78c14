import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { systemClock } from '../src/clock.ts'
import { type FrontDesk, post } from './front-desk.ts'

/** Changes of appointments through every door there is, many at once, each at a time of its own in the calendar. */
export type ManyChanges = {
  databaseUrl: string
  servers: readonly string[]
  /** the first gets nine of ten changes */
  desks: readonly [FrontDesk, FrontDesk]
  count: number
  /** called as changes are made, with how many have been made */
  onChange(made: number): void
}

/** When things happened, in milliseconds of `performance.now()`. */
export type Moments = {
  /** by appointment, when its making was sent to be committed; only what plain SQL made, the rest commits unseen */
  sent: Map<string, number>
  /** from when to when a transaction kept a number that others had to wait for */
  unfinished: { from: number; to: number }[]
}

const writers = 8
const mostLate = 6

type Late = { client: pg.PoolClient; id: string; from: number; due: number }

export async function makeManyChanges(changes: ManyChanges): Promise<Moments> {
  const { databaseUrl, servers, desks, count, onChange } = changes
  const pool = new pg.Pool({ connectionString: databaseUrl, max: writers + mostLate })
  const people = await Promise.all(desks.map((desk) => findPeople(pool, desk)))
  const sent: Moments['sent'] = new Map()
  const unfinished: Moments['unfinished'] = []
  const late: Late[] = []
  let begun = 0
  let made = 0

  const change = async (number: number) => {
    const which = number % 10 === 7 ? 1 : 0
    const [desk, person] = [desks[which]!, people[which]!]
    const server = servers[number % servers.length]!
    // the first quarter in peace, to see how quick it is by itself
    const peaceful = made < count / 4
    const kind = kinds[(number * 7 + Math.floor(number / 10)) % (peaceful ? kinds.length - 2 : kinds.length)]!
    let done = 1
    if (kind === 'agent') await bookAsAgent(server, desk, number)
    else if (kind === 'desk') done = await workAtDesk(server, desk, number)
    else if (kind === 'sql') await writePlainly(pool, person, number, sent)
    else done = await beginUnfinished(kind, person, number)
    made += done
    onChange(made)
  }

  const beginUnfinished = async (kind: 'rolled back' | 'late', person: People, number: number) => {
    const client = await pool.connect()
    const from = performance.now()
    await client.query('begin')
    const id = await insert(client, person, number)
    if (kind === 'late' && late.length < mostLate) {
      late.push({ client, id, from, due: made + Math.ceil(Math.random() * 40) })
    } else {
      await client.query('rollback')
      unfinished.push({ from, to: performance.now() })
      client.release()
    }
    return 0
  }

  const finish = async ({ client, id, from }: Late) => {
    sent.set(id, performance.now())
    await client.query('commit')
    unfinished.push({ from, to: performance.now() })
    client.release()
    made += 1
  }

  const write = async () => {
    while (made < count) {
      await change(begun++)
      const due = late.findIndex((each) => each.due <= made)
      if (due >= 0) await finish(late.splice(due, 1)[0]!)
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  for (const each of late.splice(0)) await finish(each)
  await pool.end()
  return { sent, unfinished }
}

const kinds = ['agent', 'agent', 'agent', 'desk', 'desk', 'sql', 'sql', 'sql', 'rolled back', 'late'] as const

type People = { clinicId: string; userId: string; practitionerId: string }

async function findPeople(pool: pg.Pool, { clinicId }: FrontDesk): Promise<People> {
  const { rows } = await pool.query(
    `select c.id as "clinicId", c.owner_id as "userId", p.id as "practitionerId"
     from clinics c join practitioners p on p.clinic_id = c.id where c.id = $1`,
    [clinicId],
  )
  return rows[0]
}

const firstDate = systemClock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 7 })

/** Every number has a quarter of an hour to itself. */
const startOf = (number: number): Temporal.ZonedDateTime =>
  firstDate.toZonedDateTime('UTC').add({ minutes: number * 15 })

async function bookAsAgent(server: string, desk: FrontDesk, number: number): Promise<void> {
  const start = startOf(number)
  const response = await fetch(`${server}${desk.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-agent-token': desk.token },
    body: JSON.stringify({
      date: start.toPlainDate().toString(),
      start_time: start.toPlainTime().toString({ smallestUnit: 'minute' }),
      duration_minutes: 15,
      customer_name: `Caller ${number}`,
      customer_phone: `+1212555${String(number % 10_000).padStart(4, '0')}`,
    }),
  })
  const answer = (await response.json()) as any
  if (answer.success !== true) throw new Error(`change ${number} was answered ${response.status} ${answer.error}`)
}

/** Books, edits and sometimes cancels: so many changes. */
async function workAtDesk(server: string, { bearer }: FrontDesk, number: number): Promise<number> {
  const start = startOf(number).toInstant()
  const [start_time, end_time] = [start.toString(), start.add({ minutes: 15 }).toString()]
  const { id } = await post(server, 'POST', '/api/appointments', { start_time, end_time, title: 'At the desk' }, bearer)
  await post(server, 'PATCH', `/api/appointments/${id}`, { notes: `note ${number}` }, bearer)
  if (number % 3 > 0) return 2
  await post(server, 'POST', `/api/appointments/${id}/cancel`, undefined, bearer)
  return 3
}

async function writePlainly(pool: pg.Pool, people: People, number: number, sent: Moments['sent']): Promise<void> {
  const id = randomUUID()
  sent.set(id, performance.now())
  await insert(pool, people, number, id)
}

async function insert(by: pg.Pool | pg.PoolClient, people: People, number: number, id = randomUUID()): Promise<string> {
  const start = startOf(number).toInstant()
  await by.query(
    `insert into appointments (id, clinic_id, user_id, practitioner_id, buffer_minutes, title, start_time, end_time)
     values ($1, $2, $3, $4, 0, 'By plain SQL', $5, $6)`,
    [
      id,
      people.clinicId,
      people.userId,
      people.practitionerId,
      start.toString(),
      start.add({ minutes: 15 }).toString(),
    ],
  )
  return id
}
