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

type Desk = { url: string; email: string; password: string; isFull: boolean }

/** What a look at the week view cost, in milliseconds. */
type Look = {
  /** from the navigation until the week is drawn and the main thread has been without a long task for half a second */
  interactive: number
  /** while the grid is scrolled and five weeks are gone through: the longest task, nought when all were below 50 ms */
  longestTask: number
  /** in the same time: the longest wait between two frames */
  longestFrame: number
}

/** The week view of a clinic with 10,000 appointments in a year beside that of a clinic with none. */
export async function compareScreen(workshop: Workshop, rounds: number): Promise<Finding[]> {
  const { full, empty } = await openDesks(workshop)
  const browser = await launchChromium()
  workshop.defer(() => browser.close())
  const works = { full: () => lookAtWeeks(browser, full), empty: () => lookAtWeeks(browser, empty) }
  for (const work of Object.values(works)) await work()
  const looks = await interleaved(rounds, works)
  const ratio = (figure: keyof Look) => looks.map((round) => round.full[figure] / round.empty[figure])
  const wanted = { most: 1.3 }
  return [
    {
      figure: 'week view until it is interactive: 10,000 appointments / none',
      values: ratio('interactive'),
      target: wanted,
    },
    ...(['full', 'empty'] as const).map(
      (which): Finding => ({
        figure: `  until interactive, ${which}`,
        unit: 'ms',
        values: looks.map((round) => round[which].interactive),
      }),
    ),
    {
      figure: 'scrolling and five weeks, longest frame: 10,000 / none',
      values: ratio('longestFrame'),
      target: wanted,
    },
    ...(['full', 'empty'] as const).flatMap((which): Finding[] => [
      { figure: `  longest frame, ${which}`, unit: 'ms', values: looks.map((round) => round[which].longestFrame) },
      {
        figure: `  longest task, ${which} (0: none of 50)`,
        unit: 'ms',
        values: looks.map((round) => round[which].longestTask),
      },
    ]),
  ]
}

/** One server with two clinics: the same hours, the same practitioners, and appointments in one of them. */
async function openDesks(workshop: Workshop): Promise<{ full: Desk; empty: Desk }> {
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
  const desks = { full: await openDesk(url, true), empty: await openDesk(url, false) }
  await loadYear(databaseUrl, desks.full.email)
  return desks
}

async function openDesk(url: string, isFull: boolean): Promise<Desk> {
  const desk = { url, email: `${isFull ? 'full' : 'empty'}@vami.example`, password: 'a year at the desk', isFull }
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
async function loadYear(databaseUrl: string, email: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c timezone=UTC' })
  await client.connect()
  await client.query(
    `
    with clinic as (
      select c.id, c.owner_id, c.timezone from clinics c join users u on u.id = c.owner_id where u.email = $1
    ), days as (
      select array_agg(day::date order by day) as open
      from generate_series(current_date - 182, current_date + 182, interval '1 day') day
      where extract(isodow from day) < 6
    ), who as (
      select array_agg(id order by position, id) as ids from practitioners where clinic_id = (select id from clinic)
    ), places as (
      -- 13 shares no factor with 16 times the number of days: no place is taken twice
      select i, ids[1 + i % ${practitioners}] as practitioner,
        (i / ${practitioners}) * 13 % (cardinality(open) * 16) as place, open
      from generate_series(0, $2::int - 1) i, days, who
    )
    insert into appointments (id, clinic_id, practitioner_id, user_id, start_time, end_time, buffer_minutes, status,
      attendee_name, confirmation_code, repeat_key)
    select gen_random_uuid(), clinic.id, practitioner, owner_id, at, at + interval '30 minutes', 0, 'scheduled',
      'Patient ' || i, 'C' || i, sha256(convert_to(i::text, 'UTF8'))
    from clinic, places, lateral (
      select (open[1 + place / 16] + time '09:00' + place % 16 * interval '30 minutes') at time zone timezone as at
    ) start`,
    [email, appointments],
  )
  await client.query('vacuum (analyze)')
  await client.end()
}

async function lookAtWeeks(browser: Browser, { url, email, password, isFull }: Desk): Promise<Look> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en-US' })
  try {
    await context.addInitScript(`${watch}; lookFor('${isFull ? '[data-entry]' : '[data-column]'}')`)
    const answer = await context.request.post(`${url}/api/auth/login`, { data: { email, password } })
    if (!answer.ok()) throw new Error(`log-in: ${answer.status()}`)
    const page = await context.newPage()
    await page.goto(`${url}/calendar?view=week`)
    const calm = await page.waitForFunction('calmSince()', undefined, { polling: 50 })
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
    await page.waitForFunction(`document.querySelector(${JSON.stringify(gridSelector)}).ariaBusy !== 'true'`)
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  }
}

const gridSelector = '[role=group][aria-label^="Schedule"]'

/** Runs in the page, before it. */
const watch = `
  const tasks = []
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
  let drawnAt
  globalThis.lookFor = (drawn) => {
    const grid = document.querySelector('${gridSelector}')
    if (grid !== null && grid.ariaBusy !== 'true' && grid.querySelector(drawn) !== null) drawnAt = performance.now()
    else requestAnimationFrame(() => lookFor(drawn))
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
