import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { suite } from 'node:test'
import { promisify } from 'node:util'
import {
  markPage,
  onScreen,
  openScreenStage,
  untilAt,
  untilGone,
  untilLive,
  untilPage,
  untilVisible,
} from './browser.ts'
import { drag, entry, notice, untilDrawn } from './calendar-desk.ts'

const stage = await openScreenStage()
const run = promisify(execFile)

/** What the agent hears that is free on Tuesday, asked with the token that was copied. */
async function freeTimes(agentId: string, token: string): Promise<string[]> {
  const body = { date: '2026-12-08' }
  const answer = await stage.call('POST', `/api/agent-actions/check-availability/${agentId}`, { token, body })
  return answer.body.slots.map(({ start_time }: { start_time: string }) => start_time)
}

suite('from nothing to a booking', () => {
  onScreen(
    'one signs up, sets up, lets an agent book by curl, moves it, cancels it and takes that back',
    async (visit, t) => {
      const page = await visit(stage.url, '/register', {
        timezoneId: 'America/New_York',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      const copied = () => page.evaluate(() => navigator.clipboard.readText())

      await page.getByLabel('E-mail').fill('grace@example.com')
      await page.getByRole('textbox', { name: 'Password' }).fill('a harbour at dawn')
      await page.getByLabel('Name of the clinic').fill('Harbor Family Clinic')
      await page.getByRole('button', { name: 'Create account' }).click()
      await untilAt(page, /^\/set-up/)

      await untilPage(page, 'Tell us about the clinic')
      await page.getByRole('button', { name: 'Save and continue' }).click()
      await untilPage(page, 'When are you open, and who sees patients?')
      await page.getByRole('textbox', { name: 'Practitioner 1' }).fill('Dr. Amelia Reyes')
      await page.getByRole('button', { name: 'Save and continue' }).click()
      await untilPage(page, 'Now your agent')
      await page.getByRole('button', { name: 'Create agent' }).click()
      await untilPage(page, 'Your front desk is open')

      await page.getByRole('button', { name: 'Reveal token' }).click()
      await page.getByRole('button', { name: 'Copy token' }).click()
      await untilVisible(page.getByText('Copied'))
      const token = await copied()
      await page.getByRole('button', { name: 'Copy command' }).click()
      await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('curl'))
      const command = await copied()
      assert.ok(command.includes(token))
      const agentId = /book-appointment\/(\S+)/.exec(command)![1]!

      await page.getByRole('link', { name: 'Open the calendar' }).click()
      await untilDrawn(page)
      await page.getByRole('radio', { name: 'Day' }).check({ force: true })
      await page.getByRole('button', { name: 'Next day' }).click()
      await untilVisible(page.getByRole('heading', { name: 'Tuesday, December 8, 2026' }))
      await untilLive(page)
      const isSamePage = await markPage(page)

      const { stdout } = await run('bash', ['-c', command])
      const answered = performance.now()
      await untilVisible(entry(page, '9:00 Maria Lopez'))
      t.diagnostic(`on the screen ${Math.round(performance.now() - answered)} ms after curl's answer`)
      assert.equal(JSON.parse(stdout).success, true)
      assert.ok(!(await freeTimes(agentId, token)).includes('09:00'))

      await drag(page, entry(page, '9:00 Maria Lopez'), 300)
      await untilVisible(entry(page, '2:00 Maria Lopez'))
      await untilVisible(notice(page, 'Moved to Tue, Dec 8'))
      const moved = await freeTimes(agentId, token)
      assert.deepEqual([moved.includes('09:00'), moved.includes('14:00')], [true, false])

      await entry(page, '2:00 Maria Lopez').click()
      await page.getByRole('button', { name: 'Cancel appointment' }).click()
      await untilGone(entry(page, '2:00 Maria Lopez'))
      await untilVisible(notice(page, 'Cancelled: Maria Lopez'))
      assert.ok((await freeTimes(agentId, token)).includes('14:00'))

      const notices = page.getByRole('region', { name: 'Notices' })
      await notices.getByRole('dialog', { name: 'Cancelled' }).getByRole('button', { name: 'Undo' }).click()
      await untilVisible(entry(page, '2:00 Maria Lopez'))
      await untilVisible(notice(page, 'Undone'))
      assert.ok(!(await freeTimes(agentId, token)).includes('14:00'))
      assert.ok(await isSamePage())
    },
  )
})
