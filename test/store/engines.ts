import assert from 'node:assert/strict'
import { after, type TestContext } from 'node:test'
import pg from 'pg'
import { newBareDatabase, newDatabase } from '../cast.ts'
import { type SystemPostgres, startSystemPostgres } from '../system-postgres.ts'

/** A PostgreSQL to try a rule on. */
export type Engine = {
  name: string
  newDatabase(): Promise<string>
  newBareDatabase(): Promise<string>
}

const privateOne: Engine = { name: 'PostgreSQL 18, private', newDatabase, newBareDatabase }

/** The system's PostgreSQL, one for the whole run; undefined where there is none. */
export function systemPostgres(): Promise<SystemPostgres | undefined> {
  theSystems ??= startSystemPostgres()
  return theSystems
}

let theSystems: Promise<SystemPostgres | undefined> | undefined
// While this module loads: what a test registers with `after` happens at the end of that very test.
after(async () => (await theSystems)?.stop())

/** Tries a rule on the private PostgreSQL and on the system's, and says so where there is none. */
export async function onEachEngine(t: TestContext, rule: (engine: Engine) => Promise<void>): Promise<void> {
  await t.test(privateOne.name, () => rule(privateOne))
  const system = await systemPostgres()
  if (system === undefined) {
    t.diagnostic('this machine has no PostgreSQL 15 or later of its own: tried on the private 18 only')
    return
  }
  await t.test(`PostgreSQL ${system.major}, the system's`, () =>
    rule({ ...system, name: `PostgreSQL ${system.major}` }),
  )
}

/** Connections as the superuser, closed when the test is over. */
export function openPool(url: string, max = 4): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max })
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  after(() => pool.end())
  return pool
}

/** Somebody with a clinic that has a practitioner, by plain SQL. */
export type Household = { userId: string; clinicId: string; practitionerId: string }

export async function addHousehold(pool: pg.Pool, name: string): Promise<Household> {
  const { rows } = await pool.query(
    `with owner as (
       insert into users (email, password_hash) values ($1 || '@example.com', 'none') returning id
     ), clinic as (
       insert into clinics (owner_id, name, timezone, opening_hours)
       select id, $1, 'America/New_York', '{"monday": [["09:00", "17:00"]]}' from owner returning id, owner_id
     ), practitioner as (
       insert into practitioners (clinic_id, name) select id, 'Dr ' || $1 from clinic returning id, clinic_id
     )
     select c.owner_id as "userId", c.id as "clinicId", p.id as "practitionerId"
     from clinic c join practitioner p on p.clinic_id = c.id`,
    [name],
  )
  assert.equal(rows.length, 1)
  return rows[0]
}

export async function addPractitioner(
  pool: pg.Pool,
  clinicId: string,
  name: string,
  position: number,
): Promise<string> {
  const { rows } = await pool.query(
    'insert into practitioners (clinic_id, name, position) values ($1, $2, $3) returning id',
    [clinicId, name, position],
  )
  return rows[0].id
}

/** Fulfilled with the code of PostgreSQL's refusal; fails when there is none. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ code: string; message: string; constraint: string | undefined }> {
  const error = await work.then(
    () => assert.fail('it was not refused'),
    (fault: unknown) => fault,
  )
  if (!(error instanceof pg.DatabaseError)) throw error
  return { code: error.code ?? '', message: error.message, constraint: error.constraint }
}
