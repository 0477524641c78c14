import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { axeViolations, onScreen, openScreenStage, type Person, untilVisible } from './browser.ts'
import { furnishClinic } from './busy-clinic.ts'

const today = '2026-12-14'
const stage = await openScreenStage({ now: `${today}T18:40:00Z` })
const busy = await furnishClinic(stage.url, today)
const empty: Person = { email: 'empty@example.com', password: 'nobody has come yet' }
await stage.call('POST', '/api/auth/register', { body: { ...empty, clinic_name: 'New clinic', timezone: 'UTC' } })

/** A page, and how it is brought about and known. */
type State = {
  path: string
  /** what is seen when it is there */
  shows: string | RegExp
  /** what is done then, and what is seen afterwards */
  next?: (page: Page) => Promise<unknown>
  /** what the server answers instead */
  server?: { to: string; route: (route: Route) => unknown }
  /** on a phone as well: for whole pages */
  phone?: true
}
type Group = { who?: Person; locale?: string; states: Record<string, State> }

const failing = (to: string) => ({
  to,
  route: (route: Route) =>
    route.fulfill({ status: 429, json: { error: 'too_many_requests', message: 'Too much.', request_id: 'req_1' } }),
})
const silent = (to: string) => ({ to, route: () => {} })
const press = (role: 'button' | 'tab' | 'menuitem', name: string | RegExp) => (page: Page) =>
  page.getByRole(role, { name }).first().click()
const opens = (name: string | RegExp, dialog: string | RegExp, role: 'dialog' | 'alertdialog' = 'dialog') => ({
  next: async (page: Page) => {
    await press('button', name)(page)
    await untilVisible(page.getByRole(role, { name: dialog }))
  },
})

const groups: Record<string, Group> = {
  'the entrance': {
    states: {
      'log-in': { path: '/login', shows: 'Good to see you again.', phone: true },
      'log-in, refused': {
        path: '/login',
        shows: 'Good to see you again.',
        next: async (page) => {
          await page.getByLabel('E-mail').fill('nobody@example.com')
          await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
          await page.keyboard.press('Enter')
          await untilVisible(page.getByText('E-mail or password is wrong.'))
        },
      },
      'sign-up': { path: '/register', shows: 'Create your account', phone: true },
      'sign-up, incomplete': {
        path: '/register',
        shows: 'Create your account',
        next: async (page) => {
          await press('button', 'Create account')(page)
          await untilVisible(page.getByText('Write your e-mail address'))
        },
      },
    },
  },
  'an empty clinic': {
    who: empty,
    states: {
      today: { path: '/today', shows: 'The day is free', phone: true },
      week: { path: '/calendar?view=week', shows: 'New appointment' },
      month: { path: '/calendar?view=month', shows: 'New appointment' },
      list: { path: '/calendar?view=list', shows: 'No appointments from here on' },
      agents: { path: '/agents', shows: 'No agent yet', phone: true },
      activity: { path: '/activity', shows: 'Nothing has happened yet' },
      'set-up, clinic': { path: '/set-up?step=clinic', shows: 'Tell us about the clinic', phone: true },
      'set-up, hours': { path: '/set-up?step=hours', shows: 'When are you open', phone: true },
      'set-up, agent': { path: '/set-up?step=agent', shows: 'Now your agent', phone: true },
      'settings, services': { path: '/settings/services', shows: 'There are no services yet' },
      'settings, closures': { path: '/settings/closures', shows: 'No closure is coming.' },
    },
  },
  Today: {
    who: busy,
    states: {
      busy: { path: '/today', shows: 'George Michaelides', phone: true },
      'a menu': { path: '/today', shows: 'George Michaelides', next: press('button', /^More for/) },
      'the account menu': { path: '/today', shows: 'George Michaelides', next: press('button', /Account and display/) },
      loading: { path: '/today', shows: 'Messages to call back', server: silent('**/api/today*') },
      failed: { path: '/today', shows: 'This could not be loaded.', server: failing('**/api/today*') },
      'no such page': { path: '/agents/none/such', shows: 'There is no such page' },
      'out of reach': {
        path: '/today',
        shows: 'Vami cannot be reached',
        server: { to: '**/api/auth/refresh', route: (route) => route.abort('connectionrefused') },
      },
    },
  },
  'what is said in Spanish': {
    who: busy,
    locale: 'es-ES',
    states: {
      today: { path: '/today', shows: 'Mensajes por atender', phone: true },
      week: { path: '/calendar?view=week', shows: 'Maria Lopez', phone: true },
    },
  },
  'the calendar': {
    who: busy,
    states: {
      week: { path: '/calendar?view=week', shows: 'Maria Lopez', phone: true },
      day: { path: '/calendar?view=day', shows: 'Maria Lopez', phone: true },
      month: { path: '/calendar?view=month', shows: 'Grace Okafor', phone: true },
      list: { path: '/calendar?view=list', shows: 'Maria Lopez', phone: true },
      'an appointment': {
        path: '/calendar?view=day',
        shows: 'Maria Lopez',
        next: async (page) => {
          await page.getByRole('button', { name: /Maria Lopez/ }).click()
          await untilVisible(page.getByText('Confirmation code'))
        },
      },
      'a new one': { path: '/calendar?view=day', shows: 'Maria Lopez', ...opens('New appointment', 'New appointment') },
      'a new one, incomplete': {
        path: '/calendar?view=day',
        shows: 'Maria Lopez',
        next: async (page) => {
          await press('button', 'New appointment')(page)
          await page.getByRole('dialog').getByRole('button', { name: 'Book' }).click()
          await untilVisible(page.getByText('Whose appointment is it?'))
        },
      },
      'the shortcuts': {
        path: '/calendar?view=day',
        shows: 'Maria Lopez',
        ...opens('Keyboard shortcuts', 'Keyboard shortcuts'),
      },
      'a move by keys': {
        path: '/calendar?view=day',
        shows: 'Maria Lopez',
        next: async (page) => {
          await page.getByRole('button', { name: /Maria Lopez/ }).focus()
          await page.keyboard.press('m')
          await page.keyboard.press('ArrowDown')
        },
      },
      'a notice': {
        path: '/calendar?view=day',
        shows: 'Maria Lopez',
        next: async (page) => {
          await page.getByRole('button', { name: /James O’Connor/ }).focus()
          await page.keyboard.press('Delete')
          await untilVisible(page.getByRole('region', { name: 'Notices' }).getByText('Cancelled: James O’Connor'))
          await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click()
          await untilVisible(page.getByText('Undone'))
        },
      },
      loading: { path: '/calendar?view=week', shows: 'New appointment', server: silent('**/api/calendar?*') },
      failed: { path: '/calendar', shows: 'This could not be loaded.', server: failing('**/api/calendar?*') },
    },
  },
  'the agents': {
    who: busy,
    states: {
      all: { path: '/agents', shows: 'Front Desk', phone: true },
      'a new one': { path: '/agents', shows: 'Front Desk', ...opens('New agent', 'New agent') },
      one: { path: `/agents/${busy.agentId}`, shows: 'At a glance', phone: true },
      'its token': {
        path: `/agents/${busy.agentId}`,
        shows: 'At a glance',
        next: async (page) => {
          await press('button', 'Reveal token')(page)
          await untilVisible(page.getByRole('button', { name: 'Copy token' }))
        },
      },
      'a new token': {
        path: `/agents/${busy.agentId}`,
        shows: 'At a glance',
        ...opens('Regenerate token', 'Replace this token?', 'alertdialog'),
      },
      settings: { path: `/agents/${busy.agentId}?tab=settings`, shows: 'Answers calls', phone: true },
      configuration: { path: `/agents/${busy.agentId}?tab=configuration`, shows: 'check_availability', phone: true },
      'a test call': { path: `/agents/${busy.agentId}?tab=test`, shows: 'Test call', phone: true },
      activity: { path: `/agents/${busy.agentId}?tab=activity`, shows: 'What this agent did' },
      'none such': { path: '/agents/nobody', shows: 'There is no such agent' },
      loading: { path: '/agents', shows: 'Who answers your phone.', server: silent('**/api/agents') },
      failed: { path: '/agents', shows: 'This could not be loaded.', server: failing('**/api/agents') },
      'the end of the set-up': { path: '/set-up?step=done', shows: 'Your front desk is open', phone: true },
    },
  },
  'the settings': {
    who: busy,
    states: {
      clinic: { path: '/settings/clinic', shows: 'Time zone', phone: true },
      hours: { path: '/settings/hours', shows: 'A usual week', phone: true },
      closures: { path: '/settings/closures', shows: 'Closures of the clinic', phone: true },
      'a new closure': {
        path: '/settings/closures',
        shows: 'Closures of the clinic',
        ...opens('Add closure', 'Add closure'),
      },
      practitioners: { path: '/settings/practitioners', shows: 'Dr. Amelia Reyes', phone: true },
      services: { path: '/settings/services', shows: 'Vaccination', phone: true },
      staff: { path: '/settings/staff', shows: 'office@harbor.example', phone: true },
      export: { path: '/settings/export', shows: 'Export appointments', phone: true },
      account: { path: '/settings/account', shows: 'How you log in', phone: true },
      failed: { path: '/settings/services', shows: 'This could not be loaded.', server: failing('**/api/services') },
    },
  },
  'the activity': {
    who: busy,
    states: {
      all: { path: '/activity', shows: 'booked an appointment', phone: true },
      loading: { path: '/activity', shows: /./, server: silent('**/api/audit*') },
      failed: { path: '/activity', shows: 'This could not be loaded.', server: failing('**/api/audit*') },
    },
  },
}

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
const narrowest = { width: 320, height: 640 }

async function faultsOf(page: Page, state: State): Promise<string[]> {
  const faults: string[] = []
  const look = async (name: string, of?: Parameters<typeof axeViolations>[1]) => {
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))
    faults.push(...(await axeViolations(page, of)).map((fault) => `${name}: ${fault}`))
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(wide)
  if (state.server) await page.route(state.server.to, state.server.route)
  await page.goto(`${stage.url}${state.path}`)
  await untilVisible(page.getByText(state.shows))
  await state.next?.(page)
  await look('light')
  await page.emulateMedia({ colorScheme: 'dark' })
  if (state.phone === undefined) await look('dark', 'colours')
  else {
    await page.setViewportSize(phone)
    await look('dark phone')
    await page.setViewportSize(narrowest)
    const excess = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (excess > 0) faults.push(`at 320 px it is ${excess} px too wide`)
  }
  if (state.server) await page.unroute(state.server.to)
  return faults
}

// axe is all computing: two at once are done in half the time
suite('axe finds nothing, in light, in dark and on a phone, against', { concurrency: 2 }, () => {
  for (const [name, { who, locale = 'en-US', states }] of Object.entries(groups))
    onScreen(name, async (visit) => {
      const expects = [/^429 GET /, /^401 POST \/api\/auth\/login$/, /^lost POST \/api\/auth\/refresh$/]
      const page = await visit(stage.url, '/favicon.svg', { expects, locale, ...(who && { as: who }) })
      const faults: string[] = []
      for (const [title, state] of Object.entries(states))
        faults.push(
          ...(await faultsOf(page, state).catch((error) => [String(error)])).map((fault) => `${title}, ${fault}`),
        )
      assert.deepEqual(faults, [])
    })
})
