import pg from 'pg'
import { systemClock } from '../src/clock.ts'
import { type Crowd, gather, type Heard } from './crowd.ts'
import { type FrontDesk, openFrontDesk } from './front-desk.ts'
import type { Races } from './races.ts'

/**
 * The proof that a held slot is one caller's and a moved appointment nobody else's: callers at once on several servers
 * of one database, who hold, book and move to the same time.
 */
export type HoldKind = 'one hold' | 'held or booked' | 'one conversation' | 'moved to one time'

export type HoldFindings = {
  kind: HoldKind
  rounds: number
  winners: number
  violations: string[]
  latencies: number[]
}

type Round = {
  pool: pg.Pool
  crowd: Crowd
  desk: FrontDesk
  date: string
  clients: number
  number: number
  note(sentence: string): void
  latencies: number[]
}

const kinds: [HoldKind, (round: Round) => Promise<number>][] = [
  ['one hold', raceForOneHold],
  ['held or booked', raceToHoldOrBook],
  ['one conversation', raceInOneConversation],
  ['moved to one time', raceToMove],
]

export async function runHoldRaces({ servers, databaseUrl, rounds, clients }: Races): Promise<HoldFindings[]> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 })
  pool.on('connect', (client) => client.on('error', () => {}))
  const crowd = await gather(servers, clients)
  const findings: HoldFindings[] = []
  try {
    const desk = await openFrontDesk(servers[0]!, `holds-${process.pid}`)
    let day = 0
    for (const [kind, play] of kinds) {
      const found: HoldFindings = { kind, rounds, winners: 0, violations: [], latencies: [] }
      for (let number = 1; number <= rounds; number += 1) {
        day += 1
        const date = systemClock
          .now()
          .toZonedDateTimeISO('UTC')
          .toPlainDate()
          .add({ days: 7 + day })
          .toString()
        const note = (sentence: string) => found.violations.push(`${kind}, round ${number}: ${sentence}`)
        found.winners += await play({ pool, crowd, desk, date, clients, number, note, latencies: found.latencies })
        // a hold of an earlier round counts against the agent's live ones
        await pool.query(`delete from appointments where clinic_id = $1 and status = 'held'`, [desk.clinicId])
      }
      findings.push(found)
    }
  } finally {
    crowd.leave()
    await pool.end()
  }
  return findings
}

const atTen = (date: string) => ({ date, start_time: '10:00' })
const nameOf = (caller: number) => `Caller ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[caller % 26]}${'x'.repeat(2 + (caller % 7))}`
const numberOf = (caller: number) => `+1212555${String(caller).padStart(4, '0')}`

async function raceForOneHold(round: Round): Promise<number> {
  const { date, number, clients } = round
  const bodies = Array.from({ length: clients }, (_, i) => ({ ...atTen(date), conversation_id: `c${number}-${i}` }))
  return oneWins(round, await speak(round, 'hold-slot', bodies))
}

/** Who holds and who books want the same time: one of them all gets it. */
async function raceToHoldOrBook(round: Round): Promise<number> {
  const { date, number, clients } = round
  const half = Math.ceil(clients / 2)
  const holders = Array.from({ length: clients }, (_, i) => ({ ...atTen(date), conversation_id: `c${number}-${i}` }))
  const bookers = holders.map((wish, i) => ({ ...wish, customer_name: nameOf(i), customer_phone: numberOf(i) }))
  const answers = await Promise.all([
    speak(round, 'hold-slot', holders.slice(0, half)),
    speak(round, 'book-appointment', bookers.slice(half)),
  ])
  return oneWins(round, answers.flat())
}

/** Many holds of one conversation at once, of different times: it has one in the end, and everybody is told "held". */
async function raceInOneConversation(round: Round): Promise<number> {
  const { date, number, clients } = round
  const times = Array.from(
    { length: clients },
    (_, i) => `${String(8 + (Math.floor(i / 4) % 12)).padStart(2, '0')}:${['00', '15', '30', '45'][i % 4]}`,
  )
  const wishes = times.map((start_time) => ({
    date,
    start_time,
    duration_minutes: 15,
    conversation_id: `one-${number}`,
  }))
  const heard = await speak(round, 'hold-slot', wishes)
  const refused = heard.filter(({ body }) => body.success !== true)
  if (refused.length > 0) round.note(`${refused.length} were refused with ${refused[0]!.body.error}`)
  const kept = await keptOn(round)
  if (kept.length !== 1) round.note(`${kept.length} holds are left`)
  return kept.length
}

/** Callers with an appointment each move to one time: one gets there, and everybody still has exactly one. */
async function raceToMove(round: Round): Promise<number> {
  const { date, clients, crowd, desk, number, pool } = round
  const movers = Math.min(clients, 40)
  const wishes = Array.from({ length: clients }, (_, i) => ({
    date,
    start_time: `${String(11 + Math.floor((i % movers) / 4)).padStart(2, '0')}:${['00', '15', '30', '45'][i % 4]}`,
    duration_minutes: 15,
    customer_name: nameOf(i % movers),
    customer_phone: numberOf(number * movers + (i % movers)),
    conversation_id: `m${number}-${i % movers}`,
  }))
  await crowd.post(desk.path, desk.token, wishes)
  const asked = wishes.slice(0, movers).map(({ customer_name, customer_phone }) => ({
    ...atTen(date),
    customer_name,
    caller_id: customer_phone,
  }))
  const heard = await speak(round, 'reschedule-appointment', asked)
  const won = oneWins(round, heard)
  const { rows } = await pool.query(
    `select count(*)::int as visits, count(distinct attendee_phone)::int as people
     from appointments where clinic_id = $1 and start_time >= $2 and start_time < $2::timestamptz + interval '24 hours' and status = 'scheduled'`,
    [desk.clinicId, `${date}T00:00:00Z`],
  )
  if (rows[0].visits !== movers || rows[0].people !== movers)
    round.note(`${rows[0].visits} appointments of ${rows[0].people} people, not of ${movers}`)
  return won
}

async function speak(round: Round, action: string, bodies: readonly unknown[]): Promise<Heard[]> {
  const { crowd, desk, clients, latencies } = round
  // the crowd speaks with one voice a connection; who has nothing to say is asked for the date
  const all = Array.from({ length: clients }, (_, i) => bodies[i] ?? {})
  const path = `/api/agent-actions/${action}/${desk.agentId}`
  const heard = (await crowd.post(path, desk.token, all)).slice(0, bodies.length)
  for (const { status, body, ms } of heard) {
    latencies.push(ms)
    if (status !== 200) round.note(`answered ${status} ${body?.error}`)
  }
  return heard.filter(({ status }) => status === 200)
}

function oneWins(round: Round, heard: readonly Heard[]): number {
  const won = heard.filter(({ body }) => body.success)
  if (won.length !== 1) round.note(`${won.length} won`)
  for (const { body } of heard)
    if (!body.success && body.error !== 'slot_taken') round.note(`refused with ${body.error}`)
  return won.length
}

async function keptOn({ pool, desk, date }: Round): Promise<{ id: string }[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from appointments
     where clinic_id = $1 and start_time >= $2 and start_time < $2::timestamptz + interval '24 hours'`,
    [desk.clinicId, `${date}T00:00:00Z`],
  )
  return rows
}
