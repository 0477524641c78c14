import { join } from 'node:path'
import pg from 'pg'
import type { Browser, Locator, Page } from 'playwright-core'
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
  scrolling: Smoothness
  /** five weeks, one after the other, each until all of it is drawn */
  opening: Smoothness
}

/**
 * The longest the main thread was kept: by the clock, and of that the processor's own time, which leaves out what the
 * server, the database and whatever else runs on the same cores took from it. The longest wait between two frames is
 * what is felt; it comes in steps of 16.7, so that its ratios are coarse, and nothing is felt of tasks below it.
 */
type Smoothness = { task: number; work: number; frame: number }

/**
 * The week view of a clinic with 10,000 appointments in a year beside that of a clinic with none, and of one with those
 * weeks alone: what the other weeks cost. The mouse goes where a button is known to be: a locator of Playwright would
 * read the name of each entry in the page, on the main thread that is measured.
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
  const compared = (words: string, figure: (look: Look) => number): Finding[] => [
    {
      figure: `${words}: 10,000 appointments / none`,
      values: looks.map(({ full, empty }) => figure(full) / figure(empty)),
      target: { most: 1.3 },
    },
    {
      figure: `${words}: 10,000 / those weeks alone`,
      values: looks.map(({ full, weeks }) => figure(full) / figure(weeks)),
      target: { most: 1.3 },
    },
    ...seen(words, figure),
  ]
  const seen = (words: string, figure: (look: Look) => number): Finding[] =>
    kinds.map((kind) => ({
      figure: `  ${words}, ${kind}`,
      unit: 'ms',
      values: looks.map((round) => figure(round[kind])),
    }))
  return [
    ...compared('week view until interactive', ({ interactive }) => interactive),
    ...compared('scrolling, longest task', ({ scrolling }) => scrolling.task),
    ...compared('scrolling, its work alone', ({ scrolling }) => scrolling.work),
    ...compared('scrolling, longest frame', ({ scrolling }) => scrolling.frame),
    ...compared('opening weeks, longest task', ({ opening }) => opening.task),
    ...compared('opening weeks, its work alone', ({ opening }) => opening.work),
    ...compared('opening weeks, longest frame', ({ opening }) => opening.frame),
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
    const next = await middleOf(page.getByRole('button', { name: 'Next week' }))
    const grid = await middleOf(page.getByRole('group', { name: /^Schedule/ }))
    const scrolling = await smoothness(page, () => scroll(page, grid))
    const opening = await smoothness(page, async () => {
      for (let week = 0; week < weeks; week++) await openNext(page, next)
    })
    return { interactive, scrolling, opening }
  } finally {
    await context.close()
  }
}

type Spot = { x: number; y: number }

async function middleOf(locator: Locator): Promise<Spot> {
  const box = await locator.boundingBox()
  if (box === null) throw new Error('It is not on the screen.')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function scroll(page: Page, grid: Spot): Promise<void> {
  await page.mouse.move(grid.x, grid.y)
  for (const way of [1, -1])
    for (let step = 0; step < 20; step++) {
      await page.mouse.wheel(0, way * 60)
      await page.evaluate('new Promise(requestAnimationFrame)')
    }
}

async function openNext(page: Page, next: Spot): Promise<void> {
  const answer = page.waitForResponse(/\/api\/calendar\?/)
  await page.mouse.click(next.x, next.y)
  const { appointments } = (await (await answer).json()) as { appointments: unknown[] }
  await page.waitForFunction((count) => (globalThis as unknown as InPage).isDrawn(count), appointments.length)
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

/** How smoothly the page ran meanwhile; its tasks are those that the browser itself records. */
async function smoothness(page: Page, work: () => Promise<void>): Promise<Smoothness> {
  const browser = page.context().browser()!
  await page.evaluate('watchFrames()')
  await browser.startTracing(page, { categories: ['toplevel'] })
  await work()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Traced[] }
  const frame = await page.evaluate<number>('longestFrame')
  const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      name === 'ThreadControllerImpl::RunTask' && mains.some((main) => main.pid === pid && main.tid === tid),
  )
  if (tasks.length === 0) throw new Error('The browser recorded no task.')
  const most = (figure: 'dur' | 'tdur') => Math.max(...tasks.map((task) => task[figure] ?? 0)) / 1_000
  return { task: most('dur'), work: most('tdur'), frame }
}

/** `dur` and `tdur`, of the clock and of the processor, in microseconds. */
type Traced = { name: string; pid: number; tid: number; dur?: number; tdur?: number; args?: { name?: string } }

/** What `watch` adds to the page. */
type InPage = { calmSince(): number | false; isDrawn(entries: number): boolean }

/** Runs in the page, before it. */
const watch = `
  const tasks = []
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
  let drawnAt
  const gridWith = (selector) => {
    const grid = document.querySelector('[role=group][aria-label^="Schedule"]')
    return grid === null || grid.ariaBusy === 'true' ? [] : grid.querySelectorAll(selector)
  }
  globalThis.isDrawn = (entries) =>
    gridWith('[data-column]').length > 0 && gridWith('[data-entry]').length >= entries
  const lookFor = (selector) => {
    if (gridWith(selector).length > 0) drawnAt = performance.now()
    else requestAnimationFrame(() => lookFor(selector))
  }
  globalThis.calmSince = () => {
    if (drawnAt === undefined) return false
    const last = Math.max(drawnAt, ...tasks.map(({ startTime, duration }) => startTime + duration))
    return performance.now() - last >= 500 && last
  }
  let before
  globalThis.watchFrames = () => {
    const isWatched = before !== undefined
    before = performance.now()
    globalThis.longestFrame = 0
    const next = (now) => {
      globalThis.longestFrame = Math.max(globalThis.longestFrame, now - before)
      before = now
      requestAnimationFrame(next)
    }
    if (!isWatched) requestAnimationFrame(next)
  }
`
