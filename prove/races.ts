import pg from 'pg'
import { systemClock } from '../src/clock.ts'
import { type Crowd, gather } from './crowd.ts'

/**
 * The proof that no slot is given away twice: rounds of callers at once on several servers of one database. What was
 * answered is compared with what the database holds.
 */
export type Races = { servers: readonly string[]; databaseUrl: string; rounds: number; clients: number }

export type Kind = 'one slot' | 'overlapping' | 'three practitioners' | 'plain SQL beside'

/** `violations` are sentences; none means that the rule held. `latencies` are milliseconds. */
export type Findings = { kind: Kind; rounds: number; winners: number; violations: string[]; latencies: number[] }

export async function runRaces({ servers, databaseUrl, rounds, clients }: Races): Promise<Findings[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: writers })
  pool.on('connect', (client) => client.on('error', () => {}))
  const crowd = await gather(servers, clients)
  try {
    const alone = await openDesk(servers[0]!, 'alone', 1)
    const three = await openDesk(servers[0]!, 'three', 3)
    const findings: Findings[] = []
    const games: [Kind, Desk, (round: Round) => Promise<number>][] = [
      ['one slot', alone, raceForOneSlot],
      ['overlapping', alone, raceForOverlapping],
      ['three practitioners', three, raceForThree],
      ['plain SQL beside', alone, raceBesideSql],
    ]
    let day = 0
    for (const [kind, desk, play] of games) {
      const found: Findings = { kind, rounds, winners: 0, violations: [], latencies: [] }
      for (let number = 1; number <= rounds; number += 1) {
        day += 1
        const date = firstDate().add({ days: day }).toString()
        const note = (sentence: string) => found.violations.push(`${kind}, round ${number}: ${sentence}`)
        found.winners += await play({ pool, crowd, desk, date, clients, number, note, latencies: found.latencies })
      }
      findings.push(found)
    }
    return findings
  } finally {
    crowd.leave()
    await pool.end()
  }
}

// who write by SQL, past the servers, in the last kind
const writers = 20

/** A clinic, open around the clock on a grid of 15 minutes, with so many practitioners. */
type Desk = { clinicId: string; ownerId: string; path: string; token: string }

type Round = {
  pool: pg.Pool
  crowd: Crowd
  desk: Desk
  date: string
  clients: number
  number: number
  note(sentence: string): void
  latencies: number[]
}

type Wish = { start_time: string; duration_minutes: number }

// a week ahead, so that notice and midnight have no part in it
const firstDate = () => systemClock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 7 })

const raceForOneSlot = (round: Round) => raceForOnePlace(round, 1)
const raceForThree = (round: Round) => raceForOnePlace(round, 3)

/** All want the same time: as many win as there are practitioners, and the rest hear of other times. */
async function raceForOnePlace(round: Round, places: number): Promise<number> {
  const wish = { start_time: '10:00', duration_minutes: 30 }
  const { won, lost } = await speak(round, () => wish)
  if (won.length !== places) round.note(`${won.length} won`)
  for (const { body } of lost) {
    if (body.error !== 'slot_taken') round.note(`refused with ${body.error}`)
    if (!(body.alternatives?.length > 0)) round.note('refused without alternatives')
  }
  const rows = await keptOn(round)
  if (rows.length !== places) round.note(`${rows.length} are in the database`)
  if (new Set(rows.map((row) => row.practitioner)).size !== rows.length) round.note('a practitioner has two')
  compare(
    round,
    won.map(({ body }) => body.appointment_id),
    rows,
  )
  return won.length
}

/** Some write a row of the seed columns by SQL at the same moment: one of all wins, and nobody is told anything else. */
async function raceBesideSql(round: Round): Promise<number> {
  const { pool, desk, date } = round
  const insert = async (): Promise<string> => {
    const text = 'insert into appointments (user_id, start_time, end_time) values ($1, $2, $3) returning id'
    const { rows } = await pool.query(text, [desk.ownerId, `${date}T10:00:00Z`, `${date}T10:30:00Z`])
    return rows[0].id
  }
  const [{ won, lost }, written] = await Promise.all([
    speak(round, () => ({ start_time: '10:00', duration_minutes: 30 })),
    Promise.allSettled(Array.from({ length: writers }, insert)),
  ])
  for (const { body } of lost) if (body.error !== 'slot_taken') round.note(`refused with ${body.error}`)
  for (const end of written)
    if (end.status === 'rejected' && end.reason.code !== '23P01') round.note(`SQL was refused with ${end.reason.code}`)
  const told = [
    ...won.map(({ body }) => body.appointment_id),
    ...written.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])),
  ]
  if (told.length !== 1) round.note(`${told.length} won`)
  compare(round, told, await keptOn(round))
  return told.length
}

/** Different times and lengths that run into each other: whoever is refused really is in the way of a winner. */
async function raceForOverlapping(round: Round): Promise<number> {
  const dice = diceOf(round.number)
  const wishes = Array.from({ length: round.clients }, (): Wish => {
    const minutes = 9 * 60 + 15 * dice(16)
    return { start_time: clockTime(minutes), duration_minutes: 30 + 15 * dice(7) }
  })
  const { won, lost } = await speak(round, (i) => wishes[i]!)
  const rows = await keptOn(round)
  for (const [i, one] of rows.entries())
    for (const other of rows.slice(i + 1)) if (overlap(one, other)) round.note(`${one.id} and ${other.id} overlap`)
  for (const { body, index } of lost) {
    if (body.error !== 'slot_taken') round.note(`refused with ${body.error}`)
    const from = minutesOf(wishes[index]!.start_time)
    const wanted = { from, to: from + wishes[index]!.duration_minutes }
    if (!rows.some((row) => overlap(row, wanted)))
      round.note(`${JSON.stringify(wishes[index])} was refused and is free`)
  }
  if (won.length === 0) round.note('nobody won')
  compare(
    round,
    won.map(({ body }) => body.appointment_id),
    rows,
  )
  return won.length
}

async function speak(round: Round, wishOf: (i: number) => Wish) {
  const { crowd, desk, date, clients } = round
  const bodies = Array.from({ length: clients }, (_, i) => ({
    date,
    ...wishOf(i),
    customer_name: `Caller ${i}`,
    customer_phone: `+1212555${String(i).padStart(4, '0')}`,
  }))
  const heard = (await crowd.post(desk.path, desk.token, bodies)).map((answer, index) => ({ ...answer, index }))
  for (const { status, body, ms } of heard) {
    round.latencies.push(ms)
    if (status !== 200) round.note(`answered ${status} ${body?.error}`)
    else if (typeof body.success !== 'boolean') round.note('answered without success')
  }
  const answered = heard.filter(({ status }) => status === 200)
  return { won: answered.filter(({ body }) => body.success), lost: answered.filter(({ body }) => !body.success) }
}

type Kept = { id: string; practitioner: string; from: number; to: number }

/** What the database keeps on the round's date, in minutes of that day. */
async function keptOn({ pool, desk, date }: Round): Promise<Kept[]> {
  const { rows } = await pool.query<Kept>(
    `select id, practitioner_id as practitioner, (extract(epoch from start_time - $2::timestamptz) / 60)::int as "from",
       (extract(epoch from end_time - $2::timestamptz) / 60)::int as "to"
     from appointments where clinic_id = $1 and start_time >= $2::timestamptz and start_time < $2::timestamptz + interval '24 hours'`,
    [desk.clinicId, `${date}T00:00:00Z`],
  )
  return rows
}

/** Who was told "booked" is in the database, and nobody else. */
function compare(round: Round, told: readonly string[], rows: readonly Kept[]): void {
  const kept = rows.map(({ id }) => id)
  if (told.toSorted().join() !== kept.toSorted().join())
    round.note(`${told.length} were told that they are booked, ${kept.length} are`)
}

async function openDesk(server: string, name: string, practitioners: number): Promise<Desk> {
  const ask = async (method: string, path: string, body?: unknown, bearer?: string) => {
    const headers = {
      'content-type': 'application/json',
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    }
    const response = await fetch(`${server}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}`)
    return response.json() as Promise<any>
  }
  const account = {
    email: `${name}@example.com`,
    password: `the password of ${name}`,
    clinic_name: name,
    timezone: 'UTC',
  }
  const { access_token: bearer, user } = await ask('POST', '/api/auth/register', account)
  const { agent } = await ask('POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: name }, bearer)
  const { api_token: token } = await ask('GET', `/api/agents/${agent.agent_id}/api-token`, undefined, bearer)
  await ask('PATCH', '/api/clinic', { slot_minutes: 15, horizon_days: 3650, opening_hours: aroundTheClock }, bearer)
  for (let i = 1; i < practitioners; i += 1)
    await ask('POST', '/api/practitioners', { name: `Practitioner ${i + 1}` }, bearer)
  return {
    clinicId: user.clinics[0].id,
    ownerId: user.id,
    path: `/api/agent-actions/book-appointment/${agent.agent_id}`,
    token,
  }
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const aroundTheClock = Object.fromEntries(weekdays.map((day) => [day, [['00:00', '24:00']]]))

const overlap = (a: { from: number; to: number }, b: { from: number; to: number }) => a.from < b.to && b.from < a.to

const clockTime = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Numbers that look drawn and are the same each time: a round that fails can be played again. */
function diceOf(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** How many deadlocks PostgreSQL has counted, once everybody else has left and so handed in their numbers. */
export async function countDeadlocks(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (let looks = 0; looks < 500; looks += 1) {
      const others = await client.query(
        'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      )
      if (others.rowCount === 0) break
      await client.query('select pg_sleep(0.02)')
    }
    const { rows } = await client.query(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    )
    return rows[0].deadlocks
  } finally {
    await client.end()
  }
}
