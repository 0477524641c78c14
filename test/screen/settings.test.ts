import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilGone, untilText, untilVisible } from './browser.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)

const card = (page: Page, name: string) => page.locator('form').filter({ has: page.getByRole('group', { name }) })
const clinic = async () => (await alice.as('GET', '/api/clinic')).body

suite('a card of the settings', () => {
  onScreen('leaves alone what somebody else has changed of the same rules', async (visit) => {
    const page = await visit(stage.url, '/settings/clinic', { as: alice })
    const rules = card(page, 'Rules for booking')
    await rules.getByLabel('Minutes between starts').fill('45')
    assert.equal((await alice.as('PATCH', '/api/clinic', { buffer_minutes: 10 })).status, 200)
    await rules.getByRole('button', { name: 'Save' }).click()
    await untilText(rules.getByRole('status'), /^Saved/)
    const { slot_minutes, buffer_minutes } = await clinic()
    assert.deepEqual([slot_minutes, buffer_minutes], [45, 10])
  })

  onScreen('of a service leaves alone what somebody else has changed of it', async (visit) => {
    const wish = { name: 'Cleaning', duration_minutes: 30, price_cents: 9_000, currency: 'USD' }
    const { id } = (await alice.as('POST', '/api/services', wish)).body
    const page = await visit(stage.url, '/settings/services', { as: alice })
    await page.getByRole('button', { name: 'Edit: Cleaning' }).click()
    const form = page.getByRole('dialog', { name: 'Change Cleaning' })
    await form.getByLabel('Length in minutes').fill('45')
    const dearer = { price_cents: 12_000, name: 'Deep cleaning' }
    assert.equal((await alice.as('PATCH', `/api/services/${id}`, dearer)).status, 200)
    await form.getByRole('button', { name: 'Save' }).click()
    await untilGone(form)
    const { name, duration_minutes, price_cents, currency } = (await alice.as('GET', `/api/services/${id}`)).body
    assert.deepEqual([name, duration_minutes, price_cents, currency], ['Deep cleaning', 45, 12_000, 'USD'])
  })

  onScreen('of a practitioner’s hours leaves alone the days that somebody else has changed', async (visit) => {
    const day = (opens: string) => [[opens, '17:00']]
    const { practitioners } = (await alice.as('GET', '/api/practitioners')).body
    const path = `/api/practitioners/${practitioners[0].id}`
    const put = async (opening_hours: object) =>
      assert.equal((await alice.as('PATCH', path, { opening_hours })).status, 200)
    await put({ monday: day('09:00'), tuesday: day('09:00') })
    const page = await visit(stage.url, `/settings/practitioners?who=${practitioners[0].id}`, { as: alice })
    const week = card(page, 'Hours')
    await week.getByLabel('Monday opens').fill('10:00')
    await page.keyboard.press('Tab')
    await put({ tuesday: day('08:00') })
    await week.getByRole('button', { name: 'Save' }).click()
    await untilText(week.getByRole('status'), /^Saved/)
    const { opening_hours } = (await alice.as('GET', path)).body
    assert.deepEqual([opening_hours.monday, opening_hours.tuesday], [day('10:00'), day('08:00')])
  })

  onScreen('keeps what is typed while it is being saved', async (visit) => {
    const page = await visit(stage.url, '/settings/clinic', { as: alice })
    const contact = card(page, 'Name and contact')
    const arrived = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    await page.route('**/api/clinic', async (route) => {
      if (route.request().method() === 'PATCH') {
        arrived.resolve()
        await answer.promise
      }
      await route.continue()
    })
    await contact.getByLabel('Name of the clinic').fill('Alice’s new clinic')
    await contact.getByRole('button', { name: 'Save' }).click()
    await arrived.promise
    await contact.getByLabel('Address').fill('1 Harbor Street')
    answer.resolve()
    await untilVisible(page.getByRole('banner').getByText('Alice’s new clinic'))
    assert.equal(await contact.getByLabel('Address').inputValue(), '1 Harbor Street')
    assert.equal((await clinic()).address, null)
  })
})
