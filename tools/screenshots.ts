import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { clockFrom } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/server.ts'
import { type BusyClinic, furnishClinic } from '../test/screen/busy-clinic.ts'
import { launchChromium } from './chromium.ts'

/**
 * Draws the pages of docs/screens.md from a furnished clinic: each light, dark and on a phone.
 *
 *     npm run screenshots
 */
const folder = join(import.meta.dirname, '../docs/screens')
const today = '2026-12-14'
// 13:40 in the clinic
const now = Temporal.Instant.from(`${today}T18:40:00Z`)

type Shown = { name: string; path: string; about: string; loggedOut?: true }

const pagesOf = ({ agentId }: BusyClinic): readonly Shown[] => [
  { name: 'today', path: '/today', about: 'Today: who comes next, who waits for a call back, what is new.' },
  { name: 'calendar-week', path: '/calendar?view=week', about: 'The calendar, a week of all practitioners.' },
  { name: 'calendar-day', path: '/calendar?view=day', about: 'The calendar, a day.' },
  { name: 'agents', path: '/agents', about: 'The agents that answer the phone.' },
  { name: 'agent', path: `/agents/${agentId}`, about: 'One agent: its token, what it does, how it is connected.' },
  { name: 'set-up', path: '/set-up?step=hours', about: 'The set-up in three steps; the second: hours and people.' },
  { name: 'settings', path: '/settings', about: 'Settings.' },
  { name: 'activity', path: '/activity', about: 'Activity: who did what.' },
  { name: 'log-in', path: '/login', about: 'The log-in.', loggedOut: true },
]

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>

await using opened = new AsyncDisposableStack()
const url = await openServer(opened)
const clinic = await furnishClinic(url, today)
const browser = await launchChromium()
opened.defer(() => browser.close())
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const pages = pagesOf(clinic)
for (const [look, options] of Object.entries(looks)) await drawAll(browser, pages, look, options)
writeFileSync(join(folder, '../screens.md'), documentOf(pages))

async function openServer(over: AsyncDisposableStack): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'vami-screens-'))
  // as root, PostgreSQL runs as another user, who has to pass
  chmodSync(data, 0o755)
  over.defer(() => rmSync(data, { recursive: true, force: true }))
  // the usual port, since pages show their own address
  const config = readConfig({ VAMI_DATA: join(data, 'data'), VAMI_REGISTRATION: 'open', PORT: '8000' })
  const server = await startServer(config, clockFrom(now), pino({ level: 'silent' }))
  over.defer(server.close)
  return `http://127.0.0.1:${server.port}`
}

async function drawAll(browser: Browser, pages: readonly Shown[], look: string, options: BrowserContextOptions) {
  for (const { name, path, loggedOut } of pages) {
    // the README shows this one large
    const deviceScaleFactor = name === 'calendar-week' && look === 'light' ? 1.5 : 1
    const context = await browser.newContext({
      locale: 'en-US',
      reducedMotion: 'reduce',
      deviceScaleFactor,
      ...options,
    })
    if (loggedOut === undefined) {
      const { email, password } = clinic
      const answer = await context.request.post(`${url}/api/auth/login`, { data: { email, password } })
      if (!answer.ok()) throw new Error(`log-in: ${answer.status()}`)
    }
    const page = await context.newPage()
    await page.goto(`${url}${path}`)
    await untilDrawn(page)
    const file = join(folder, `${name}-${look}.png`)
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' })
    process.stdout.write(`${name}-${look}.png ${Math.round(statSync(file).size / 1_000)} kB\n`)
    await context.close()
  }
}

async function untilDrawn(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  // the live stream never ends, so that the network is never idle
  await page.waitForFunction(() => {
    const { document } = globalThis as unknown as { document: InPage }
    return (
      document.querySelector('[aria-busy=true], [role=status][aria-label^=Loading]') === null &&
      document.fonts.status === 'loaded'
    )
  })
}

type InPage = { querySelector(selector: string): unknown; fonts: { status: string } }

function documentOf(pages: readonly Shown[]): string {
  const picture = ({ name, about }: Shown, look: string, width: number) =>
    `<img src="screens/${name}-${look}.png" width="${width}" alt="${about} ${look}">`
  return [
    '# The dashboard in pictures\n',
    'Drawn by `npm run screenshots` from a clinic that is made up, on a Monday at 1:40 PM. Every page is light or dark, as',
    'the computer or its user wishes, and fits a phone.\n',
    ...pages.map(
      (page) =>
        `${page.about}\n\n${picture(page, 'light', 480)} ${picture(page, 'dark', 480)} ${picture(page, 'phone', 180)}\n`,
    ),
  ].join('\n')
}
