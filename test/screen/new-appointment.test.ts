import assert from 'node:assert/strict'
import { suite } from 'node:test'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilGone, untilVisible } from './browser.ts'
import { notice, untilDrawn } from './calendar-desk.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)

suite('the form of a new appointment', () => {
  onScreen('waits for the words it was given before it books, however soon it is sent', async (visit) => {
    const page = await visit(stage.url, '/calendar?view=day&date=2026-12-07', { as: alice })
    await untilDrawn(page)
    await page.getByRole('button', { name: 'New appointment' }).click()
    const form = page.getByRole('dialog', { name: 'New appointment' })
    const answer = Promise.withResolvers<void>()
    await page.route('**/api/when', async (route) => {
      await answer.promise
      await route.continue()
    })
    await form.getByLabel('Name').fill('Maria Lopez')
    await form.getByLabel('When').fill('december 15 at 3pm')
    await form.getByRole('button', { name: 'Book' }).click()
    answer.resolve()
    await untilGone(form)
    await untilVisible(notice(page, 'Maria Lopez'))
    const { body } = await alice.as('GET', '/api/appointments')
    assert.deepEqual(
      body.appointments.map(({ start_time }: { start_time: string }) => start_time),
      ['2026-12-15T15:00:00-05:00'],
    )
  })
})
