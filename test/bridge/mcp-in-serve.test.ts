import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { openStage } from '../cast.ts'
import { consultation, openBridgeStage } from './bridge-stage.ts'

const desk = await openBridgeStage()
const keys = { BRIDGE_API_KEY: 'key-of-the-bridge', CALCOM_MCP_KEY: 'key-of-calcom', OUTLOOK_MCP_KEY: 'key-of-outlook' }
const stage = await openStage({ config: { ...desk.vendors, ...keys } })

async function connect(name: 'calcom' | 'outlook', key: string, mode?: 'auto'): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, mode && { versionNegotiation: { mode } })
  const requestInit = { headers: { authorization: `Bearer ${key}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(`/mcp/${name}`, stage.url), { requestInit }))
  return client
}

const toolsOf = async (client: Client) => (await client.listTools()).tools.map(({ name }) => name).sort()

suite('the MCP servers in vami serve', () => {
  for (const [revision, mode] of [
    ['2025', undefined],
    ['2026', 'auto'],
  ] as const)
    test(`show their tools to clients of ${revision}, with their own key or the bridge’s`, async () => {
      const calendar = ['cancel_booking', 'create_booking', 'get_booking', 'list_available_slots']
      for (const key of [keys.CALCOM_MCP_KEY, keys.BRIDGE_API_KEY]) {
        const calcom = await connect('calcom', key, mode)
        assert.deepEqual(await toolsOf(calcom), [...calendar, 'list_event_types', 'reschedule_booking'])
        await calcom.close()
      }
      const outlook = await connect('outlook', keys.OUTLOOK_MCP_KEY, mode)
      assert.deepEqual(await toolsOf(outlook), ['send_email'])
      await outlook.close()
    })

  test('keep each other’s keys out', async () => {
    await assert.rejects(connect('calcom', keys.OUTLOOK_MCP_KEY))
    await assert.rejects(connect('outlook', keys.CALCOM_MCP_KEY))
    await assert.rejects(connect('outlook', 'another'))
  })

  test('cancel what the webhook has booked', async () => {
    const body = consultation
    const headers = { 'x-api-key': keys.BRIDGE_API_KEY }
    const booked = await stage.call('POST', '/webhook/cal/schedule_consultation', { body, headers })
    assert.equal(booked.status, 200)
    const calcom = await connect('calcom', keys.CALCOM_MCP_KEY, 'auto')
    const result = await calcom.callTool({
      name: 'cancel_booking',
      arguments: { booking_uid: booked.body.details.uid },
    })
    assert.notEqual(result.isError, true)
    await calcom.close()
    const [booking]: any[] = await desk.bookings()
    assert.equal(booking.status, 'cancelled')
  })

  test('log the route and the status of a request, and nothing that it says', () => {
    const lines = stage.log.filter(({ route }) => String(route).startsWith('/mcp/'))
    assert.ok(lines.length > 5)
    assert.ok(!/maria|booking_uid|key-of/i.test(JSON.stringify(lines)))
  })
})
