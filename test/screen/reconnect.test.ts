import assert from 'node:assert/strict'
import { suite } from 'node:test'
import { alicesClinic, newDatabase, type Owner } from '../cast.ts'
import {
  markPage,
  onScreen,
  openScreenStage,
  untilGone,
  untilLive,
  untilPage,
  untilText,
  untilVisible,
} from './browser.ts'

/** The server that is restarted is in the way of nobody else's test. */
const databaseUrl = await newDatabase()
const first = await openScreenStage({ databaseUrl })
const second = await openScreenStage({ databaseUrl })
const alice = await alicesClinic(second)

const bookAt = async (owner: Owner, start_time: string, customer_name: string): Promise<void> => {
  const wish = { date: '2026-12-07', start_time, customer_name, customer_phone: '+1 212 555 0142' }
  const { body } = await owner.agent('book-appointment', wish)
  assert.equal(body.success, true)
}

suite('a screen whose server comes and goes', () => {
  onScreen(
    'says that it reconnects, and then shows what was booked meanwhile through another server',
    async (visit) => {
      const page = await visit(first.url, '/today', { as: alice, expects: [/^lost /] })
      await untilLive(page)
      const isSamePage = await markPage(page)
      await bookAt(alice, '09:00', 'Before the restart')
      await untilVisible(page.getByRole('link', { name: 'Before the restart' }))

      await first.close()
      await untilText(page.getByRole('status'), 'Reconnecting…')
      await untilVisible(page.getByText('The connection to the server is interrupted.'))
      for (const [time, name] of [
        ['09:30', 'While it was away'],
        ['10:00', 'And another'],
      ] as const)
        await bookAt(alice, time, name)

      await openScreenStage({ databaseUrl, config: { PORT: first.server.port } })
      await untilLive(page)
      await untilGone(page.getByText('The connection to the server is interrupted.'))
      await untilVisible(page.getByRole('link', { name: 'While it was away' }))
      await untilVisible(page.getByRole('link', { name: 'And another' }))
      await bookAt(alice, '10:30', 'After the restart')
      await untilVisible(page.getByRole('link', { name: 'After the restart' }))
      assert.ok(await isSamePage())
    },
  )

  onScreen('shows what was booked before its first stream of changes could open', async (visit) => {
    const witness = await visit(second.url, '/today', { as: alice })
    await untilLive(witness)
    const page = await visit(second.url, '/today', { as: alice, expects: [/^lost GET \/api\/events$/] })
    await untilLive(page)
    let isCut = true
    await page.route('**/api/events', (route) => (isCut ? route.abort('connectionreset') : route.continue()))
    await page.reload()
    await untilVisible(page.getByRole('heading', { level: 1, name: 'Today' }))
    await untilText(page.getByRole('status'), 'Reconnecting…')
    await bookAt(alice, '14:00', 'Before the first stream')
    // told to who listens, so that no stream that opens from now on tells of it
    await untilVisible(witness.getByRole('link', { name: 'Before the first stream' }))
    isCut = false
    await untilLive(page)
    await untilVisible(page.getByRole('link', { name: 'Before the first stream' }))
  })

  onScreen('shows what was booked while the browser had no network', async (visit) => {
    const page = await visit(second.url, '/today', { as: alice, expects: [/^lost /] })
    await untilLive(page)
    await page.context().setOffline(true)
    await untilText(page.getByRole('status'), 'Offline')
    await bookAt(alice, '13:00', 'Booked past the lost network')
    await page.context().setOffline(false)
    await untilLive(page)
    await untilVisible(page.getByRole('link', { name: 'Booked past the lost network' }))
  })

  onScreen('fetches a page that was opened without a network when the network is back', async (visit) => {
    const page = await visit(second.url, '/today', { as: alice, expects: [/^lost /, /^console: /] })
    await untilLive(page)
    await page.context().setOffline(true)
    await page.getByRole('link', { name: 'Settings' }).click()
    await untilPage(page, 'This page could not be fetched')
    await page.getByRole('button', { name: 'Try now' }).click()
    await untilText(page.getByRole('status'), 'Still no answer.')
    await page.getByRole('link', { name: 'Today' }).click()
    await untilPage(page, 'Today')
    await page.getByRole('link', { name: 'Settings' }).click()
    await untilPage(page, 'This page could not be fetched')
    await page.context().setOffline(false)
    await untilPage(page, 'Settings')
  })

  onScreen('loads itself anew, once, when the server has another screen by now', async (visit) => {
    const page = await visit(second.url, '/today', { as: alice, expects: [/^404 GET \/assets\//, /^console: /] })
    await untilLive(page)
    const anew = async (press: Promise<void>) => void (await Promise.all([page.waitForEvent('load'), press]))
    const gone = new Set(['settings', 'activity'])
    page.on('request', (request) => request.isNavigationRequest() && gone.delete('settings'))
    await page.route('**/assets/*-page-*.js', (route) => {
      const isGone = [...gone].some((name) => route.request().url().includes(`/${name}-page-`))
      return isGone ? route.fulfill({ status: 404 }) : route.continue()
    })
    await anew(page.getByRole('link', { name: 'Settings' }).click())
    await untilPage(page, 'Settings')

    // not again in the same build
    const isSamePage = await markPage(page)
    await page.getByRole('link', { name: 'Activity' }).click()
    const asked = page.waitForResponse((response) => response.request().method() === 'HEAD')
    await untilPage(page, 'This page could not be fetched')
    await asked
    assert.ok(await isSamePage())
    await anew(page.getByRole('button', { name: 'Try now' }).click())
    await untilPage(page, 'This page could not be fetched')
  })
})
