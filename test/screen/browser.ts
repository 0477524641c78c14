import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { launchChromium } from '../../tools/chromium.ts'
import { openStage, type Stage, type StageOptions } from '../cast.ts'

/**
 * People before the screen: one Chromium for the whole run, and for each visit a profile of its own. Whatever a page
 * complains about fails its test, unless the test has said that it will.
 */

// in the main module of the run, so that it is the end of all of it
after(async () => (await running)?.close())

let running: Promise<Browser> | undefined

function theBrowser(): Promise<Browser> {
  running ??= launchChromium()
  return running
}

/** Who can log in. */
export type Person = { email: string; password: string }

export type VisitOptions = BrowserContextOptions & {
  /** is logged in already; else nobody is */
  as?: Person
  /** runs before anything of the page's */
  before?: string
  /** complaints that belong to what the test does: see `complaintsOf` for how they read */
  expects?: readonly RegExp[]
  /** another browser than the one that all share */
  browser?: Browser
}

export type Visit = (url: string, path: string, options?: VisitOptions) => Promise<Page>

/** A rule about the screen. Each `visit` is a browser profile of its own, closed when the rule has been played. */
export function onScreen(rule: string, play: (visit: Visit, t: TestContext) => Promise<void>): void {
  test(rule, async (t) => {
    const visitors: { page: Page; complaints: string[] }[] = []
    const visit: Visit = async (url, path, options = {}) => {
      const visitor = await openVisitor(url, path, options)
      visitors.push(visitor)
      return visitor.page
    }
    try {
      await play(visit, t)
    } catch (error) {
      for (const visitor of visitors) t.diagnostic(await stateOf(visitor))
      throw error
    } finally {
      for (const { page } of visitors) await page.context().close()
    }
    assert.deepEqual(
      visitors.flatMap(({ complaints }) => complaints),
      [],
    )
  })
}

// a loaded machine is slow, and nothing is proven by giving up early
const patienceMs = 20_000

async function openVisitor(url: string, path: string, options: VisitOptions) {
  const { as, before, expects = [], browser, ...profile } = options
  const context = await (browser ?? (await theBrowser())).newContext({
    locale: 'en-US',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
    ...profile,
  })
  context.setDefaultTimeout(patienceMs)
  if (before !== undefined) await context.addInitScript(before)
  const complaints = complaintsOf(context, url, expects)
  if (as !== undefined) await logIn(context, url, as)
  const page = await context.newPage()
  await page.goto(`${url}${path}`)
  return { page, complaints }
}

/** Logs in past the form: the cookie is all that a page needs. */
export async function logIn(context: BrowserContext, url: string, { email, password }: Person): Promise<void> {
  const answer = await context.request.post(`${url}/api/auth/login`, { data: { email, password } })
  assert.equal(answer.status(), 200)
}

/** Who is not logged in learns it from the server: the one refusal that belongs to a page without a log-in. */
const askedWhoIsThere = /^401 POST \/api\/auth\/refresh$/

/**
 * What went wrong on the pages of a profile, a line each: `console: …`, `crash: …`, `404 GET /path`, `lost GET /path`,
 * `elsewhere https://…` for a request to anybody but this server.
 */
function complaintsOf(context: BrowserContext, url: string, expects: readonly RegExp[]): string[] {
  const complaints: string[] = []
  const complain = (line: string) => {
    if (![askedWhoIsThere, ...expects].some((expected) => expected.test(line))) complaints.push(line)
  }
  const pathOf = (address: string) => address.replace(url, '').replace(/\?.*/, '')
  context.on('console', (message) => {
    // a refusal and a lost connection are told below, with their address
    if (/^Failed to load resource/.test(message.text())) return
    if (['error', 'warning', 'assert'].includes(message.type())) complain(`console: ${message.text()}`)
  })
  context.on('weberror', (error) => complain(`crash: ${error.error().message}`))
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) complain(`elsewhere ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 400)
      complain(`${response.status()} ${response.request().method()} ${pathOf(response.url())}`)
  })
  context.on('requestfailed', (request) => {
    // a page that is left behind lets go of what it has asked
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      complain(`lost ${request.method()} ${pathOf(request.url())}`)
  })
  return complaints
}

/** What somebody who looks for the cause wants to know. */
async function stateOf({ page, complaints }: { page: Page; complaints: string[] }): Promise<string> {
  const shown = await page
    .locator('body')
    .ariaSnapshot({ timeout: 2_000 })
    .catch((error) => String(error))
  return [page.url(), ...complaints, ...shown.split('\n').slice(0, 150)].join('\n')
}

/** A server with the built screen, where tests may log in as often as they like. */
export const openScreenStage = (options: StageOptions = {}): Promise<Stage> =>
  openStage({
    ...options,
    config: { LIMIT_REGISTRATIONS_PER_MINUTE: 1_000_000, LIMIT_FAILED_LOGINS: 1_000_000, ...options.config },
  })

/** Waits until it can be seen. */
export const untilVisible = (what: Locator): Promise<void> => what.first().waitFor({ state: 'visible' })

/** Waits until none of it can be seen. */
export const untilGone = (what: Locator): Promise<void> => what.first().waitFor({ state: 'hidden' })

/** Waits until what is there says so. */
export const untilText = (what: Locator, text: string | RegExp): Promise<void> =>
  what.filter({ hasText: text }).first().waitFor()

/** Waits until the page's heading is this one. */
export const untilPage = (page: Page, title: string | RegExp): Promise<void> =>
  untilVisible(page.getByRole('heading', { level: 1, name: title }))

/** Waits until the page hears of changes as they are made. */
export const untilLive = (page: Page): Promise<void> => untilText(page.getByRole('status'), /^(Live|En directo)$/)

/** Waits until the page is at this address: its path and what follows. */
export const untilAt = (page: Page, path: string | RegExp): Promise<void> =>
  page.waitForURL(({ pathname, search }) =>
    typeof path === 'string' ? pathname + search === path : path.test(pathname + search),
  )

/** Answers a question: is it still the page that it was, or has it been loaded anew? */
export async function markPage(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate('globalThis.isMarked = true')
  return () => page.evaluate('globalThis.isMarked === true')
}

const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe has against the page as it is now, a line for each place. `of` colours alone is enough, and much quicker, where
 * nothing else has changed since the last look.
 */
export async function axeViolations(page: Page, of: 'everything' | 'colours' = 'everything'): Promise<string[]> {
  // Base UI's focus guards hand the focus on at once, which axe cannot know; legacy: the other mode opens a second page
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude('[data-base-ui-focus-guard]')
  const rules = of === 'colours' ? axe.withRules(['color-contrast', 'link-in-text-block']) : axe.withTags(axeTags)
  const { violations } = await rules.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message}`),
  )
}
