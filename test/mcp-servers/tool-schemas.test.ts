import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { calcomServer } from '../../src/mcp-servers/calcom/calcom-server.ts'
import { callTool, clientOver, type Era, letter, openDoor, openMcpStage, wish } from './mcp-stage.ts'

const stage = await openMcpStage()
const doors = [await openDoor(stage.factories.calcom), await openDoor(stage.factories.outlook)]

async function listed(era: Era) {
  const lists = await Promise.all(doors.map(async ({ url }) => (await clientOver(url, era)).listTools()))
  return lists.flatMap(({ tools }) => tools)
}

const changing = ['create_booking', 'reschedule_booking', 'cancel_booking', 'send_email']
const undoable = ['create_booking']
const onceOnly = ['send_email']

for (const era of ['modern', 'legacy'] as Era[]) {
  describe(`the tools as a client of the ${era} era sees them`, () => {
    test('say what they change, what cannot be undone and what may be repeated', async () => {
      for (const { name, annotations } of await listed(era))
        assert.deepEqual(
          annotations,
          {
            readOnlyHint: !changing.includes(name),
            destructiveHint: changing.includes(name) && !undoable.includes(name),
            idempotentHint: !onceOnly.includes(name),
            openWorldHint: true,
          },
          name,
        )
    })

    test('have small flat inputs, every field described', async () => {
      for (const { name, inputSchema, description } of await listed(era)) {
        assert.ok(description!.length > 40 && description!.length < 300, name)
        const fields = Object.entries((inputSchema.properties ?? {}) as Record<string, any>)
        assert.ok(fields.length <= 8, name)
        for (const [field, schema] of fields) {
          assert.ok(schema.description?.length > 10, `${name}.${field}`)
          assert.match(schema.type, /^(string|integer|number|boolean|array|object)$/, `${name}.${field}`)
          assert.equal(schema.properties, undefined, `${name}.${field}`)
        }
      }
    })

    test('fit into a few thousand characters', async () => {
      assert.ok(JSON.stringify(await listed(era)).length < 14_000)
    })
  })
}

test('what the tools answer is what their output schemas say', async () => {
  const ajv = new Ajv2020({ strict: false })
  const tools = await listed('modern')
  const fits = (name: string, done: unknown) => {
    const schema = tools.find((tool) => tool.name === name)!.outputSchema!
    assert.ok(ajv.validate(schema, done), `${name}: ${ajv.errorsText()}`)
  }
  const booking = (await stage.calcom('create_booking', wish)).done
  fits('create_booking', booking)
  const moved = await stage.calcom('reschedule_booking', { booking_uid: booking.uid, start: '2026-12-15T16:00:00Z' })
  fits('reschedule_booking', moved.done)
  fits('get_booking', (await stage.calcom('get_booking', { booking_uid: booking.uid })).done)
  fits('cancel_booking', (await stage.calcom('cancel_booking', { booking_uid: moved.done.uid })).done)
  fits('list_event_types', (await stage.calcom('list_event_types', {})).done)
  const slots = { from: '2026-12-15', timezone: 'America/New_York' }
  fits('list_available_slots', (await stage.calcom('list_available_slots', slots)).done)
  fits('send_email', (await stage.mail(letter)).done)
})

describe('arguments', () => {
  const wrong: [object, string][] = [
    [{ attendee_timezone: 'New York' }, 'unknown_timezone'],
    [{ attendee_timezone: '+02:00' }, 'unknown_timezone'],
    [{ attendee_timezone: 'America/New_York\n' }, 'unknown_timezone'],
    [{ attendee_email: 'maria' }, 'invalid_email'],
    [{ attendee_email: 'maria@localhost' }, 'invalid_email'],
    [{ attendee_email: 'maria@example..com' }, 'invalid_email'],
    [{ attendee_email: `${'m'.repeat(65)}@example.com` }, 'invalid_email'],
    [{ start: '2026-12-15T09:00:00-05:00' }, 'invalid_request'],
    [{ start: '2026-12-15T14:00:00' }, 'invalid_request'],
    [{ start: '2026-12-15T24:00:00Z' }, 'invalid_request'],
    [{ start: '2026-02-30T14:00:00Z' }, 'invalid_request'],
    [{ start: '2026-12-15T14:00:60Z' }, 'invalid_request'],
    [{ start: 'tomorrow at nine' }, 'invalid_request'],
    [{ start: 5 }, 'invalid_request'],
    [{ start: '2026-12-14T14:00:00Z' }, 'in_the_past'],
    [{ start: '2020-01-01T00:00:00Z' }, 'in_the_past'],
    [{ attendee_name: 'Maria\r\nBcc: eve@example.com' }, 'invalid_request'],
    [{ attendee_name: 'M'.repeat(256) }, 'invalid_request'],
    [{ attendee_name: null }, 'invalid_request'],
    [{ guests: ['bob@example.com', 'nobody'] }, 'invalid_email'],
    [{ guests: Array.from({ length: 11 }, (_, i) => `g${i}@example.com`) }, 'invalid_request'],
    [{ metadata: { long: 'x'.repeat(501) } }, 'invalid_request'],
    [{ metadata: { ['k'.repeat(41)]: 'x' } }, 'invalid_request'],
    [{ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'x'])) }, 'invalid_request'],
    [{ metadata: { deep: { er: 1 } } }, 'invalid_request'],
    [{ event_type_id: 'consultation' }, 'invalid_request'],
    [{ event_type_id: 999 }, 'unknown_event_type'],
  ]
  for (const [args, code] of wrong) {
    test(`${JSON.stringify(args).slice(0, 70)} is ${code}`, async () => {
      const { fault } = await stage.calcom('create_booking', { ...wish, ...args })
      assert.equal(fault?.code, code)
    })
  }

  test('numbers as text, blanks and nulls are taken as they are meant', async () => {
    const { done } = await stage.calcom('create_booking', {
      ...{ ...wish, start: '2026-12-17T14:00:00Z', attendee_timezone: 'america/new_york', metadata: null },
      ...{ event_type_id: '1837761', language: '', guests: null },
    })
    assert.equal(done?.event_type_id, 1837761)
  })

  test('a tool that nobody has is an error of the protocol', async () => {
    await assert.rejects(stage.calcom('delete_everything', {}), /not found/)
  })
})

test('an error of our own is reported, and shows nothing of itself', async () => {
  const reported: unknown[] = []
  const broken = { now: () => assert.fail('a clock that fails over maria@example.com') }
  const settings = { apiKey: 'cal_x', apiUrl: stage.address, apiVersion: '2024-08-13', eventTypeId: 1837761 }
  const { url } = await openDoor(calcomServer(settings, broken, (error) => reported.push(error)))
  const { fault, text } = await callTool(await clientOver(url, 'modern'), 'create_booking', wish)
  assert.equal(fault?.code, 'vendor_error')
  assert.doesNotMatch(text, /maria/)
  assert.equal(reported.length, 1)
})

describe('a server that is not set up', () => {
  test('names the variable', async () => {
    const { calcom } = await openMcpStage({ CALCOM_API_KEY: '' })
    const noKey = await calcom('create_booking', wish)
    assert.deepEqual([noKey.fault?.code, noKey.fault?.setting], ['not_configured', 'CALCOM_API_KEY'])
    const typeless = await openMcpStage({ CALCOM_EVENT_TYPE_ID: '' })
    const noType = await typeless.calcom('create_booking', wish)
    assert.deepEqual([noType.fault?.code, noType.fault?.setting], ['not_configured', 'CALCOM_EVENT_TYPE_ID'])
    for (const setting of ['OUTLOOK_TENANT_ID', 'OUTLOOK_CLIENT_ID', 'OUTLOOK_CLIENT_SECRET', 'OUTLOOK_SENDER']) {
      const { mail } = await openMcpStage({ [setting]: '' })
      const { fault } = await mail(letter)
      assert.deepEqual([fault?.code, fault?.setting], ['not_configured', setting])
    }
  })

  test('has Cal.com refuse a wrong key, and does not show it', async () => {
    const { calcom } = await openMcpStage({ CALCOM_API_KEY: 'cal_wrong' })
    const { fault, text } = await calcom('create_booking', wish)
    assert.deepEqual([fault?.code, fault?.setting], ['vendor_refused', 'CALCOM_API_KEY'])
    assert.ok(!text.includes('cal_wrong'))
  })

  test('says so when Cal.com answers in an older form', async () => {
    const { calcom } = await openMcpStage({ CALCOM_API_VERSION: '2024-04-15' })
    const { fault } = await calcom('create_booking', wish)
    assert.deepEqual([fault?.code, fault?.setting], ['vendor_error', 'CALCOM_API_VERSION'])
  })

  test('takes the addresses of the vendors with and without their versions', async () => {
    const { address } = stage
    const { calcom, mail } = await openMcpStage({ CALCOM_API_URL: `${address}/v2`, GRAPH_API_URL: `${address}/v1.0` })
    assert.ok((await calcom('list_event_types', {})).done)
    // that sandbox knows no token of another
    assert.equal((await mail(letter)).fault?.code, 'vendor_refused')
  })
})
