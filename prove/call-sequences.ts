import assert from 'node:assert/strict'
import fc from 'fast-check'
import pg from 'pg'
import type { FrontDesk } from './front-desk.ts'

/**
 * The proof that calls, in whatever order they come, do what a simple picture of the calendar says: no two visits
 * overlap, nothing changes without proof, what was acknowledged is there, and no hold outlives its five minutes.
 */
export type Sequences = {
  server: string
  databaseUrl: string
  desk: FrontDesk
  /** moves the server's clock */
  advance(minutes: number): void
  runs: number
  seed?: number
}

/** Plays `runs` sequences of up to 40 calls; throws the shortest one that breaks the picture. Returns the calls made. */
export async function playCallSequences({
  server,
  databaseUrl,
  desk,
  advance,
  runs,
  seed,
}: Sequences): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 })
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  let calls = 0
  const real: Real = {
    pool,
    desk,
    advance,
    ask: async (action, said) => {
      calls += 1
      const response = await fetch(`${server}/api/agent-actions/${action}/${desk.agentId}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-agent-token': desk.token },
        body: JSON.stringify(said),
      })
      const body: any = await response.json()
      assert.equal(response.status, 200, JSON.stringify(body))
      return body
    },
  }
  const property = fc.asyncProperty(fc.commands(arbitraries, { maxCommands: 40, size: 'max' }), async (commands) => {
    await pool.query(
      'delete from appointments; delete from verification_failures; delete from audit; delete from events',
    )
    const model: Picture = { minute: 0, visits: [], holds: new Map(), strangers: 0 }
    await fc.asyncModelRun(() => ({ model, real }), commands)
  })
  try {
    await fc.assert(property, { numRuns: runs, ...(seed !== undefined && { seed }) })
  } finally {
    await pool.end()
  }
  return calls
}

/** Half an hour each, from ten o'clock on. The clinic of the proof is open around the clock, so the picture is too. */
type Stretch = { at: number; length: number }
type Visit = Stretch & { id: string; code: string; person: number; mark: string; lives: boolean }
type Hold = Stretch & { id: string; until: number }

type Picture = {
  /** since the sequence began */
  minute: number
  visits: Visit[]
  /** the last hold of each conversation, lapsed or not */
  holds: Map<string, Hold>
  strangers: number
}

type Real = {
  pool: pg.Pool
  desk: FrontDesk
  advance(minutes: number): void
  ask(action: string, said: Record<string, unknown>): Promise<any>
}

const date = '2027-03-01'
const people = [
  { customer_name: 'Maria Lopez', phone: '+12125550101' },
  { customer_name: 'Ann Reed', phone: '+12125550102' },
  { customer_name: 'Wei Chen', phone: '+12125550103' },
] as const

const timeOf = (at: number) => `${String(10 + Math.floor(at / 2)).padStart(2, '0')}:${at % 2 === 0 ? '00' : '30'}`
const wishFor = ({ at, length }: Stretch) => ({ date, start_time: timeOf(at), duration_minutes: length * 30 })
const meet = (one: Stretch, other: Stretch) => one.at < other.at + other.length && other.at < one.at + one.length

const liveHolds = ({ holds, minute }: Picture) => [...holds].filter(([, hold]) => hold.until > minute)

/** Free for a conversation: nothing of anybody else's, `except` its own hold and the visit that is to be moved. */
function isFree(picture: Picture, wished: Stretch, conversation: string, except?: Visit): boolean {
  const others = liveHolds(picture).filter(([owner]) => owner !== conversation)
  return (
    !picture.visits.some((visit) => visit.lives && visit !== except && meet(visit, wished)) &&
    !others.some(([, hold]) => meet(hold, wished))
  )
}

/** The hold of a conversation goes where a visit of the same conversation takes its place. */
function useUpHold(picture: Picture, conversation: string, taken: Stretch): void {
  const hold = picture.holds.get(conversation)
  if (hold !== undefined && hold.until > picture.minute && meet(hold, taken)) picture.holds.delete(conversation)
}

type Step = fc.AsyncCommand<Picture, Real>

/** Each step ends with a look at the database, which has to hold exactly what the picture does. */
function step(
  name: string,
  run: (picture: Picture, real: Real) => Promise<void>,
  check?: (picture: Picture) => boolean,
): Step {
  return {
    check: (picture) => check?.(picture) ?? true,
    run: async (picture, real) => {
      await run(picture, real)
      await compare(picture, real)
    },
    toString: () => name,
  }
}

const hold = (conversation: string, wished: Stretch): Step =>
  step(`hold ${conversation} ${JSON.stringify(wished)}`, async (picture, { ask }) => {
    const own = picture.holds.get(conversation)
    const answer = await ask('hold-slot', { ...wishFor(wished), conversation_id: conversation })
    if (!isFree(picture, wished, conversation)) return assert.equal(answer.error, 'slot_taken')
    assert.equal(answer.success, true, JSON.stringify(answer))
    const isSame =
      own !== undefined && own.until > picture.minute && own.at === wished.at && own.length === wished.length
    assert.equal(answer.hold_id === own?.id, isSame)
    picture.holds.set(conversation, { ...wished, id: answer.hold_id, until: picture.minute + 5 })
  })

const book = (conversation: string, person: number, wished: Stretch): Step =>
  step(`book ${conversation} ${person} ${JSON.stringify(wished)}`, async (picture, { ask }) => {
    const { customer_name, phone: customer_phone } = people[person]!
    const said = { ...wishFor(wished), conversation_id: conversation, customer_name, customer_phone }
    const answer = await ask('book-appointment', said)
    noteBooked(picture, answer, { conversation, person, wished, free: isFree(picture, wished, conversation) })
  })

const bookHeld = (conversation: string, person: number): Step =>
  step(
    `book what is held ${conversation} ${person}`,
    async (picture, { ask }) => {
      const { customer_name, phone: customer_phone } = people[person]!
      const held = picture.holds.get(conversation)!
      const said = { hold_id: held.id, conversation_id: conversation, customer_name, customer_phone }
      const answer = await ask('book-appointment', said)
      if (held.until <= picture.minute) return assert.equal(answer.error, 'hold_expired')
      noteBooked(picture, answer, { conversation, person, wished: held, free: true })
    },
    ({ holds }) => holds.has(conversation),
  )

function noteBooked(
  picture: Picture,
  answer: any,
  { conversation, person, wished, free }: { conversation: string; person: number; wished: Stretch; free: boolean },
): void {
  const mark = `${conversation} ${person} ${wished.at}`
  const earlier = picture.visits.find((visit) => visit.lives && visit.mark === mark)
  if (earlier !== undefined) {
    assert.deepEqual(
      [answer.appointment_id, answer.replayed, answer.confirmation_code],
      [earlier.id, true, earlier.code],
    )
    return
  }
  if (!free) {
    assert.equal(answer.error, 'slot_taken')
    return
  }
  assert.equal(answer.success, true, JSON.stringify(answer))
  useUpHold(picture, conversation, wished)
  const { at, length } = wished
  picture.visits.push({
    at,
    length,
    id: answer.appointment_id,
    code: answer.confirmation_code,
    person,
    mark,
    lives: true,
  })
}

/** What proves a visit to be somebody's: the code, and the number or the name. */
const proofOf = ({ code, person }: Visit, byNumber: boolean) =>
  byNumber
    ? { confirmation_code: code, caller_id: people[person]!.phone }
    : { confirmation_code: code, customer_name: people[person]!.customer_name }

const nth = (picture: Picture, which: number): Visit | undefined => picture.visits[which % picture.visits.length]

const move = (conversation: string, which: number, byNumber: boolean, wished: Stretch): Step =>
  step(
    `move ${which} ${conversation} ${JSON.stringify(wished)}`,
    async (picture, { ask }) => {
      const visit = nth(picture, which)!
      const said = { ...proofOf(visit, byNumber), ...wishFor(wished), conversation_id: conversation }
      const answer = await ask('reschedule-appointment', said)
      if (!visit.lives) return assert.equal(answer.error, 'not_changeable')
      const isThere = visit.at === wished.at && visit.length === wished.length
      if (!isThere && !isFree(picture, wished, conversation, visit)) return assert.equal(answer.error, 'slot_taken')
      assert.deepEqual([answer.appointment_id, answer.replayed], [visit.id, isThere ? true : undefined])
      if (isThere) return
      assert.equal(answer.previous.start_time, timeOf(visit.at))
      useUpHold(picture, conversation, wished)
      visit.at = wished.at
      visit.length = wished.length
    },
    ({ visits }) => visits.length > 0,
  )

const cancel = (which: number, byNumber: boolean): Step =>
  step(
    `cancel ${which}`,
    async (picture, { ask }) => {
      const visit = nth(picture, which)!
      const answer = await ask('cancel-appointment', proofOf(visit, byNumber))
      assert.deepEqual([answer.success, answer.replayed], [true, visit.lives ? undefined : true])
      visit.lives = false
    },
    ({ visits }) => visits.length > 0,
  )

/** A stranger who knows one thing that is true, or an id, and makes up the rest. */
const guess = (action: string, which: number, kind: number): Step =>
  step(
    `guess ${action} ${which} ${kind}`,
    async (picture, { ask }) => {
      const visit = nth(picture, which)!
      const { customer_name, phone } = people[visit.person]!
      const claims = [
        { customer_name, caller_id: '+12125550199' },
        { customer_name: 'Otto Stranger', caller_id: phone },
        { customer_name: 'Otto Stranger', confirmation_code: visit.code },
        { customer_name, customer_phone: phone, confirmation_code: 'AAAAAA' },
        { customer_name, customer_phone: phone, appointment_id: visit.id },
      ][kind]!
      picture.strangers += 1
      const said = { ...claims, ...wishFor({ at: 0, length: 1 }), conversation_id: `stranger ${picture.strangers}` }
      const answer = await ask(action, said)
      // a number that three strangers have tried is locked, which is no better for the fourth
      assert.ok(['not_verified', 'locked'].includes(answer.error), JSON.stringify(answer))
    },
    ({ visits, strangers }) => visits.length > 0 && strangers < 2,
  )

/** Who calls from the number sees all of that person, and who knows a code and a name no more than that visit. */
const find = (which: number): Step =>
  step(
    `find ${which}`,
    async (picture, { ask }) => {
      const visit = nth(picture, which)!
      const byNumber = which % 2 === 0
      const answer = await ask('find-appointments', proofOf(visit, byNumber))
      const theirs = picture.visits.filter(
        ({ id, lives, person }) => lives && (byNumber ? person === visit.person : id === visit.id),
      )
      const ids = answer.appointments.map(({ appointment_id }: { appointment_id: string }) => appointment_id)
      assert.deepEqual(
        ids,
        theirs.toSorted((a, b) => a.at - b.at).map(({ id }) => id),
      )
    },
    ({ visits }) => visits.length > 0,
  )

const look = (conversation: string, wished: Stretch): Step =>
  step(`look ${conversation} ${JSON.stringify(wished)}`, async (picture, { ask }) => {
    const said = { date, time: timeOf(wished.at), duration_minutes: wished.length * 30, conversation_id: conversation }
    const answer = await ask('check-availability', said)
    assert.equal(answer.requested.available, isFree(picture, wished, conversation))
  })

const wait = (minutes: number): Step =>
  step(`wait ${minutes}`, async (picture, { advance }) => {
    advance(minutes)
    picture.minute += minutes
  })

async function compare(picture: Picture, { pool, desk }: Real): Promise<void> {
  const { rows } = await pool.query(
    `select id, status, hold_expires_at, (extract(epoch from start_time - $2::timestamptz) / 1800)::int as at,
       (extract(epoch from end_time - start_time) / 1800)::int as length
     from appointments where clinic_id = $1 and status in ('held', 'scheduled', 'confirmed')`,
    [desk.clinicId, `${date}T10:00:00Z`],
  )
  const living = new Map(liveHolds(picture).map(([, each]) => [each.id, each]))
  // a lapsed hold may still lie there, and keeps nobody out
  const lapsed = new Set([...picture.holds.values()].filter(({ id }) => !living.has(id)).map(({ id }) => id))
  const kept = rows
    .filter(({ id, status }) => status !== 'held' || !lapsed.has(id))
    .map(({ id, status, at, length }) => `${id} ${status} ${at} ${length}`)
  const pictured = [
    ...[...living.values()].map(({ id, at, length }) => `${id} held ${at} ${length}`),
    ...picture.visits.filter(({ lives }) => lives).map(({ id, at, length }) => `${id} scheduled ${at} ${length}`),
  ]
  assert.deepEqual(kept.sort(), pictured.sort())
}

// few of everything, so that calls get into each other's way
const conversations = fc.constantFrom('one', 'two')
const persons = fc.nat({ max: people.length - 1 })
const stretches = fc.record({ at: fc.nat({ max: 2 }), length: fc.integer({ min: 1, max: 2 }) })
const which = fc.nat({ max: 3 })
const guessed = fc.constantFrom('find-appointments', 'cancel-appointment', 'reschedule-appointment')

const holds = fc.tuple(conversations, stretches).map((drawn) => hold(...drawn))
const moves = fc.tuple(conversations, which, fc.boolean(), stretches).map((drawn) => move(...drawn))

const arbitraries: fc.Arbitrary<Step>[] = [
  holds,
  holds,
  moves,
  moves,
  fc.tuple(conversations, persons, stretches).map((drawn) => book(...drawn)),
  fc.tuple(conversations, persons).map((drawn) => bookHeld(...drawn)),
  fc.tuple(which, fc.boolean()).map((drawn) => cancel(...drawn)),
  fc.tuple(guessed, which, fc.nat({ max: 4 })).map((drawn) => guess(...drawn)),
  which.map((drawn) => find(drawn)),
  fc.tuple(conversations, stretches).map((drawn) => look(...drawn)),
  fc.constantFrom(1, 4, 5).map((minutes) => wait(minutes)),
]
