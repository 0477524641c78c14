import { join } from 'node:path'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { launchChromium } from '../tools/chromium.ts'
import { type Finding, interleaved } from './rounds.ts'
import type { Workshop } from './workshop.ts'

const practitioners = 6
const appointments = 10_000
const weeks = 5
const cli = join(import.meta.dirname, '../src/cli.ts')

/** `weeks` has what `full` has in the weeks that are looked at, and nothing else. */
const kinds = ['full', 'weeks', 'empty'] as const
type Kind = (typeof kinds)[number]
type Desk = { url: string; email: string; password: string; kind: Kind }

/** What a look at the week view cost, in milliseconds. */
type Look = {
  /** from the navigation until the week is drawn and the main thread has been without a long task for half a second */
  interactive: number
  /** while the grid is scrolled and five weeks are gone through: the longest task, nought when all were below 50 ms */
  longestTask: number
  /** in the same time: the longest wait between two frames */
  longestFrame: number
}

/**
 * The week view of a clinic with 10,000 appointments in a year beside that of a clinic with none, and of one with those
 * weeks alone: what the other weeks cost.
 */
export async function compareScreen(workshop: Workshop, rounds: number): Promise<Finding[]> {
  const desks = await openDesks(workshop)
  const browser = await launchChromium()
  workshop.defer(() => browser.close())
  const works = {
    full: () => lookAtWeeks(browser, desks.full),
    weeks: () => lookAtWeeks(browser, desks.weeks),
    empty: () => lookAtWeeks(browser, desks.empty),
  }
  for (const work of Object.values(works)) await work()
  const looks = await interleaved(rounds, works)
  const compared = (figure: keyof Look, words: string): Finding[] => [
    {
      figure: `${words}: 10,000 appointments / none`,
      values: looks.map(({ full, empty }) => full[figure] / empty[figure]),
      target: { most: 1.3 },
    },
    {
      figure: `${words}: 10,000 / those weeks alone`,
      values: looks.map(({ full, weeks }) => full[figure] / weeks[figure]),
      target: { most: 1.3 },
    },
    ...kinds.map(
      (kind): Finding => ({
        figure: `  ${words}, ${kind}`,
        unit: 'ms',
        values: looks.map((round) => round[kind][figure]),
      }),
    ),
  ]
  return [
    ...compared('interactive', 'week view until interactive'),
    ...compared('longestFrame', 'going through weeks, longest frame'),
    {
      figure: '  going through weeks, longest task, full (0: none of 50 ms)',
      unit: 'ms',
      values: looks.map(({ full }) => full.longestTask),
    },
  ]
}

/** One server with three clinics: the same hours, the same practitioners, and appointments in two of them. */
async function openDesks(workshop: Workshop): Promise<Record<Kind, Desk>> {
  const cluster = await openEmbeddedPostgres(workshop.folder('screen'), 'server')
  workshop.defer(cluster.leave)
  const { host, port, user, database } = cluster.connection
  const databaseUrl = `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`
  const server = workshop.start([cli, 'serve', '--json', '--port', '0'], {
    DATABASE_URL: databaseUrl,
    VAMI_REGISTRATION: 'open',
    VAMI_SECRET: 'only for the bench, and thirty-two characters',
  })
  const url: string = JSON.parse(await server.line()).address
  const desks = {
    full: await openDesk(url, 'full'),
    weeks: await openDesk(url, 'weeks'),
    empty: await openDesk(url, 'empty'),
  }
  await loadYear(databaseUrl, desks)
  return desks
}

async function openDesk(url: string, kind: Kind): Promise<Desk> {
  const desk = { url, email: `${kind}@vami.example`, password: 'a year at the desk', kind }
  const post = async (path: string, body: object, bearer?: string): Promise<{ access_token: string }> => {
    const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
    const headers = { 'content-type': 'application/json', ...authorization }
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return (await response.json()) as { access_token: string }
  }
  const { email, password } = desk
  const { access_token: bearer } = await post('/api/auth/register', {
    ...{ email, password, clinic_name: 'A clinic', timezone: 'America/New_York' },
  })
  for (let i = 1; i < practitioners; i++) await post('/api/practitioners', { name: `Dr. Number ${i}` }, bearer)
  return desk
}

/** Half hours on the week days of half a year back and half a year ahead, even over days and practitioners. */
async function loadYear(databaseUrl: string, { full, weeks: some }: Record<Kind, Desk>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  try {
    await client.query(year, [full.email, appointments])
    await client.query(year, [some.email, appointments])
    // a week back, and all that is looked at
    await client.query(
      `delete from appointments where clinic_id = (select c.id from clinics c join users u on u.id = c.owner_id where u.email = $1)
        and start_time not between current_date - 8 and current_date + $2::int`,
      [some.email, 8 + weeks * 7],
    )
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const year = `
    with clinic as (
      select c.id, c.owner_id, c.timezone from clinics c join users u on u.id = c.owner_id where u.email = $1
    ), days as (
      select array_agg(day::date order by day) as open
      from generate_series(current_date - 182, current_date + 182, interval '1 day') day
      where extract(isodow from day) < 6
    ), who as (
      select array_agg(id order by position, id) as ids from practitioners where clinic_id = (select id from clinic)
    ), places as (
      -- 17 shares no factor with 16 times the 260 or 261 days: no place is taken twice
      select i, ids[1 + i % ${practitioners}] as practitioner,
        (i / ${practitioners}) * 17 % (cardinality(open) * 16) as place, open
      from generate_series(0, $2::int - 1) i, days, who
    )
    insert into appointments (id, clinic_id, practitioner_id, user_id, start_time, end_time, buffer_minutes, status,
      attendee_name, confirmation_code, repeat_key)
    select gen_random_uuid(), clinic.id, practitioner, owner_id, at, at + interval '30 minutes', 0, 'scheduled',
      'Patient ' || i, 'C' || i, sha256(convert_to(i::text, 'UTF8'))
    from clinic, places, lateral (
      select (open[1 + place / 16] + time '09:00' + place % 16 * interval '30 minutes') at time zone timezone as at
    ) start`

async function lookAtWeeks(browser: Browser, { url, email, password, kind }: Desk): Promise<Look> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-US' })
  try {
    await context.addInitScript(`${watch}; lookFor('${kind === 'empty' ? '[data-column]' : '[data-entry]'}')`)
    const answer = await context.request.post(`${url}/api/auth/login`, { data: { email, password } })
    if (!answer.ok()) throw new Error(`log-in: ${answer.status()}`)
    const page = await context.newPage()
    await page.goto(`${url}/calendar?view=week`)
    const calm = await page.waitForFunction(() => (globalThis as unknown as InPage).calmSince())
    const interactive = Number(await calm.jsonValue())
    await page.evaluate('watchFrames()')
    await goThroughWeeks(page)
    const worst = await page.evaluate<Pick<Look, 'longestTask' | 'longestFrame'>>('worstSince()')
    return { interactive, ...worst }
  } finally {
    await context.close()
  }
}

async function goThroughWeeks(page: Page): Promise<void> {
  const grid = page.getByRole('group', { name: /^Schedule/ })
  await grid.hover()
  for (const way of [1, -1])
    for (let step = 0; step < 10; step++) {
      await page.mouse.wheel(0, way * 60)
      await page.evaluate('new Promise(requestAnimationFrame)')
    }
  for (let week = 0; week < weeks; week++) {
    const shown = page.waitForResponse(/\/api\/calendar\?/)
    await page.getByRole('button', { name: 'Next week' }).click()
    await (await shown).finished()
    await page.waitForFunction(() => (globalThis as unknown as InPage).isDrawn('[data-column]'))
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  }
}

/** What `watch` adds to the page. */
type InPage = { calmSince(): number | false; isDrawn(selector: string): boolean }

/** Runs in the page, before it. */
const watch = `
  const tasks = []
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
  let drawnAt
  globalThis.isDrawn = (selector) => {
    const grid = document.querySelector('[role=group][aria-label^="Schedule"]')
    return grid !== null && grid.ariaBusy !== 'true' && grid.querySelector(selector) !== null
  }
  const lookFor = (selector) => {
    if (isDrawn(selector)) drawnAt = performance.now()
    else requestAnimationFrame(() => lookFor(selector))
  }
  globalThis.calmSince = () => {
    if (drawnAt === undefined) return false
    const last = Math.max(drawnAt, ...tasks.map(({ startTime, duration }) => startTime + duration))
    return performance.now() - last >= 500 && last
  }
  let begun, before, longestFrame
  globalThis.watchFrames = () => {
    begun = before = performance.now()
    longestFrame = 0
    const next = (now) => {
      longestFrame = Math.max(longestFrame, now - before)
      before = now
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  }
  globalThis.worstSince = () => ({
    longestFrame,
    longestTask: Math.max(0, ...tasks.filter(({ startTime }) => startTime >= begun).map(({ duration }) => duration)),
  })
`
