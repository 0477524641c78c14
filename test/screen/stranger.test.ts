import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic, strangersClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilLive, untilPage, untilVisible } from './browser.ts'
import { bookByAgent, entry } from './calendar-desk.ts'

const date = '2026-12-08'
const stage = await openScreenStage()
const alice = await alicesClinic(stage)
const stranger = await strangersClinic(stage)
const { appointment_id } = await bookByAgent(alice, date, '10:00', 'Maria Lopez')
await alice.agent('take-message', { customer_name: 'Noor Haddad', message: 'About the results of Tuesday.' })
const secrets = ['Maria Lopez', 'Noor Haddad', 'results of Tuesday', 'Alice', alice.token, alice.clinicId]

/** All that the server tells a page, but the stream of changes, which has no end. */
function overhear(page: Page): () => Promise<string[]> {
  const bodies: Promise<string>[] = []
  page.on('response', (response) => {
    if (/\/api\/(?!events)/.test(response.url())) bodies.push(response.text().catch(() => ''))
  })
  return () => Promise.all(bodies)
}

async function assertNothingOfAlice(page: Page, told: () => Promise<string[]>): Promise<void> {
  const seen = [await page.content(), ...(await told())]
  assert.ok(seen.length > 3)
  for (const secret of secrets) assert.equal(seen.filter((text) => text.includes(secret)).length, 0, secret)
}

suite('who has no business in a clinic', () => {
  onScreen('sees none of it on any page, however it comes in', async (visit) => {
    const page = await visit(stage.url, '/today', { as: stranger })
    const told = overhear(page)
    await page.reload()
    await untilLive(page)
    await bookByAgent(alice, date, '11:00', 'Maria Lopez')
    await bookByAgent(stranger, date, '11:00', 'Asha Rao')
    await page.goto(`${stage.url}/calendar?view=day&date=${date}`)
    await untilVisible(entry(page, '11:00 Asha Rao'))
    await assertNothingOfAlice(page, told)
    for (const [path, title] of [
      ['/agents', 'Agents'],
      ['/settings', 'Settings'],
      ['/activity', 'Activity'],
    ] as const) {
      await page.goto(`${stage.url}${path}`)
      await untilPage(page, title)
      await untilLive(page)
      await assertNothingOfAlice(page, told)
    }
  })

  onScreen('finds nothing under the address of its agent or of an appointment', async (visit) => {
    const page = await visit(stage.url, `/agents/${alice.agentId}`, { as: stranger, expects: [/^404 GET \/api\//] })
    const told = overhear(page)
    await untilVisible(page.getByText('There is no such agent'))
    await page.goto(`${stage.url}/calendar?view=day&date=${date}&appointment=${appointment_id}`)
    await untilVisible(page.getByRole('dialog').getByText('It is no longer there.'))
    await assertNothingOfAlice(page, told)
  })
})
