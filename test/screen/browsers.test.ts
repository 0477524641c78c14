import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilLive, untilPage, untilVisible } from './browser.ts'
import { bookByAgent, drag, entry, grid, notice, untilDrawn } from './calendar-desk.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)
await bookByAgent(alice, '2026-12-07', '10:00', 'Maria Lopez')

/** Hours of New York in March 2027: on Sunday the 14th there is no 2:30. */
const springSunday = '2027-03-14'
const autumnSunday = '2026-11-01'

/** Half an hour at the desk, by its instant. */
async function bookAtDesk(start: string, attendee_name: string): Promise<void> {
  const end_time = Temporal.Instant.from(start).add({ minutes: 30 }).toString()
  const { status } = await alice.as('POST', '/api/appointments', { start_time: start, end_time, attendee_name })
  assert.equal(status, 201)
}

const timesOf = (page: Page): Promise<string[]> =>
  grid(page)
    .getByRole('button')
    .evaluateAll((buttons) => buttons.map((button) => button.textContent!.trim()))

suite('whatever the browser is', () => {
  onScreen('the times are those of the clinic, also before a screen in Tokyo', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice, timezoneId: 'Asia/Tokyo' })
    assert.equal(await page.evaluate(() => new Intl.DateTimeFormat().resolvedOptions().timeZone), 'Asia/Tokyo')
    await untilVisible(page.getByText('Monday, December 7, 2026'))
    await untilVisible(page.getByText(/7:00\sAM in New York/))
    await untilVisible(
      page
        .getByRole('listitem')
        .filter({ hasText: 'Maria Lopez' })
        .getByText(/^10:00\sAM/),
    )
    await page.goto(`${stage.url}/calendar?view=day&date=2026-12-07`)
    await untilVisible(page.getByText('Times in America/New York'))
    await untilVisible(entry(page, '10:00 Maria Lopez'))
    await drag(page, entry(page, '10:00 Maria Lopez'), 60)
    await untilVisible(entry(page, '11:00 Maria Lopez'))
    await untilVisible(notice(page, 'Moved to Mon, Dec 7'))
    const { body } = await alice.as('GET', '/api/appointments?from=2026-12-07&to=2026-12-08')
    assert.deepEqual(
      body.appointments.map(({ start_time }: { start_time: string }) => start_time),
      ['2026-12-07T11:00:00-05:00'],
    )
  })

  onScreen('a day on which the clocks change shows each appointment once, at its own time', async (visit) => {
    // 1:30 EST, then 3:00 EDT half an hour later; in autumn 1:30 twice
    await bookAtDesk('2027-03-14T06:30:00Z', 'Last of winter')
    await bookAtDesk('2027-03-14T07:00:00Z', 'First of summer')
    await bookAtDesk('2026-11-01T05:30:00Z', 'Once')
    await bookAtDesk('2026-11-01T06:30:00Z', 'Once again')
    const page = await visit(stage.url, `/calendar?view=day&date=${springSunday}`, { as: alice })
    await untilVisible(entry(page, '1:30 Last of winter'))
    await untilVisible(entry(page, '3:00 First of summer'))
    assert.equal((await timesOf(page)).length, 2)
    await page.goto(`${stage.url}/calendar?view=day&date=${autumnSunday}`)
    await untilVisible(entry(page, '1:30 Once\\b(?! again)'))
    await untilVisible(entry(page, '1:30 Once again'))
    const [first, second] = await Promise.all(
      ['1:30 Once\\b(?! again)', '1:30 Once again'].map(async (words) => (await entry(page, words).boundingBox())!),
    )
    assert.ok(second!.y >= first!.y + first!.height - 1, 'an hour later lies below')
  })

  onScreen('one that does not know Temporal shows and moves the same', async (visit) => {
    await bookByAgent(alice, '2026-12-08', '10:00', 'Noor Haddad')
    const page = await visit(stage.url, '/today', { as: alice, before: 'delete globalThis.Temporal' })
    await untilVisible(page.getByText('Monday, December 7, 2026'))
    await page.goto(`${stage.url}/calendar?view=day&date=2026-12-08`)
    await drag(page, entry(page, '10:00 Noor Haddad'), 90)
    await untilVisible(entry(page, '11:30 Noor Haddad'))
  })

  onScreen('it is told what it may load, and no page wants more', async (visit) => {
    // a refusal is a console error, which fails the test
    const page = await visit(stage.url, '/today', {
      as: alice,
      before: `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        console.error('refused', violatedDirective, blockedURI, sample))`,
    })
    const policy = (await page.reload())!.headers()['content-security-policy']
    assert.match(policy!, /default-src 'none'/)
    for (const [path, title] of [
      ['/today', 'Today'],
      ['/calendar', 'Calendar'],
      ['/agents', 'Agents'],
      [`/agents/${alice.agentId}?tab=configuration`, 'Alice’s Clinic Receptionist'],
      ['/settings/hours', 'Settings'],
      ['/activity', 'Activity'],
    ] as const) {
      await page.goto(`${stage.url}${path}`)
      await untilPage(page, title)
      await untilLive(page)
    }
    await page.getByRole('button', { name: /Account and display/ }).click()
    await untilVisible(page.getByRole('menuitem', { name: 'Log out' }))
    await page.goto(`${stage.url}/calendar?view=day`)
    await untilDrawn(page)
    await page.getByRole('button', { name: 'New appointment' }).click()
    await untilVisible(page.getByRole('dialog', { name: 'New appointment' }))
  })

  onScreen('a Spanish one is answered in Spanish on every page', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice, locale: 'es-ES' })
    for (const [path, title] of [
      ['/today', 'Hoy'],
      ['/calendar', 'Calendario'],
      ['/agents', 'Agentes'],
      ['/settings', 'Ajustes'],
      ['/activity', 'Actividad'],
    ] as const) {
      await page.goto(`${stage.url}${path}`)
      await untilPage(page, title)
    }
    await page.goto(`${stage.url}/calendar?view=day&date=2026-12-07`)
    await untilVisible(page.getByRole('heading', { name: /lunes, 7 de diciembre de 2026/ }))
    await page.getByRole('button', { name: 'Nueva cita' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Reservar' }).click()
    await untilVisible(page.getByRole('dialog').getByText('¿Para quién es la cita?'))
  })
})
