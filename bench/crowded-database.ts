import pg from 'pg'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/sql.ts'

/** How many clinics there are, and how many appointments each has in the next 60 days. */
export type Crowd = { clinics: number; appointmentsEach: number }

/** The agent of the n-th clinic. */
export const agentOf = (n: number) => ({ agentId: `agent_bench_${n}`, token: `vami_agent_bench_${n}` })

/** The number of whoever has the i-th appointment, all of them called Maria Lopez; clinic `i % clinics` has it. */
export const callerOf = (i: number) => `+1${2_122_000_000 + i}`

/** Dates on which appointments lie: the 60 after today, in UTC. */
export const datesAhead = (): Temporal.PlainDate[] => {
  const today = Temporal.Now.plainDateISO('UTC')
  return Array.from({ length: 60 }, (_, days) => today.add({ days: days + 1 }))
}

/**
 * Clinics in four zones with two practitioners, three services and a closure each, open Monday to Friday 9:00 to 17:00;
 * their agents' tokens are those of `agentOf`, with a ciphertext that opens nothing.
 */
export async function loadClinics(databaseUrl: string, { clinics }: Crowd): Promise<void> {
  const database = openDatabase({ connectionString: databaseUrl }, 1, () => {})
  await migrate(database.pool).finally(database.close)
  await withClient(databaseUrl, async (client) => {
    await client.query(nthId)
    const last = clinics - 1
    await client.query(`
      insert into users (id, email, password_hash)
        select pg_temp.nth_id('user', n), 'owner' || n || '@vami.example', 'nobody logs in'
        from generate_series(0, ${last}) n;
      insert into clinics (id, owner_id, name, timezone, opening_hours, region)
        select pg_temp.nth_id('clinic', n), pg_temp.nth_id('user', n), 'Clinic ' || n,
          (array['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'Europe/Madrid'])[1 + n % 4],
          (select jsonb_object_agg(day, case when day like 's%' then '[]'::jsonb else '[["09:00","17:00"]]'::jsonb end)
            from unnest(array['monday','tuesday','wednesday','thursday','friday','saturday','sunday']) day),
          'US'
        from generate_series(0, ${last}) n;
      insert into practitioners (id, clinic_id, name, position)
        select pg_temp.nth_id('practitioner', n * 2 + i), pg_temp.nth_id('clinic', n), 'Dr. ' || n || ' ' || i, i
        from generate_series(0, ${last}) n, generate_series(0, 1) i;
      insert into services (id, clinic_id, name, duration_minutes)
        select pg_temp.nth_id('service', n * 3 + i), pg_temp.nth_id('clinic', n), 'Service ' || i, 30 + 15 * i
        from generate_series(0, ${last}) n, generate_series(0, 2) i;
      insert into closures (clinic_id, date)
        select pg_temp.nth_id('clinic', n), current_date + 1 + n % 60 from generate_series(0, ${last}) n;
      alter table agents disable trigger user;
      insert into agents (id, clinic_id, agent_id, name, token_hash, token_ciphertext, token_preview)
        select pg_temp.nth_id('agent', n), pg_temp.nth_id('clinic', n), 'agent_bench_' || n, 'Receptionist',
          sha256(convert_to('vami_agent_bench_' || n, 'UTF8')), '', '' from generate_series(0, ${last}) n;
      alter table agents enable trigger user`)
    await client.query('vacuum (analyze)')
  })
}

/**
 * Appointments of half an hour that do not overlap, in the order in which clinics of the same age would have made them:
 * those of one clinic lie far apart in the table.
 */
export async function loadAppointments(databaseUrl: string, { clinics, appointmentsEach }: Crowd): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(nthId)
    await client.query(`
      create temp table numbered as
        select n, c.id as clinic_id, c.owner_id, c.timezone, pg_temp.nth_id('agent', n) as agent_id,
          pg_temp.nth_id('service', n * 3) as service_id,
          array[pg_temp.nth_id('practitioner', n * 2), pg_temp.nth_id('practitioner', n * 2 + 1)] as practitioners
        from generate_series(0, ${clinics - 1}) n join clinics c on c.id = pg_temp.nth_id('clinic', n);
      analyze numbered`)
    await unburdened(client, 'appointments', () =>
      client.query(
        `
        with days as (
          select array_agg(day order by day) as open from unnest($1::date[]) day where extract(isodow from day) < 6
        ), places as (
          -- 13 shares no factor with 32 times any number of week days among 60: no place is taken twice
          select i, i % ${clinics} as n, days.open,
            ((i / ${clinics}) * 13 + i % ${clinics} * 7) % (cardinality(days.open) * 32) as place
          from generate_series(0, ${clinics * appointmentsEach - 1}) i, days
        ), rows as (
          select i, place, numbered.*,
            (open[1 + place / 32] + time '09:00' + place % 16 * interval '30 minutes') at time zone timezone as at
          from places join numbered using (n)
        )
        insert into appointments (id, clinic_id, practitioner_id, service_id, user_id, agent_id, start_time, end_time,
          buffer_minutes, status, attendee_name, attendee_phone, confirmation_code, conversation_id, repeat_key)
        select pg_temp.nth_id('appointment', i), clinic_id, practitioners[1 + place / 16 % 2], service_id, owner_id,
          agent_id, at, at + interval '30 minutes', 0, 'scheduled', 'Maria Lopez', '+1' || 2122000000 + i, 'C' || i,
          'call ' || i,
          sha256(convert_to(i::text, 'UTF8'))
        from rows order by i`,
        [datesAhead().map(String)],
      ),
    )
    await client.query('vacuum (analyze)')
  })
}

/** Rows come faster when indexes and constraints are made afterwards; they are made again by their own definitions. */
async function unburdened(client: pg.Client, table: string, work: () => Promise<unknown>): Promise<void> {
  const { rows: constraints } = await client.query<{ name: string; definition: string }>(
    `select quote_ident(conname) as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = $1::regclass and contype in ('x', 'f')`,
    [table],
  )
  for (const { name } of constraints) await client.query(`alter table ${table} drop constraint ${name}`)
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = $1::regclass and not indisprimary`,
    [table],
  )
  for (const { name } of indexes) await client.query(`drop index ${name}`)
  await client.query(`alter table ${table} disable trigger user`)
  await client.query(`set maintenance_work_mem = '512MB'`)
  await work()
  for (const { definition } of indexes) await client.query(definition)
  for (const { name, definition } of constraints)
    await client.query(`alter table ${table} add constraint ${name} ${definition}`)
  await client.query(`alter table ${table} enable trigger user`)
}

/** Ids that rise, as those made by the server do, and end at random. */
const nthId = `
  create function pg_temp.nth_id(kind text, n int) returns uuid language sql immutable as $$
    select (lpad(to_hex(n), 12, '0') || '7' || substr(md5(kind || n), 1, 3) || '8' || substr(md5(kind || n), 4, 15))::uuid
  $$`

async function withClient(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  await work(client).finally(() => client.end())
}
