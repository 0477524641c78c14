import assert from 'node:assert/strict'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { axeViolations, onScreen, openScreenStage, type Person, untilVisible } from './browser.ts'
import { furnishClinic } from './busy-clinic.ts'

const today = '2026-12-14'
const stage = await openScreenStage({ now: `${today}T18:40:00Z` })
const busy = await furnishClinic(stage.url, today)
const empty: Person = { email: 'empty@example.com', password: 'nobody has come yet' }
await stage.call('POST', '/api/auth/register', { body: { ...empty, clinic_name: 'New clinic', timezone: 'UTC' } })

/** How a state is brought about on a page that has just been opened. */
type State = { path: string; who?: Person; prepare?: (page: Page) => Promise<unknown>; arrive: (page: Page) => unknown }

const phone = { width: 390, height: 844 }
const narrowest = { width: 320, height: 640 }

/** In light, in dark and as wide as a phone, one after the other on the same page. */
async function faultsInEachLook(page: Page): Promise<string[]> {
  const faults: string[] = []
  const look = async (name: string, of: Parameters<typeof axeViolations>[1]) => {
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)))
    faults.push(...(await axeViolations(page, of)).map((fault) => `${name}: ${fault}`))
  }
  await look('light', 'everything')
  await page.emulateMedia({ colorScheme: 'dark' })
  await look('dark', 'colours')
  await page.setViewportSize(phone)
  await look('phone', 'everything')
  await page.setViewportSize(narrowest)
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (overflow > 0) faults.push(`320 px: the page is ${overflow} px too wide`)
  return faults
}

const heading = (name: string | RegExp) => (page: Page) => untilVisible(page.getByRole('heading', { level: 1, name }))
const text = (words: string | RegExp) => (page: Page) => untilVisible(page.getByText(words))

const states: Record<string, State> = {
  'the log-in': { path: '/login', arrive: heading('Log in') },
  'the sign-up': { path: '/register', arrive: heading('Create your account') },
  'Today, busy': { path: '/today', who: busy, arrive: text('George Michaelides') },
  'Today, empty': { path: '/today', who: empty, arrive: text('The day is free') },
}

suite('axe finds nothing against', () => {
  for (const [name, { path, who, prepare, arrive }] of Object.entries(states))
    onScreen(name, async (visit) => {
      const page = await visit(stage.url, '/favicon.svg', who === undefined ? {} : { as: who })
      await prepare?.(page)
      await page.goto(`${stage.url}${path}`)
      await arrive(page)
      assert.deepEqual(await faultsInEachLook(page), [])
    })
})
