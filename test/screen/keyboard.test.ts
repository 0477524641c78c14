import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { alicesClinic } from '../cast.ts'
import {
  onScreen,
  openScreenStage,
  untilAt,
  untilGone,
  untilLive,
  untilPage,
  untilText,
  untilVisible,
} from './browser.ts'
import { bookByAgent, entry, notice, offered, untilDrawn } from './calendar-desk.ts'

/** Nothing in this file touches the mouse: what is done here can be done by keys alone. */

const stage = await openScreenStage()
const alice = await alicesClinic(stage)
const tuesday = '2026-12-08'

/** Presses Tab until the focus is there. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await untilVisible(what)
  for (let presses = 0; presses < 120; presses++) {
    if (await what.first().evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not lead to ${what}`)
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

async function choose(page: Page, what: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, what)
  await press(page, key)
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, page.getByRole('dialog').getByLabel(label))
  await page.keyboard.type(text)
}

/** A change shows before the server has taken it. */
const saved = (page: Page) => page.waitForResponse((response) => response.request().method() === 'PATCH')

/** Whoever moves by keys sees where they are. */
const hasVisibleFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement!)
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
  })

suite('by keys alone', () => {
  onScreen('one logs in, goes from page to page and logs out', async (visit) => {
    const page = await visit(stage.url, '/')
    await untilPage(page, 'Log in')
    await tabTo(page, page.getByLabel('E-mail'))
    await page.keyboard.type(alice.email)
    await tabTo(page, page.getByRole('textbox', { name: 'Password' }))
    await page.keyboard.type(alice.password)
    await press(page, 'Enter')
    await untilLive(page)
    for (const name of ['Calendar', 'Agents', 'Activity', 'Settings', 'Today']) {
      await choose(page, page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }))
      await untilAt(page, new RegExp(`^/${name.toLowerCase()}`))
      await untilPage(page, name)
    }
    await tabTo(page, page.getByRole('button', { name: /Account and display/ }))
    assert.ok(await hasVisibleFocus(page))
    await press(page, 'Enter', 'End', 'Enter')
    await untilPage(page, 'Log in')
  })

  onScreen('one gets past the navigation in one step', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    await untilLive(page)
    await press(page, 'Tab')
    await choose(page, page.getByRole('link', { name: 'Skip to the page' }))
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'page')
  })

  onScreen('one makes an appointment, opens it, and closes it again', async (visit) => {
    const page = await visit(stage.url, `/calendar?view=day&date=${tuesday}`, { as: alice })
    await untilDrawn(page)
    await choose(page, page.getByRole('button', { name: 'New appointment' }))
    await write(page, 'Name', 'Elif Yılmaz')
    await write(page, 'Date', '12082026')
    await write(page, 'Start', '1000AM')
    await choose(page, page.getByRole('dialog').getByRole('button', { name: 'Book' }))
    await untilVisible(entry(page, '10:00 Elif Yılmaz'))
    assert.ok(!(await offered(alice, tuesday)).includes('10:00'))
    await choose(page, entry(page, '10:00 Elif Yılmaz'))
    await untilVisible(page.getByRole('dialog', { name: 'Elif Yılmaz', exact: true }))
    await press(page, 'Escape')
    await untilGone(page.getByRole('dialog', { name: 'Elif Yılmaz', exact: true }))
    await tabTo(page, entry(page, '10:00 Elif Yılmaz'))
  })

  onScreen('one moves an appointment, makes it longer, cancels it and takes that back', async (visit) => {
    await bookByAgent(alice, '2026-12-09', '10:00', 'Grace Okafor')
    const page = await visit(stage.url, '/calendar?view=day&date=2026-12-09', { as: alice })
    await tabTo(page, entry(page, '10:00 Grace Okafor'))
    assert.ok(await hasVisibleFocus(page))
    await press(page, 'm', 'ArrowDown', 'ArrowDown', 'Enter')
    await untilVisible(entry(page, '10:30 Grace Okafor'))
    await untilVisible(notice(page, 'Moved to Wed, Dec 9'))
    const longer = saved(page)
    await press(page, 'm', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Enter')
    await longer
    await untilVisible(entry(page, '10:30 Grace Okafor.*10:30\\s–\\s11:30'))
    const free = await offered(alice, '2026-12-09')
    assert.deepEqual(
      ['10:00', '10:30', '11:00', '11:30'].map((time) => free.includes(time)),
      [true, false, false, true],
    )
    await press(page, 'm', 'ArrowDown', 'Escape')
    await untilText(page.getByRole('status'), 'Not moved.')
    await tabTo(page, entry(page, '10:30 Grace Okafor'))
    await press(page, 'Delete')
    await untilVisible(notice(page, 'Cancelled: Grace Okafor'))
    await untilGone(entry(page, '10:30 Grace Okafor'))
    await press(page, 'F6')
    await choose(page, page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }))
    await untilVisible(entry(page, '10:30 Grace Okafor'))
  })

  onScreen('one is done with a message', async (visit) => {
    await alice.agent('take-message', { customer_name: 'Linda Park', message: 'Please call back.' })
    const page = await visit(stage.url, '/today', { as: alice })
    await choose(page, page.getByRole('button', { name: 'Done Linda Park' }))
    await untilVisible(notice(page, 'The message from Linda Park is done'))
    await untilVisible(page.getByText('Nobody waits for a call'))
  })

  onScreen('one pauses an agent and replaces its token', async (visit) => {
    const page = await visit(stage.url, '/agents', { as: alice })
    await choose(page, page.getByRole('main').getByRole('link', { name: /Alice’s Clinic Receptionist/ }))
    await untilAt(page, `/agents/${alice.agentId}`)
    await tabTo(page, page.getByRole('tab', { name: 'Overview' }))
    await press(page, 'ArrowRight', 'Enter')
    const answers = async (state: string) => {
      const change = saved(page)
      await choose(page, page.getByRole('switch', { name: 'Answers calls' }), 'Space')
      await untilVisible(page.getByText(state, { exact: true }))
      await change
    }
    await answers('Paused')
    assert.equal((await alice.agent('check-availability', { date: tuesday })).status, 403)
    await answers('Active')
    assert.equal((await alice.agent('check-availability', { date: tuesday })).status, 200)
    await tabTo(page, page.getByRole('tab', { name: 'Settings' }))
    await press(page, 'ArrowLeft', 'Enter')
    await choose(page, page.getByRole('button', { name: 'Regenerate token' }))
    await choose(page, page.getByRole('alertdialog').getByRole('button', { name: 'Replace it now' }))
    await untilText(page.getByRole('alert'), 'This is the new token.')
    assert.equal((await alice.agent('check-availability', { date: tuesday })).status, 401)
  })

  onScreen('one closes the clinic for a day', async (visit) => {
    const page = await visit(stage.url, '/settings/closures', { as: alice })
    await choose(page, page.getByRole('button', { name: 'Add closure' }))
    await write(page, 'First day', '12242026')
    await choose(page, page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await untilVisible(notice(page, 'Closure saved'))
    const { body } = await alice.as('GET', '/api/clinic')
    assert.deepEqual(body.closures, [{ date: '2026-12-24', hours: [] }])
  })
})
