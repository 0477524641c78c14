import assert from 'node:assert/strict'
import { suite } from 'node:test'
import { alicesClinic } from '../cast.ts'
import { logIn, onScreen, openScreenStage, untilAt, untilLive, untilPage, untilText, untilVisible } from './browser.ts'
import { bookByAgent } from './calendar-desk.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)

suite('the frame of the screen', () => {
  onScreen('leads to each page by its name', async (visit) => {
    const page = await visit(stage.url, '/', { as: alice })
    await untilAt(page, '/today')
    for (const [name, path] of [
      ['Calendar', '/calendar'],
      ['Agents', '/agents'],
      ['Activity', '/activity'],
      ['Settings', '/settings'],
      ['Today', '/today'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click()
      await untilAt(page, new RegExp(`^${path}`))
      await untilVisible(page.getByRole('heading', { level: 1 }))
      assert.equal(await page.getByRole('link', { name }).first().getAttribute('aria-current'), 'page')
    }
  })

  onScreen('says whose clinic it is and that it is live', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    await untilLive(page)
    await untilVisible(page.getByRole('banner').getByText('Alice’s Clinic'))
  })

  onScreen('leads from an appointment of today to the calendar, where it is open', async (visit) => {
    await bookByAgent(alice, '2026-12-07', '10:00', 'Maria Lopez')
    const page = await visit(stage.url, '/today', { as: alice })
    await page.getByRole('listitem').getByRole('link', { name: 'Maria Lopez' }).first().click()
    await untilAt(page, /^\/calendar/)
    await untilVisible(page.getByRole('dialog', { name: 'Maria Lopez' }).getByText('Confirmation code'))
  })

  onScreen('keeps the page that was asked for over a log-in', async (visit) => {
    const page = await visit(stage.url, '/agents')
    await untilAt(page, '/login?to=%2Fagents')
    await logIn(page.context(), stage.url, alice)
    await page.reload()
    await untilAt(page, '/agents')
  })

  onScreen('sends nobody to another site after a log-in', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    for (const to of ['//example.com', '/\\example.com', 'https://example.com', 'javascript:alert(1)']) {
      await page.goto(`${stage.url}/login?to=${encodeURIComponent(to)}`)
      await untilAt(page, '/today')
    }
  })

  onScreen('says that there is no such page, and leads back', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    await page.evaluate(() => history.pushState(null, '', '/settings-of-old'))
    await untilVisible(page.getByText('There is no such page'))
    await page.getByRole('link', { name: 'Go to Today' }).click()
    await untilAt(page, '/today')
  })

  onScreen('goes on by itself when the server can be reached again', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice, expects: [/^lost /] })
    await untilLive(page)
    await page.route('**/api/**', (route) => route.abort('connectionrefused'))
    await page.reload()
    await untilVisible(page.getByText('Vami cannot be reached'))
    await page.unroute('**/api/**')
    await untilPage(page, /./)
    await untilLive(page)
  })

  onScreen('is dark or light as it was chosen, also after a reload', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    const choose = async (look: string) => {
      await page.getByRole('button', { name: /Account and display/ }).click()
      await page.getByRole('menuitemradio', { name: look }).click()
    }
    const untilPaper = (isDark: boolean) =>
      page.waitForFunction((wanted) => {
        const [red] = /\d+/.exec(getComputedStyle(document.documentElement).backgroundColor)!
        return Number(red) < 60 === wanted
      }, isDark)
    await untilPaper(false)
    await choose('Dark')
    await untilPaper(true)
    await page.reload()
    await untilPage(page, /./)
    await untilPaper(true)
    await choose('Light')
    await untilPaper(false)
  })

  onScreen('speaks Spanish to a Spanish browser, and English when told to', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice, locale: 'es-ES' })
    await untilVisible(page.getByRole('link', { name: 'Calendario' }))
    assert.equal(await page.locator('html').getAttribute('lang'), 'es')
    await page.getByRole('button', { name: /Cuenta y aspecto/ }).click()
    await page.getByRole('menuitemradio', { name: 'English' }).click()
    await untilVisible(page.getByRole('link', { name: 'Calendar' }))
    await page.reload()
    await untilVisible(page.getByRole('link', { name: 'Calendar' }))
  })

  onScreen('shows that the network is gone, and that it is back', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice, expects: [/^lost /] })
    await untilLive(page)
    await page.context().setOffline(true)
    await untilText(page.getByRole('status'), 'Offline')
    await untilVisible(page.getByText('This computer is offline.'))
    await page.context().setOffline(false)
    await untilLive(page)
  })
})
