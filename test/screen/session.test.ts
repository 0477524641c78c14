import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic, bobsClinic, type Owner, openClinic } from '../cast.ts'
import {
  onScreen,
  openScreenStage,
  type Person,
  untilAt,
  untilGone,
  untilLive,
  untilPage,
  untilText,
  untilVisible,
} from './browser.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)
const bob = await bobsClinic(stage)

/** As somebody at the keyboard does it. */
async function logInByForm(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

const logOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /Account and display/ }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
}

const leaveMessage = async (owner: Owner, customer_name: string): Promise<void> => {
  const { body } = await owner.agent('take-message', { customer_name, message: 'Please call back.' })
  assert.equal(body.success, true)
}

// an hour, and the two minutes by which a clock may be wrong
const pastTheToken = { minutes: 63 }

const openMessages = (page: Page, count: number) => page.getByRole('navigation').getByText(`${count} open messages`)

suite('a session on the screen', () => {
  onScreen('begins at the log-in page, and comes to Today', async (visit) => {
    const page = await visit(stage.url, '/')
    await untilAt(page, '/login')
    await logInByForm(page, alice)
    await untilAt(page, '/today')
    await untilLive(page)
  })

  onScreen('does not begin with a wrong password, and says so', async (visit) => {
    const page = await visit(stage.url, '/login', { expects: [/^401 POST \/api\/auth\/login$/] })
    await logInByForm(page, { email: alice.email, password: 'not the password' })
    await untilText(page.getByRole('alert'), 'E-mail or password is wrong.')
    await logInByForm(page, alice)
    await untilAt(page, '/today')
  })

  onScreen('comes back to the page that was asked for, with its address as it was', async (visit) => {
    const page = await visit(stage.url, '/calendar?view=day&date=2026-12-09')
    await logInByForm(page, alice)
    await untilAt(page, '/calendar?view=day&date=2026-12-09')
  })

  onScreen('outlives its access token: the page goes on, live, and nobody is asked anything', async (visit) => {
    const page = await visit(stage.url, '/today', { as: bob, expects: [/^401 (GET|POST|PATCH) \/api\/(?!auth)/] })
    await untilLive(page)
    stage.clock.advance(pastTheToken)
    // the token is looked at anew with each change
    const renewed = page.waitForResponse(/\/api\/auth\/refresh$/)
    await leaveMessage(bob, 'Ruth Goldberg')
    await renewed
    await untilVisible(openMessages(page, 1))
    await page.getByRole('link', { name: 'Agents' }).click()
    await untilPage(page, 'Agents')
    await leaveMessage(bob, 'Noor Haddad')
    await untilVisible(openMessages(page, 2))
  })

  onScreen('stays with its clinic when another tab has chosen another one', async (visit) => {
    const carol = await openClinic(stage, 'carol@example.com', 'Carol’s First', 'America/New_York')
    const { status } = await carol.as('POST', '/api/clinics', { name: 'Carol’s Second', timezone: 'Europe/Madrid' })
    assert.equal(status, 201)
    const page = await visit(stage.url, '/calendar', { as: carol, expects: [/^401 (GET|POST|PATCH) \/api\/(?!auth)/] })
    await untilLive(page)
    const other = await page.context().newPage()
    await other.goto(`${stage.url}/calendar`)
    await other.getByRole('button', { name: /Account and display/ }).click()
    await other.getByRole('menuitemradio', { name: 'Carol’s Second' }).click()
    await untilText(other.getByRole('banner'), 'Carol’s Second')
    stage.clock.advance(pastTheToken)

    await page.getByRole('button', { name: 'New appointment' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Ruth Goldberg')
    await page.getByRole('button', { name: 'Book', exact: true }).click()
    await untilText(page.getByRole('region', { name: 'Notices' }), 'Booked: Ruth Goldberg')
    await page.reload()
    await untilText(page.getByRole('banner'), 'Carol’s First')
    await untilText(other.getByRole('banner'), 'Carol’s Second')
    const { rows } = await stage.sql.query('select clinic_id from appointments where attendee_name = $1', [
      'Ruth Goldberg',
    ])
    assert.deepEqual(rows, [{ clinic_id: carol.clinicId }])
  })

  onScreen('ends for a colleague whose post has ended, with all that was on the screen', async (visit) => {
    const { body } = await alice.as('POST', '/api/auth/login', { email: alice.email, password: alice.password })
    const asAlice = (method: string, path: string, said?: unknown) =>
      stage.call(method, path, { bearer: body.access_token, body: said })
    const desk = { email: 'desk@example.com', password: 'at the front desk' }
    const post = await asAlice('POST', '/api/staff', { ...desk, role: 'receptionist' })
    const page = await visit(stage.url, '/today', { as: desk, expects: [/^40[14] /] })
    await leaveMessage(alice, 'Noor Haddad')
    await untilVisible(page.getByText('Noor Haddad'))
    assert.equal((await asAlice('DELETE', `/api/staff/${post.body.id}`)).status, 204)
    // who listens is looked at anew with each change
    await leaveMessage(alice, 'Walter Brandt')
    await untilText(page.getByRole('status'), 'You do not work in a clinic here at the moment.')
    await untilGone(page.getByText('Noor Haddad'))
    await logInByForm(page, desk)
    await untilText(page.getByRole('status'), 'You do not work in a clinic here at the moment.')
  })

  onScreen('ends in every tab of the browser when one logs out', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    const other = await page.context().newPage()
    await other.goto(`${stage.url}/calendar`)
    await untilLive(page)
    await untilLive(other)
    await logOut(page)
    await untilVisible(page.getByLabel('E-mail'))
    await untilVisible(other.getByLabel('E-mail'))
    await page.goto(`${stage.url}/today`)
    await untilAt(page, '/login?to=%2Ftoday')
  })

  onScreen('that the server has ended leads to the log-in, which says so and comes back', async (visit) => {
    const page = await visit(stage.url, '/agents', { as: alice, expects: [/^401 /] })
    await untilLive(page)
    await stage.sql.query('delete from sessions where user_id = $1', [alice.userId])
    await leaveMessage(alice, 'Walter Brandt')
    await untilText(page.getByRole('status'), 'You were logged out.')
    await untilAt(page, '/login?to=%2Fagents')
    await logInByForm(page, alice)
    await untilAt(page, '/agents')
    await untilLive(page)
  })

  onScreen('leaves nothing of one person’s clinic to the next at the same computer', async (visit) => {
    const page = await visit(stage.url, '/today', { as: alice })
    await untilVisible(page.getByText('Alice’s Clinic'))
    await logOut(page)
    await logInByForm(page, bob)
    await untilVisible(page.getByText('Bob’s Clinic'))
    await untilGone(page.getByText('Alice’s Clinic'))
  })
})
