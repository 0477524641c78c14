import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { newDatabase, openStage } from '../cast.ts'
import { plugIn } from '../http/owner/database-cable.ts'
import { until } from '../store/until.ts'
import { consultation, letter, openBridgeStage } from './bridge-stage.ts'

const schedule = '/webhook/cal/schedule_consultation'
const mail = '/webhook/outlook/send_email'

suite('webhooks of a server that loses its database', async () => {
  const desk = await openBridgeStage()
  const cable = await plugIn(await newDatabase())
  const deadlineMs = 2_000
  const stage = await openStage({
    databaseUrl: cable.url,
    config: { ...desk.vendors, BRIDGE_DEADLINE_MS: deadlineMs },
  })
  const requests = async (): Promise<any[]> =>
    (await fetch(`${desk.sandbox}/_sandbox/requests`)).json() as Promise<any[]>

  test('say that nothing was done, and do nothing', async () => {
    cable.pull()
    for (const [path, body] of [
      [schedule, consultation],
      [mail, letter],
    ] as const) {
      const answer = await stage.call('POST', path, { body })
      assert.deepEqual([answer.status, answer.body.status, answer.body.code], [503, 'error', 'database_unavailable'])
      assert.ok(Number(answer.headers.get('retry-after')) >= 1)
    }
    await cable.plugBackIn()
    assert.deepEqual(await requests(), [])
  })

  test('answer at the deadline when it hangs, and keep their word afterwards', async () => {
    cable.freeze()
    const begun = performance.now()
    const answer = await stage.call('POST', mail, { body: letter })
    assert.deepEqual([answer.status, answer.body.code], [504, 'vendor_timeout'])
    assert.ok(performance.now() - begun < deadlineMs)
    cable.thaw()
    // the late request has got its turn, and let it pass
    await until('the late one is over', async () => {
      const { rows } = await stage.sql.query(`select from webhook_attempts where state = 'failed'`)
      return rows.length > 0
    })
    assert.deepEqual(await requests(), [])
    assert.equal((await stage.call('POST', mail, { body: letter })).status, 200)
  })

  test('tell what was done, also when it cannot be written down, and find it again', async () => {
    await desk.order({ target: 'calcom', kind: 'delay', delay_ms: 400 })
    const answering = stage.call('POST', schedule, { body: consultation })
    await until('Cal.com is asked', async () => (await requests()).some(({ path }) => path.startsWith('/v2/bookings')))
    cable.pull()
    const first = await answering
    assert.equal(first.status, 200)
    await cable.plugBackIn()
    // whoever did it seems to be at it still, until its time is over
    stage.clock.advance({ seconds: 60 })
    const again = await stage.call('POST', schedule, { body: consultation })
    assert.deepEqual([again.status, again.body], [200, first.body])
    assert.equal((await desk.bookings()).length, 1)
  })
})
