import assert from 'node:assert/strict'
import { beforeEach, suite, test } from 'node:test'
import { type Answer, alicesClinic, bobsClinic, type Owner, openStage } from '../../cast.ts'
import { changeClinic, hire, keptBy, maria, placeHold, tuesday } from './at-the-desk.ts'

const stage = await openStage({ config: { LIMIT_TOKEN_BURST: 10_000 } })
const [alice, bob] = await Promise.all([alicesClinic(stage), bobsClinic(stage)])
for (const name of ['Elena Ruiz', 'Juan Mora']) await hire(bob, name)

const wish = { ...maria, date: tuesday, start_time: '14:00' }

beforeEach(async () => {
  await stage.sql.query('delete from appointments')
})

/** All at once. Each is answered with 200 (the checker of answers would tell of more). */
async function together(owner: Owner, count: number, wishOf: (index: number) => Record<string, unknown>, headers = {}) {
  const calls = Array.from({ length: count }, (_, index) => owner.agent('book-appointment', wishOf(index), headers))
  const answers = await Promise.all(calls)
  for (const { status, body } of answers) assert.equal(status, 200, JSON.stringify(body))
  const won = answers.filter(({ body }) => body.success)
  return { won, lost: answers.filter(({ body }) => !body.success) }
}

function assertOffered(lost: Answer[]) {
  for (const { body } of lost) {
    assert.equal(body.error, 'slot_taken')
    assert.equal(body.alternatives.length, 3)
    assert.ok(
      !body.alternatives.some((slot: Record<string, string>) => slot.date === tuesday && slot.start_time === '14:00'),
    )
  }
}

suite('sixty callers want the same slot', () => {
  const caller = (index: number) => ({ ...wish, customer_name: `Caller ${index}`, conversation_id: `conv_${index}` })

  for (const [title, owner, winners] of [
    ['one practitioner sees exactly one of them', alice, 1],
    ['three practitioners see exactly three', bob, 3],
  ] as const) {
    test(`${title}, and the others get alternatives`, async () => {
      const { won, lost } = await together(owner, 60, caller)
      assert.equal(won.length, winners)
      assert.equal(new Set(won.map(({ body }) => body.practitioner)).size, winners)
      assert.equal(new Set(won.map(({ body }) => body.confirmation_code)).size, winners)
      assertOffered(lost)
      assert.equal((await keptBy(stage, owner)).length, winners)
    })
  }

  test('over a lapsed hold too', async () => {
    await placeHold(stage, alice, { at: '2026-12-15T19:00:00Z', lapses: '2026-12-07T11:00:00Z' })
    const { won, lost } = await together(alice, 40, caller)
    assert.equal(won.length, 1)
    assertOffered(lost)
    assert.equal((await keptBy(stage, alice)).length, 1)
  })

  test('nobody gets one that a live hold keeps, but the one who holds it', async () => {
    const id = await placeHold(stage, alice, { at: '2026-12-15T19:00:00Z', conversation: 'conv_7' })
    const { won, lost } = await together(alice, 20, caller)
    assert.deepEqual(
      won.map(({ body }) => body.appointment_id),
      [id],
    )
    assertOffered(lost)
  })
})

test('visits that overlap in every way, with a buffer: what is kept never does', async () => {
  await changeClinic(bob, { slot_minutes: 10, buffer_minutes: 15 })
  const starts = ['14:00', '14:10', '14:20', '14:30', '14:40', '14:50', '15:00', '15:10']
  await together(bob, 64, (index) => ({
    ...wish,
    customer_name: `Caller ${index}`,
    start_time: starts[index % 8],
    duration_minutes: 20 + 10 * (index % 5),
  }))
  const { rows } = await stage.sql.query(
    `select count(*)::int as kept, count(*) filter (where exists (
       select 1 from appointments b where b.clinic_id = a.clinic_id and b.practitioner_id = a.practitioner_id and b.id <> a.id
         and tstzrange(b.start_time, b.end_time + interval '15 minutes') && tstzrange(a.start_time, a.end_time + interval '15 minutes')
     ))::int as overlapping from appointments a where clinic_id = $1`,
    [bob.clinicId],
  )
  assert.equal(rows[0].overlapping, 0)
  assert.ok(rows[0].kept >= 3, `${rows[0].kept} kept`)
  await changeClinic(bob, { slot_minutes: 30, buffer_minutes: 0 })
})

suite('fifty identical requests at once are one appointment', () => {
  const ways: [title: string, more: Record<string, unknown>, headers: Record<string, string>, codeShown: boolean][] = [
    ['by key', {}, { 'idempotency-key': 'impatient' }, true],
    ['by conversation', { conversation_id: 'conv_impatient' }, {}, true],
    ['with neither', {}, {}, false],
  ]
  for (const [title, more, headers, codeShown] of ways) {
    for (const [where, owner] of [
      ['one practitioner', alice],
      ['three', bob],
    ] as const) {
      test(`${title}, with ${where}`, async () => {
        const { won, lost } = await together(owner, 50, () => ({ ...wish, ...more }), headers)
        assert.equal(lost.length, 0, JSON.stringify(lost[0]?.body))
        assert.equal(new Set(won.map(({ body }) => body.appointment_id)).size, 1)
        const first = won.filter(({ body }) => !('replayed' in body))
        assert.equal(first.length, 1)
        assert.equal(won.filter(({ body }) => 'confirmation_code' in body).length, codeShown ? 50 : 1)
        assert.equal((await keptBy(stage, owner)).length, 1)
      })
    }
  }

  test('by the id of a hold', async () => {
    const hold_id = await placeHold(stage, bob, { at: '2026-12-15T13:00:00Z', conversation: 'conv_holds' })
    const { won, lost } = await together(bob, 50, () => ({ ...maria, hold_id, conversation_id: 'conv_holds' }))
    assert.equal(lost.length, 0, JSON.stringify(lost[0]?.body))
    assert.ok(won.every(({ body }) => body.appointment_id === hold_id))
    assert.equal(won.filter(({ body }) => !('replayed' in body)).length, 1)
  })

  test('in a conversation that holds the slot', async () => {
    const hold = await placeHold(stage, bob, { at: '2026-12-15T13:00:00Z', conversation: 'conv_holds' })
    const { won, lost } = await together(bob, 50, () => ({ ...wish, conversation_id: 'conv_holds' }))
    assert.equal(lost.length, 0, JSON.stringify(lost[0]?.body))
    assert.deepEqual(new Set(won.map(({ body }) => body.appointment_id)), new Set([hold]))
    assert.equal((await keptBy(stage, bob)).length, 1)
  })

  test('one key with two bodies at once is one appointment, and conflicts for the other body', async () => {
    const calls = Array.from({ length: 20 }, (_, index) =>
      bob.agent('book-appointment', { ...wish, notes: `${index % 2}` }, { 'idempotency-key': 'two minds' }),
    )
    const answers = await Promise.all(calls)
    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(10).fill(200), ...Array(10).fill(409)])
    assert.equal((await keptBy(stage, bob)).length, 1)
  })
})
