import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilText, untilVisible } from './browser.ts'

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
    await untilText(rules.getByRole('status'), 'Saved')
    const { slot_minutes, buffer_minutes } = await clinic()
    assert.deepEqual([slot_minutes, buffer_minutes], [45, 10])
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
