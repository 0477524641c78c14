import assert from 'node:assert/strict'
import { suite } from 'node:test'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilGone, untilLive, untilVisible, type Visit } from './browser.ts'
import { bookByAgent, drag, entry, grid, lift, notice, offered, untilDrawn } from './calendar-desk.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)
const receptionist = { email: 'desk@example.com', password: 'at the front desk' }
assert.equal((await alice.as('POST', '/api/staff', { ...receptionist, role: 'receptionist' })).status, 201)

/** The owner and the receptionist before the same day, each at a browser of their own. */
async function bothAt(visit: Visit, date: string, expects: RegExp[] = []) {
  const path = `/calendar?view=day&date=${date}`
  const owner = await visit(stage.url, path, { as: alice, expects })
  const desk = await visit(stage.url, path, { as: receptionist, expects })
  for (const page of [owner, desk]) {
    await untilDrawn(page)
    await untilLive(page)
  }
  return { owner, desk }
}

suite('two people at the same calendar', () => {
  onScreen('see what the other moves and cancels', async (visit) => {
    const { owner, desk } = await bothAt(visit, '2026-12-08')
    await bookByAgent(alice, '2026-12-08', '10:00', 'Maria Lopez')
    for (const page of [owner, desk]) await untilVisible(entry(page, '10:00 Maria Lopez'))
    await drag(desk, entry(desk, '10:00 Maria Lopez'), 90)
    await untilVisible(entry(owner, '11:30 Maria Lopez'))
    await untilGone(entry(owner, '10:00 Maria Lopez'))
    await entry(owner, '11:30 Maria Lopez').focus()
    await owner.keyboard.press('Delete')
    await untilGone(entry(desk, '11:30 Maria Lopez'))
  })

  onScreen('who drag the same appointment end with the same calendar', async (visit) => {
    const { owner, desk } = await bothAt(visit, '2026-12-09')
    await bookByAgent(alice, '2026-12-09', '10:00', 'Noor Haddad')
    for (const page of [owner, desk]) await untilVisible(entry(page, '10:00 Noor Haddad'))
    await lift(owner, entry(owner, '10:00 Noor Haddad'), 60)
    await lift(desk, entry(desk, '10:00 Noor Haddad'), 180)
    await owner.mouse.up()
    await untilVisible(entry(owner, '11:00 Noor Haddad'))
    await desk.mouse.up()
    for (const page of [owner, desk]) {
      await untilVisible(entry(page, '1:00 Noor Haddad'))
      assert.equal(
        await grid(page)
          .getByRole('button', { name: /Noor Haddad/ })
          .count(),
        1,
      )
    }
  })

  onScreen('get it back, with the reason, when the other has just taken the time', async (visit) => {
    const { owner, desk } = await bothAt(visit, '2026-12-10', [/^409 PATCH /])
    await bookByAgent(alice, '2026-12-10', '10:00', 'Ruth Goldberg')
    await bookByAgent(alice, '2026-12-10', '15:00', 'Walter Brandt')
    for (const page of [owner, desk]) await untilVisible(entry(page, '3:00 Walter Brandt'))
    await lift(desk, entry(desk, '3:00 Walter Brandt'), -180)
    await drag(owner, entry(owner, '10:00 Ruth Goldberg'), 120)
    await untilVisible(entry(owner, '12:00 Ruth Goldberg'))
    await desk.mouse.up()
    await untilVisible(notice(desk, 'That time is taken: somebody else has it'))
    await untilVisible(entry(desk, '3:00 Walter Brandt'))
    await untilVisible(entry(desk, '12:00 Ruth Goldberg'))
    const free = await offered(alice, '2026-12-10')
    assert.deepEqual(
      ['10:00', '12:00', '15:00'].map((time) => free.includes(time)),
      [true, false, false],
    )
  })

  onScreen('are shown what they cannot have back, when the other has just taken the time', async (visit) => {
    const { owner, desk } = await bothAt(visit, '2026-12-14', [/^409 PATCH /])
    await bookByAgent(alice, '2026-12-14', '10:00', 'Ruth Goldberg')
    await untilVisible(entry(owner, '10:00 Ruth Goldberg'))
    await entry(owner, '10:00 Ruth Goldberg').focus()
    await owner.keyboard.press('Delete')
    await untilGone(entry(desk, '10:00 Ruth Goldberg'))
    await bookByAgent(alice, '2026-12-14', '10:00', 'Walter Brandt')
    await untilVisible(entry(owner, '10:00 Walter Brandt'))
    const details = owner.getByRole('dialog', { name: 'Ruth Goldberg', exact: true })
    const taken = owner.getByRole('alertdialog', { name: /^The time has been taken in the meantime/ })
    const isShown = async () => {
      await taken.getByRole('button', { name: 'Show' }).click()
      await untilVisible(details.getByText('Cancelled'))
    }
    await owner.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
    await isShown()
    await details.getByRole('button', { name: 'Restore' }).click()
    await isShown()
    await owner.keyboard.press('Escape')
    await untilVisible(entry(owner, '10:00 Ruth Goldberg.*Cancelled'))
  })

  onScreen('see what an agent holds for a caller, until it is let go or lapses', async (visit) => {
    const { owner, desk } = await bothAt(visit, '2026-12-11')
    const hold = async (start_time: string) => {
      const { body } = await alice.agent('hold-slot', { date: '2026-12-11', start_time, conversation_id: 'conv_1' })
      assert.equal(body.success, true)
    }
    const held = (page: typeof owner, time: string) =>
      grid(page).locator('[data-hold]').filter({ hasText: time }).filter({ hasText: 'Held for a caller' })
    await hold('10:00')
    for (const page of [owner, desk]) await untilVisible(held(page, '10:00'))
    // the same caller thinks of another time
    await hold('14:00')
    for (const page of [owner, desk]) {
      await untilVisible(held(page, '2:00'))
      await untilGone(held(page, '10:00'))
    }
    stage.clock.advance({ minutes: 4, seconds: 57 })
    await bookByAgent(alice, '2026-12-11', '16:00', 'Li Wei Chen')
    for (const page of [owner, desk]) {
      await untilVisible(entry(page, '4:00 Li Wei Chen'))
      await untilGone(held(page, '2:00'))
    }
  })
})
