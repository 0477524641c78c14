import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../../src/config.ts'
import { runVami, startVami } from '../cli/vami-process.ts'
import { until } from '../store/until.ts'

test('vami sandbox says where it is and what to export, and ends when it is told to', async () => {
  const vami = startVami(['sandbox', '--port', '0'])
  await until('its lines', () => vami.stdout().includes('OUTLOOK_SENDER'))
  const inside = /^sandbox (http:\/\/127\.0\.0\.1:\d+)\/_sandbox$/m.exec(vami.stdout())
  assert.ok(inside, vami.stdout())
  const settings = Object.fromEntries(
    [...vami.stdout().matchAll(/^export (\w+)=(.+)$/gm)].map(([, name, value]) => [name, value]),
  )
  assert.equal(settings.CALCOM_API_URL, inside[1])
  assert.equal(readConfig(settings).CALCOM_EVENT_TYPE_ID, 1837761)
  const me = await fetch(`${inside[1]}/v2/me`, { headers: { authorization: `Bearer ${settings.CALCOM_API_KEY}` } })
  assert.equal(me.status, 200)
  await me.text()
  vami.signal('SIGTERM')
  assert.equal((await vami.ended).code, 0)
})

test('with --json the settings are one object', async () => {
  const vami = startVami(['sandbox', '--port', '0', '--json'])
  await until('its line', () => vami.stdout().endsWith('\n'))
  const { sandbox, settings } = JSON.parse(vami.stdout())
  assert.equal(sandbox, `${settings.GRAPH_API_URL}/_sandbox`)
  vami.signal('SIGINT')
  assert.equal((await vami.ended).code, 0)
})

test('it is not for production, and wants a port that there is', async () => {
  const [production, port] = await Promise.all([
    runVami(['sandbox', '--port', '0'], { NODE_ENV: 'production' }),
    runVami(['sandbox', '--port', '70000']),
  ])
  assert.deepEqual([production.code, port.code], [2, 2])
  assert.match(production.stderr, /not for production/)
  assert.match(port.stderr, /--port must be/)
})
