import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, bobsClinic, type Owner, openStage, strangersClinic } from '../../cast.ts'
import { changeAgent, changeClinic, firstPractitioner, hire, secondAgent } from './at-the-desk.ts'
import { otherLanguages } from './bodies-abroad.ts'
import { callersAndStaff, type Desk, datesAndTimes, type MessyBody } from './sixty-bodies.ts'

const stage = await openStage()
const [alice, bob, stranger] = await Promise.all([alicesClinic(stage), bobsClinic(stage), strangersClinic(stage)])
for (const owner of [alice, bob, stranger]) await changeClinic(owner, { slot_minutes: 15 })
const elena = await hire(alice, 'Dr. Elena Ruiz')
const first = await firstPractitioner(stage, alice)
await alice.as('POST', '/api/services', { name: 'Cleaning', duration_minutes: 45 })

/** Another agent of the same clinic, who speaks this language. */
async function speaking(owner: Owner, language: string): Promise<Owner> {
  const agent = await secondAgent(stage, owner)
  await changeAgent(agent, { language })
  return agent
}

const desks: Record<string, { owner: Owner; zone: string }> = {
  'New York, en': { owner: alice, zone: 'America/New_York' },
  'New York, es': { owner: await speaking(alice, 'es'), zone: 'America/New_York' },
  'Berlin, de': { owner: await speaking(bob, 'de'), zone: 'Europe/Berlin' },
  'Berlin, fr': { owner: await speaking(bob, 'fr'), zone: 'Europe/Berlin' },
  'Kolkata, pt': { owner: await speaking(stranger, 'pt'), zone: 'Asia/Kolkata' },
  'Kolkata, en': { owner: stranger, zone: 'Asia/Kolkata' },
} satisfies Partial<Record<Desk, unknown>>

const bodies: [string, MessyBody[]][] = [
  ['dates and times as models hand them over', datesAndTimes],
  ['callers and whom they come to see', callersAndStaff],
  ['other languages, other zones', otherLanguages],
]

for (const [name, table] of bodies) {
  suite(name, () => {
    for (const body of table) {
      const { desk, before, kept, asked } = body
      const title = `${desk}: ${JSON.stringify(before)}`
      test(`${title} ${kept === undefined ? `asks: ${asked!.error}` : `books ${kept.at}`}`, () => play(body))
    }
  })
}

test('there are sixty', () => assert.equal(bodies.flatMap(([, table]) => table).length, 60))

async function play({ desk, before, kept, asked }: MessyBody): Promise<void> {
  const { owner, zone } = desks[desk]!
  await stage.sql.query('delete from appointments')
  const { status, body } = await owner.agent('book-appointment', before)
  assert.equal(status, 200)
  const { rows } = await stage.sql.query(
    `select to_char(start_time at time zone $1, 'YYYY-MM-DD HH24:MI') as at,
       (extract(epoch from end_time - start_time) / 60)::int as minutes, attendee_name as name,
       attendee_phone as phone, attendee_email as email, notes, practitioner_id
     from appointments where clinic_id = $2`,
    [zone, owner.clinicId],
  )
  if (asked !== undefined) {
    assert.deepEqual(rows, [])
    assert.deepEqual([body.success, body.error], [false, asked.error], JSON.stringify(body))
    assert.match(body.say, asked.say)
    if (asked.did_you_mean !== undefined) assert.deepEqual(body.did_you_mean, asked.did_you_mean)
    if (asked.fields !== undefined) assert.deepEqual(body.fields, asked.fields)
    return
  }
  assert.equal(body.success, true, JSON.stringify(body))
  const { at, minutes = 30, name = 'Maria Lopez', phone = '+12125550123', email = null, notes = null } = kept!
  const [row] = rows
  assert.deepEqual(
    [row.at, row.minutes, row.name, row.phone, row.email, row.notes],
    [at, minutes, name, phone, email, notes],
  )
  assert.equal(`${body.date} ${body.start_time}`, at)
  assert.deepEqual(body.warnings ?? [], kept!.warnings ?? [])
  if (owner.clinicId === alice.clinicId) {
    const either = kept!.practitioner === undefined ? [first, elena] : [elena]
    assert.ok(either.includes(row.practitioner_id))
  }
}
