import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { alicesClinic, openStage } from '../../cast.ts'
import { maria, visitOf } from './callers.ts'

const stage = await openStage({ config: { LIMIT_TOKEN_PER_MINUTE: 1_000_000, LIMIT_TOKEN_BURST: 1_000_000 } })
const alice = await alicesClinic(stage)
const { id, code } = await visitOf(alice, { date: '2026-12-15', start_time: '14:00' })

const actions = [
  ...['next-available', 'hold-slot', 'find-appointments', 'reschedule-appointment', 'cancel-appointment'],
  ...['take-message', 'clinic-info'],
]
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom<unknown>(
    null,
    '',
    '0',
    -1,
    1e21,
    '2026-12-15',
    '2026-13-45',
    '25:00',
    '10:00',
    id,
    `${id}\u0000`,
    'null',
  ),
)
const sound: Record<string, unknown> = { ...maria, date: '2026-12-16', start_time: '10:00', message: 'Hello' }
const fields = [
  ...[
    'date',
    'start_time',
    'slot_id',
    'hold_id',
    'appointment_id',
    'confirmation_code',
    'customer_name',
    'customer_phone',
  ],
  ...[
    'from_date',
    'part_of_day',
    'weekdays',
    'limit',
    'duration_minutes',
    'service',
    'practitioner',
    'message',
    'urgency',
  ],
  ...['reason', 'conversation_id', 'caller_id', 'called_number'],
]

for (const action of actions)
  test(`whatever stands in a field, ${action} answers 200 and as documented`, async () => {
    const bodies = fc.dictionary(fc.constantFrom(...fields), odd, { maxKeys: 6 })
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { status } = await alice.agent(action, { ...sound, ...body })
        assert.equal(status, 200)
      }),
      { numRuns: 60 },
    )
  })

test('and an appointment is still its caller’s', async () => {
  await stage.sql.query('delete from verification_failures')
  const { body } = await alice.agent('find-appointments', { ...maria, confirmation_code: code })
  assert.equal(body.success, true)
})
