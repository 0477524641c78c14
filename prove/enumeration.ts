import pg from 'pg'
import { gather } from './crowd.ts'
import type { FrontDesk } from './front-desk.ts'
import type { Proof, Row } from './proof.ts'

/**
 * The proof that guessing tells nothing: codes, numbers, names and ids that exist and that do not are refused with the
 * same words and status, and in times that cannot be told apart; and that three guesses lock.
 */
export type Enumeration = {
  server: string
  databaseUrl: string
  desk: FrontDesk
  guesses: number
  /** how many appointments there are to be found */
  appointments: number
}

type Kind = 'code' | 'number' | 'name' | 'id'
type Guess = { kind: Kind; exists: boolean; claims: Record<string, unknown> }

const kinds: Kind[] = ['code', 'number', 'name', 'id']
const actions = ['find-appointments', 'cancel-appointment', 'reschedule-appointment'] as const
// in numbers of its own spread: a difference that a draw shows once in a million
const mostSigmas = 5
// however sure one is of it, a difference that cannot be heard through a telephone and a network is none
const mostShare = 0.06

export async function proveEnumeration({
  server,
  databaseUrl,
  desk,
  guesses,
  appointments,
}: Enumeration): Promise<Proof> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  const crowd = await gather([server], 1)
  const violations: string[] = []
  const answers = new Set<string>()
  const times = new Map<string, number[]>()
  try {
    const known = await addAppointments(pool, desk, appointments)
    const before = await sumOf(pool)
    for (let number = 0; number < guesses; number += 1) {
      // by sevens, as kinds come by fours and what exists by eights: else the same guess always follows it
      if (number % 7 === 0) await pool.query('delete from verification_failures')
      const { kind, exists, claims } = guessAt(number, known)
      const action = actions[Math.floor(number / (2 * kinds.length)) % actions.length]!
      const said = { ...claims, date: '2040-01-02', start_time: '10:00', conversation_id: `guess ${number}` }
      const [heard] = await crowd.post(`/api/agent-actions/${action}/${desk.agentId}`, desk.token, [said])
      answers.add(`${heard!.status} ${JSON.stringify(heard!.body)}`)
      const key = `${kind} ${exists}`
      times.set(key, [...(times.get(key) ?? []), heard!.ms])
    }
    if (answers.size !== 1) violations.push(`${answers.size} different answers: ${[...answers].slice(0, 3).join('; ')}`)
    if ((await sumOf(pool)) !== before) violations.push('an appointment was changed')
    const rows = kinds.map((kind) => rowOf(kind, times.get(`${kind} true`)!, times.get(`${kind} false`)!))
    for (const { guessed, sigmas, 'earlier share': share } of rows)
      if (Math.abs(Number(sigmas)) > mostSigmas && Math.abs(Number(share) - 0.5) > mostShare)
        violations.push(`a ${guessed} that exists is told by its time: ${share} of pairs, ${sigmas} sigmas`)
    violations.push(...(await lockFaults(pool, crowd, desk)))
    return { rows, violations }
  } finally {
    crowd.leave()
    await pool.end()
  }
}

type Known = { id: string; code: string; phone: string; name: string }

/** One guess of each kind by turns, of what exists and of what does not, in an order that changes. */
function guessAt(number: number, known: readonly Known[]): Guess {
  const kind = kinds[number % kinds.length]!
  const exists = (Math.floor(number / kinds.length) + number) % 2 === 0
  const one = known[(number * 7_919) % known.length]!
  const stranger = { customer_name: 'Otto Stranger' }
  const noNumber = `+1646555${String(number % 10_000).padStart(4, '0')}`
  const noCode = `${number.toString(16).padStart(5, '0').slice(-5)}B`.toUpperCase()
  const claims: Record<Kind, Record<string, unknown>> = {
    code: { ...stranger, confirmation_code: exists ? one.code : noCode },
    number: { ...stranger, caller_id: exists ? one.phone : noNumber },
    name: { customer_name: exists ? one.name : 'Otto Nobody', caller_id: noNumber },
    id: {
      ...stranger,
      caller_id: noNumber,
      appointment_id: exists ? one.id : `01999999-9999-7999-8999-${noNumber.slice(1)}0`,
    },
  }
  return { kind, exists, claims: claims[kind] }
}

/** Fills a calendar by SQL, in the far future, one after the other. */
async function addAppointments(pool: pg.Pool, desk: FrontDesk, count: number): Promise<Known[]> {
  const { rows } = await pool.query<Known>(
    `insert into appointments (clinic_id, start_time, end_time, attendee_name, attendee_phone, confirmation_code)
     select $1, '2030-01-01'::timestamptz + make_interval(mins => 15 * n), '2030-01-01'::timestamptz + make_interval(mins => 15 * n + 15),
       'Patient ' || chr(65 + n % 26) || 'son', '+1212' || lpad(n::text, 7, '0'), 'K' || upper(lpad(to_hex(n), 5, '0'))
     from generate_series(1, $2::int) n
     returning id, confirmation_code as code, attendee_phone as phone, attendee_name as name`,
    [desk.clinicId, count],
  )
  await pool.query('analyze appointments')
  return rows
}

async function sumOf(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query(`select md5(string_agg(a::text, '|' order by id)) as sum from appointments a`)
  return rows[0].sum
}

/** Medians, and how often one that exists is answered earlier than one that does not (Mann and Whitney): 0.5 is never told. */
function rowOf(kind: Kind, existing: readonly number[], absent: readonly number[]): Row {
  const ranked = [...existing.map((ms) => ({ ms, exists: true })), ...absent.map((ms) => ({ ms, exists: false }))].sort(
    (a, b) => a.ms - b.ms,
  )
  let absentBefore = 0
  let earlier = 0
  for (const { exists } of ranked)
    if (exists) earlier += absent.length - absentBefore
    else absentBefore += 1
  const pairs = existing.length * absent.length
  const spread = Math.sqrt((pairs * (existing.length + absent.length + 1)) / 12)
  return {
    guessed: kind,
    guesses: existing.length + absent.length,
    'existing, median ms': medianOf(existing),
    'absent, median ms': medianOf(absent),
    'earlier share': (earlier / pairs).toFixed(3),
    sigmas: ((earlier - pairs / 2) / spread).toFixed(1),
  }
}

const medianOf = (values: readonly number[]): string =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!.toFixed(2)

async function lockFaults(
  pool: pg.Pool,
  crowd: Awaited<ReturnType<typeof gather>>,
  desk: FrontDesk,
): Promise<string[]> {
  const ask = async (more: Record<string, unknown>): Promise<string> => {
    const said = { customer_name: 'Otto Stranger', confirmation_code: 'AAAAAA', ...more }
    const [heard] = await crowd.post(`/api/agent-actions/find-appointments/${desk.agentId}`, desk.token, [said])
    return heard!.body.error
  }
  const faults: string[] = []
  for (const [what, more, most] of [
    ['a conversation', () => ({ conversation_id: 'the same' }), 3],
    ['a number', (nth: number) => ({ caller_id: '+16465550000', conversation_id: `another ${nth}` }), 3],
    ['an agent', (nth: number) => ({ conversation_id: `one more ${nth}` }), 30],
  ] as const) {
    await pool.query('delete from verification_failures')
    for (let nth = 0; nth < most + 2; nth += 1) {
      const error = await ask(more(nth))
      if (error !== (nth < most ? 'not_verified' : 'locked')) faults.push(`guess ${nth + 1} of ${what}: ${error}`)
    }
  }
  return faults
}
