import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { migrate } from '../../src/store/migrate.ts'
import { addHousehold, type Engine, type Household, onEachEngine, openPool, refusalOf } from './engines.ts'

// As on Supabase: `anon` is anybody on the internet, `authenticated` is whoever the claims say, and both are granted
// everything in public, some before our migrations by default privileges, some after by a grant.

const grantsBefore = `
  alter default privileges in schema public grant all on tables to anon, authenticated;
  alter default privileges in schema public grant all on functions to anon, authenticated;
  alter default privileges in schema public grant all on sequences to anon, authenticated;`
const grantsAfter = `
  grant all on all tables in schema public to anon, authenticated;
  grant all on all functions in schema public to anon, authenticated;
  grant all on all sequences in schema public to anon, authenticated;`

const variants = [
  { granted: 'by default privileges before the migrations', before: grantsBefore, after: '' },
  { granted: 'by a grant after them', before: '', after: grantsAfter },
]

type Stage = { pool: pg.Pool; alice: Household; bob: Household }

async function openSupabase(engine: Engine, { before, after }: { before: string; after: string }): Promise<Stage> {
  const pool = openPool(await engine.newBareDatabase())
  await pool.query(`do $$ begin
    -- roles belong to the cluster, so an earlier test may have made them
    if not exists (select from pg_roles where rolname = 'anon') then
      create role anon nologin; create role authenticated nologin;
    end if; end $$;
    grant usage on schema public to anon, authenticated; ${before}`)
  await migrate(pool)
  if (after !== '') await pool.query(after)
  const [alice, bob] = [await addHousehold(pool, 'alice'), await addHousehold(pool, 'bob')]
  for (const { clinicId, userId, practitionerId } of [alice, bob]) {
    await pool.query(
      `insert into sessions (id, user_id, token_hash, created_at, expires_at)
       values (gen_random_uuid(), '${userId}', sha256('${userId}'), now(), now());
       insert into signing_keys values (gen_random_uuid(), '', now());
       insert into login_failures values ('', now());
       insert into verification_failures values ('', now());
       insert into messages (clinic_id, customer_name, message) values ('${clinicId}', 'Maria', 'Please call back');
       insert into subscriptions (clinic_id, plan) values ('${clinicId}', 'self_hosted');
       insert into staff (clinic_id, user_id, role) values ('${clinicId}', '${userId}', 'owner');
       insert into services (clinic_id, name, duration_minutes) values ('${clinicId}', 'Check-up', 30);
       insert into service_practitioners select '${clinicId}', id, '${practitionerId}' from services where clinic_id = '${clinicId}';
       insert into closures (clinic_id, date) values ('${clinicId}', '2026-12-25');
       insert into agents (clinic_id, agent_id, name, token_hash, token_ciphertext, token_preview)
       values ('${clinicId}', 'agent_${clinicId}', 'Receptionist', sha256('${clinicId}'), '', '');
       insert into conversation_offers select id, 'conversation', '{}', now() from agents where clinic_id = '${clinicId}';
       insert into calendar_feeds (clinic_id, token_hash, token_ciphertext) values ('${clinicId}', sha256('${clinicId}'), '');
       insert into audit (id, clinic_id, at, action, outcome) values (gen_random_uuid(), '${clinicId}', now(), 'x', 'done');
       insert into webhook_attempts (attempt, state, at, lease_until, key_until, content_until)
       values (gen_random_uuid(), 'done', now(), now(), now(), now());
       insert into webhook_people values (sha256('${userId}'), now());
       insert into appointments (user_id, start_time, end_time) values ('${userId}', '2026-12-15T14:00:00Z', '2026-12-15T14:30:00Z')`,
    )
  }
  return { pool, alice, bob }
}

/** Runs `work` as one of Supabase's roles, with the claims that its gateway would set, and rolls it back. */
async function as<T>(
  pool: pg.Pool,
  role: 'anon' | 'authenticated',
  userId: string | null,
  work: (db: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const db = await pool.connect()
  try {
    await db.query('begin')
    const claims = { role, ...(userId !== null && { sub: userId }) }
    await db.query(`select set_config('request.jwt.claims', $1, true), set_config('role', $2, true)`, [
      JSON.stringify(claims),
      role,
    ])
    return await work(db)
  } finally {
    await db.query('rollback')
    db.release()
  }
}

/** Every table and view of ours, whatever its name: what a later migration adds is in it too. */
async function relationsOf(pool: pg.Pool) {
  const { rows } = await pool.query<{ name: string; kind: string; secured: boolean; options: string[] | null }>(
    `select relname as name, relkind as kind, relrowsecurity as secured, reloptions as options from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`,
  )
  assert.ok(rows.length >= 18, 'the schema is there')
  return rows
}

test('every table has row-level security on, and every view asks with the rights of whoever reads', (t) =>
  onEachEngine(t, async (engine) => {
    const pool = openPool(await engine.newDatabase())
    for (const { name, kind, secured, options } of await relationsOf(pool)) {
      if (kind === 'v') assert.ok(options?.includes('security_invoker=true'), name)
      else assert.deepEqual([kind, secured], ['r', true], name)
    }
  }))

for (const variant of variants) {
  test(`the anonymous role reads no row and writes none, granted everything ${variant.granted}`, (t) =>
    onEachEngine(t, async (engine) => {
      const { pool, alice } = await openSupabase(engine, variant)
      for (const { name, kind } of await relationsOf(pool)) {
        assert.ok((await pool.query(`select from ${name}`)).rowCount! > 0, `${name} has rows to be seen`)
        assert.equal(await touched(pool, null, `select from ${name}`), 0, `anon reads ${name}`)
        if (kind === 'v') continue
        assert.equal(await touched(pool, null, `delete from ${name}`), 0, `anon deletes from ${name}`)
        const [column] = (
          await pool.query(
            `select attname from pg_attribute where attrelid = '${name}'::regclass and attnum > 0 and attgenerated = '' and attidentity = '' limit 1`,
          )
        ).rows
        assert.equal(
          await touched(pool, null, `update ${name} set ${column.attname} = ${column.attname}`),
          0,
          `anon updates ${name}`,
        )
        const copy = `insert into ${name} select * from jsonb_populate_record(null::${name}, '{}')`
        assert.equal(await touched(pool, null, copy), 0, `anon inserts into ${name}`)
      }
      const visit = `insert into appointments (user_id, start_time, end_time) values ('${alice.userId}', '2026-12-16T14:00:00Z', '2026-12-16T14:30:00Z')`
      assert.equal(await touched(pool, null, visit), 0)
    }))

  test(`an owner sees and writes her own rows only, granted everything ${variant.granted}`, (t) =>
    onEachEngine(t, async (engine) => {
      const { pool, alice, bob } = await openSupabase(engine, variant)
      await seesOnlyHers(pool, alice)
      const seed = (userId: string, clinicId?: string) =>
        `insert into appointments (user_id, title, start_time, end_time, attendee_name${clinicId ? ', clinic_id' : ''})
         values ('${userId}', 'Visit', '2026-12-16T14:00:00Z', '2026-12-16T14:30:00Z', 'Maria Lopez'${clinicId ? `, '${clinicId}'` : ''}) returning clinic_id`
      const written = await as(
        pool,
        'authenticated',
        alice.userId,
        async (db) => (await db.query(seed(alice.userId))).rows,
      )
      assert.deepEqual(written, [{ clinic_id: alice.clinicId }])
      for (const foreign of [seed(bob.userId), seed(alice.userId, bob.clinicId), seed(bob.userId, alice.clinicId)])
        assert.equal(
          (await refusalOf(as(pool, 'authenticated', alice.userId, (db) => db.query(foreign)))).code,
          '42501',
        )
      assert.equal(await touched(pool, alice.userId, `delete from appointments where user_id = '${bob.userId}'`), 0)
      assert.equal(await touched(pool, alice.userId, `update appointments set title = 'Hers'`), 1)
      assert.equal(
        await touched(
          pool,
          alice.userId,
          `update appointments set clinic_id = '${bob.clinicId}', practitioner_id = '${bob.practitionerId}'`,
        ),
        0,
      )
      for (const table of ['clinics', 'agents', 'practitioners', 'events', 'audit', 'messages', 'calendar_feeds'])
        assert.equal(await touched(pool, alice.userId, `delete from ${table}`), 0, `she deletes from ${table}`)
    }))
}

async function seesOnlyHers(pool: pg.Pool, alice: Household): Promise<void> {
  const hidden = [
    ...['users', 'sessions', 'signing_keys', 'login_failures', 'conversation_offers', 'vami_migrations'],
    ...['webhook_attempts', 'webhook_people'],
    'verification_failures',
  ]
  for (const { name } of await relationsOf(pool)) {
    const column = name === 'clinics' ? 'id' : 'clinic_id'
    const seen = hidden.includes(name)
      ? await as(pool, 'authenticated', alice.userId, async (db) => (await db.query(`select from ${name}`)).rows)
      : await as(
          pool,
          'authenticated',
          alice.userId,
          async (db) => (await db.query(`select distinct ${column} as clinic from ${name}`)).rows,
        )
    assert.deepEqual(seen, hidden.includes(name) ? [] : [{ clinic: alice.clinicId }], name)
  }
}

test('nobody but us may empty a table, where the grants came before', (t) =>
  onEachEngine(t, async (engine) => {
    const { pool, alice } = await openSupabase(engine, variants[0]!)
    for (const { name, kind } of await relationsOf(pool)) {
      if (kind === 'v') continue
      assert.equal(await touched(pool, alice.userId, `truncate ${name} cascade`), 0, name)
      assert.equal(await touched(pool, null, `truncate ${name} cascade`), 0, name)
    }
  }))

test('a user of Supabase who has no clinic sees nothing, and so does one whose claims name nobody', (t) =>
  onEachEngine(t, async (engine) => {
    const { pool } = await openSupabase(engine, variants[1]!)
    for (const claimed of ['00000000-0000-4000-8000-000000000000', null]) {
      for (const { name } of await relationsOf(pool)) {
        const { rowCount } = await as(pool, 'authenticated', claimed, (db) => db.query(`select from ${name}`))
        assert.equal(rowCount, 0, name)
      }
    }
  }))

/** How many rows a statement reached as `authenticated` with this claim, or as `anon`; being refused is none. */
async function touched(pool: pg.Pool, userId: string | null, text: string): Promise<number> {
  try {
    const result = await as(pool, userId === null ? 'anon' : 'authenticated', userId, (db) => db.query(text))
    return text.startsWith('truncate') ? 1 : (result.rowCount ?? 0)
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    // forbidden; or an empty row, which the trigger or a generated column turns away before a policy is asked
    if (code === '42501' || (text.startsWith('insert') && ['23503', '428C9'].includes(code))) return 0
    throw error
  }
}
