import assert from 'node:assert/strict'
import { get } from 'node:http'
import { suite } from 'node:test'
import type { Page } from 'playwright-core'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilPage } from './browser.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)

/** kilobytes of JavaScript, compressed by gzip, until a page is there */
const most = 200

/** What a script weighs on the wire for who unpacks gzip and nothing else, in bytes. */
const weightOf = (address: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(address, { headers: { 'accept-encoding': 'gzip' } }, async (response) => {
      let bytes = 0
      for await (const part of response) bytes += part.length
      if (response.statusCode === 200) resolve(bytes)
      else reject(new Error(`${address}: ${response.statusCode}`))
    }).on('error', reject)
  })

/** The addresses of all scripts that the page has loaded so far. */
const scriptsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => /\.js(\?|$)/.test(name))
      .map(({ name }) => name),
  )

suite('the first paint', () => {
  for (const [path, title, as] of [
    ['/login', 'Log in', undefined],
    ['/today', 'Today', alice],
    ['/calendar', 'Calendar', alice],
  ] as const)
    onScreen(`of ${path} takes at most ${most} kB of JavaScript`, async (visit, t) => {
      const page = await visit(stage.url, path, as === undefined ? {} : { as })
      await untilPage(page, title)
      await page.waitForLoadState('load')
      const scripts = await scriptsOf(page)
      assert.ok(scripts.length > 0)
      const weights = await Promise.all(scripts.map(weightOf))
      const kilobytes = weights.reduce((sum, bytes) => sum + bytes, 0) / 1_000
      t.diagnostic(`${path}: ${kilobytes.toFixed(1)} kB in ${scripts.length} files`)
      assert.ok(kilobytes <= most, `${kilobytes} kB`)
    })

  onScreen('brings Temporal along only for a browser that has none', async (visit) => {
    const [modern, older] = [
      await visit(stage.url, '/login'),
      await visit(stage.url, '/login', { before: 'delete globalThis.Temporal' }),
    ]
    for (const page of [modern, older]) await untilPage(page, 'Log in')
    const usual = await scriptsOf(modern)
    const more = (await scriptsOf(older)).filter((script) => !usual.includes(script))
    assert.equal(more.length, 1)
    assert.equal(await older.evaluate(() => 'Temporal' in globalThis), true)
  })
})
