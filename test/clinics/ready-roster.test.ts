import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alicesClinic, bobsClinic, openStage } from '../cast.ts'

// What agents read is a value kept ready by triggers; what is true is the view. They are the same, whoever writes.
const stage = await openStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

const same = async () => {
  const { rows } = await stage.sql.query(`
    select v.clinic_id from rosters v left join clinic_rosters k using (clinic_id)
    where k.roster::jsonb is distinct from to_jsonb(v)`)
  assert.deepEqual(rows, [])
}
const practitionerOf = async (clinicId: string) =>
  (await stage.sql.query('select id from practitioners where clinic_id = $1 order by position limit 1', [clinicId]))
    .rows[0].id

const writes: [title: string, statement: string][] = [
  ['a clinic’s buffer', `update clinics set buffer_minutes = 10 where id = '$clinic'`],
  ['every clinic at once', `update clinics set slot_minutes = 15`],
  ['a new practitioner', `insert into practitioners (clinic_id, name, position) values ('$clinic', 'Dr. Ruiz', 7)`],
  [
    'a practitioner’s name',
    `update practitioners set name = 'Dr. Elena Ruiz' where clinic_id = '$clinic' and position = 7`,
  ],
  [
    'a new service',
    `insert into services (id, clinic_id, name, duration_minutes) values ('0a6f3d8e-8f0c-4f5e-9a51-222222222222', '$clinic', 'Cleaning', 45)`,
  ],
  [
    'who offers it',
    `insert into service_practitioners values ('$clinic', '0a6f3d8e-8f0c-4f5e-9a51-222222222222', '$practitioner')`,
  ],
  ['that nobody in particular does', `delete from service_practitioners where clinic_id = '$clinic'`],
  [
    'many closures in one statement',
    `insert into closures (clinic_id, date) select '$clinic', '2027-01-01'::date + n from generate_series(0, 500) n`,
  ],
  [
    'a practitioner’s closure',
    `insert into closures (clinic_id, practitioner_id, date) values ('$clinic', '$practitioner', '2027-05-01')`,
  ],
  ['the end of the closures', `delete from closures where clinic_id = '$clinic'`],
  ['the end of a practitioner', `delete from practitioners where clinic_id = '$clinic' and position = 7`],
  ['the end of a service', `delete from services where clinic_id = '$clinic'`],
]

for (const [title, statement] of writes) {
  test(`plain SQL that changes ${title} is in the roster at once`, async () => {
    const practitioner = await practitionerOf(alice.clinicId)
    await stage.sql.query(statement.replaceAll('$clinic', alice.clinicId).replaceAll('$practitioner', practitioner))
    await same()
  })
}

test('two changes under way at once are both in the roster afterwards', async () => {
  const [one, two] = [await stage.sql.connect(), await stage.sql.connect()]
  await one.query('begin')
  await one.query(`insert into practitioners (clinic_id, name) values ($1, 'Dr. One')`, [bob.clinicId])
  const second = two.query(`insert into services (clinic_id, name, duration_minutes) values ($1, 'Second', 30)`, [
    bob.clinicId,
  ])
  await one.query('commit')
  await second
  for (const client of [one, two]) client.release()
  await same()
  const { rows } = await stage.sql.query('select roster from clinic_rosters where clinic_id = $1', [bob.clinicId])
  assert.equal(rows[0].roster.practitioners.length, 2)
  assert.equal(rows[0].roster.services.length, 1)
})

test('a change that is rolled back leaves the roster as it was', async () => {
  const client = await stage.sql.connect()
  await client.query('begin')
  await client.query('delete from services where clinic_id = $1', [bob.clinicId])
  await client.query('rollback')
  client.release()
  await same()
})

test('a deleted clinic takes its roster with it', async () => {
  await stage.sql.query('delete from clinics where id = $1', [bob.clinicId])
  const { rows } = await stage.sql.query('select 1 from clinic_rosters where clinic_id = $1', [bob.clinicId])
  assert.deepEqual(rows, [])
  await same()
})
