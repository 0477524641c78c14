import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { openStage, type Stage } from '../cast.ts'

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const forever = 'public, max-age=31536000, immutable'
const clientAddresses = [
  ...['/login', '/register', '/set-up', '/today', '/calendar', '/calendar/2026-12-15', '/calendar/week/2026-12-14'],
  ...['/agents', '/agents/agent_1', '/settings', '/settings/hours', '/activity', '/messages'],
]

const page = '<!doctype html><title>A screen</title><script type="module" src="/assets/main-a1b2.js"></script>'
const script = `console.log('${'a screen '.repeat(300)}')`
const emblem = '<svg xmlns="http://www.w3.org/2000/svg"/>'

/** Asks as it is told to: fetch would tidy the path up and unpack the answer. */
function ask(stage: Stage, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Said> {
  const { port } = new URL(stage.url)
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, method, headers, agent: false }, async (response) => {
      const parts: Buffer[] = []
      for await (const part of response) parts.push(part)
      resolve({ status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(parts) })
    })
      .on('error', reject)
      .end()
  })
}

type Said = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }

const typeOf = ({ headers }: Said) => headers['content-type']
const fault = ({ status, bytes }: Said) => [status, JSON.parse(bytes.toString()).error]

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vami-screen-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const folder = newFolder()
buildTinyScreen(join(folder, 'dist'))
writeFileSync(join(folder, 'outside.txt'), 'outside')
const stage = await openStage({ screen: join(folder, 'dist') })
const bare = await openStage({ screen: join(folder, 'nowhere') })

function buildTinyScreen(dist: string): void {
  mkdirSync(join(dist, 'assets/more'), { recursive: true })
  const files: Record<string, string | Buffer> = {
    'index.html': page,
    'index.html.br': brotliCompressSync(page),
    'index.html.gz': gzipSync(page),
    'assets/main-a1b2.js': script,
    'assets/main-a1b2.js.br': brotliCompressSync(script),
    'assets/main-a1b2.js.gz': gzipSync(script),
    'assets/letters-c3d4.woff2': 'letters',
    'assets/.hidden.js': 'hidden',
    'favicon.svg': emblem,
    'theme.js': 'chooseTheme()',
    'robots.txt': 'User-agent: *',
    'manifest.webmanifest': '{}',
    '.stamp': '{"sources":"abc"}',
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(dist, file), text)
}

suite('the screen', () => {
  test('is a page at / for a browser, and JSON for anybody else', async () => {
    const shown = await ask(stage, '/', html)
    assert.deepEqual([shown.status, typeOf(shown)], [200, 'text/html; charset=utf-8'])
    assert.equal(shown.bytes.toString(), page)
    for (const accept of [undefined, '*/*', 'application/json']) {
      const told = await ask(stage, '/', accept === undefined ? {} : { accept })
      assert.equal(typeOf(told), 'application/json; charset=utf-8')
      const { service, status, docs } = JSON.parse(told.bytes.toString())
      assert.deepEqual([service, status, docs], ['vami', 'ok', '/docs'])
    }
  })

  test('opens at every address that it makes up itself, and needs no log-in for that', async () => {
    for (const address of clientAddresses) {
      const shown = await ask(stage, address, html)
      assert.deepEqual([shown.status, shown.bytes.toString()], [200, page], address)
      assert.equal(shown.headers['set-cookie'], undefined)
      assert.equal((await ask(stage, `${address}?from=mail`, html)).status, 200, address)
    }
  })

  test('stands at those addresses for browsers only, and for nothing but reading', async () => {
    for (const address of clientAddresses) {
      assert.deepEqual(fault(await ask(stage, address, { accept: 'application/json' })), [404, 'not_found'], address)
      assert.deepEqual(fault(await ask(stage, address, html, 'POST')), [404, 'not_found'], address)
    }
  })

  test('does not take the place of an address that does not exist', async () => {
    for (const address of ['/nowhere', '/api/nowhere', '/login/more', '/todays', '/index.html', '/nowhere.txt', '/api'])
      assert.deepEqual(fault(await ask(stage, address, html)), [404, 'not_found'], address)
    assert.deepEqual(fault(await ask(stage, '/api/clinic', html)), [401, 'unauthorized'])
  })

  test('asks for its page again each time, and hears when it is the same', async () => {
    const first = await ask(stage, '/today', html)
    assert.equal(first.headers['cache-control'], 'no-cache')
    const mark = first.headers.etag!
    const again = await ask(stage, '/today', { ...html, 'if-none-match': mark })
    assert.deepEqual([again.status, again.bytes.length, again.headers.etag], [304, 0, mark])
    // a proxy that has compressed the page says so
    assert.equal((await ask(stage, '/', { ...html, 'if-none-match': `"other", W/${mark}` })).status, 304)
    assert.equal((await ask(stage, '/', { ...html, 'if-none-match': '"other"' })).status, 200)
  })

  test('keeps its assets for a year', async () => {
    const shown = await ask(stage, '/assets/main-a1b2.js')
    assert.deepEqual([shown.status, shown.headers['cache-control']], [200, forever])
    assert.match(typeOf(shown)!, /^(text|application)\/javascript; charset=utf-8$/)
    assert.equal(shown.bytes.toString(), script)
    const letters = await ask(stage, '/assets/letters-c3d4.woff2')
    assert.deepEqual([typeOf(letters), letters.headers['cache-control']], ['font/woff2', forever])
    const again = await ask(stage, '/assets/main-a1b2.js', { 'if-none-match': shown.headers.etag! })
    assert.deepEqual([again.status, again.bytes.length, again.headers['cache-control']], [304, 0, forever])
  })

  test('keeps its other files for an hour', async () => {
    const expected = [
      ['/favicon.svg', 'image/svg+xml'],
      ['/theme.js', 'application/javascript; charset=utf-8'],
      ['/robots.txt', 'text/plain; charset=utf-8'],
      ['/manifest.webmanifest', 'application/manifest+json'],
    ] as const
    for (const [address, type] of expected) {
      const shown = await ask(stage, address)
      assert.deepEqual([shown.status, shown.headers['cache-control']], [200, 'public, max-age=3600'], address)
      assert.ok(typeOf(shown)!.startsWith(type), `${address}: ${typeOf(shown)}`)
    }
  })

  test('comes as small as the browser can take it', async () => {
    const cases = [
      ['gzip, deflate, br, zstd', 'br'],
      ['BR;q=0.5, gzip', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip;q=0.8', 'gzip'],
      ['br;q=0.000', undefined],
      ['brown, gzipped', undefined],
      ['identity', undefined],
      ['', undefined],
    ] as const
    for (const [accepted, coding] of cases)
      for (const [address, expected] of [
        ['/assets/main-a1b2.js', script],
        ['/', page],
      ] as const) {
        const shown = await ask(stage, address, { ...html, 'accept-encoding': accepted })
        assert.equal(shown.headers['content-encoding'], coding, `${address} ${accepted}`)
        assert.match(shown.headers.vary!, /accept-encoding/)
        assert.equal(Number(shown.headers['content-length']), shown.bytes.length)
        if (coding === undefined) assert.equal(shown.bytes.toString(), expected)
        if (coding === 'gzip') assert.equal(gunzipSync(shown.bytes).toString(), expected)
        if (coding === 'br') assert.deepEqual(shown.bytes, brotliCompressSync(expected))
        assert.doesNotMatch(typeOf(shown)!, /octet-stream/)
      }
  })

  test('comes as it is where nothing smaller lies beside it', async () => {
    const shown = await ask(stage, '/favicon.svg', { 'accept-encoding': 'br, gzip' })
    assert.deepEqual([shown.headers['content-encoding'], shown.bytes.toString()], [undefined, emblem])
  })

  test('answers HEAD with the same headers and nothing else', async () => {
    for (const address of ['/', '/calendar/2026-12-15', '/assets/main-a1b2.js', '/favicon.svg']) {
      const [got, head] = await Promise.all([ask(stage, address, html), ask(stage, address, html, 'HEAD')])
      assert.deepEqual([head.status, head.bytes.length], [200, 0], address)
      for (const name of ['content-type', 'content-length', 'cache-control', 'etag', 'vary'])
        assert.equal(head.headers[name], got.headers[name], `${address} ${name}`)
    }
  })

  test('answers 404 for an asset that is missing, and never its page', async () => {
    for (const address of ['/assets/main-old.js', '/assets/', '/assets/more', '/assets/more/', '/assets']) {
      const missing = await ask(stage, address, html)
      assert.deepEqual(fault(missing), [404, 'not_found'], address)
      assert.equal(missing.headers['cache-control'], 'no-store', address)
    }
    assert.deepEqual(fault(await ask(stage, '/favicon.ico')), [404, 'not_found'])
  })

  test('gives away nothing that lies beside it or begins with a dot', async () => {
    const attempts = [
      ...['/assets/../.stamp', '/assets/../index.html', '/assets/..%2findex.html', '/assets/%2e%2e/%2e%2e/outside.txt'],
      ...['/assets/..%2f..%2foutside.txt', '/assets/..%5c..%5coutside.txt', '/assets/....//....//outside.txt'],
      ...[
        '/assets/%252e%252e/index.html',
        '/assets//etc/passwd',
        '/assets/%00',
        '/assets/%ff',
        '/assets/main-a1b2.js%00.svg',
      ],
      ...['/.stamp', '/%2estamp', '/assets/.hidden.js', '/assets/%2ehidden.js', '/../outside.txt', '/..%2foutside.txt'],
      ...[
        '/%2e%2e%2foutside.txt',
        '//outside.txt',
        '/assets/more/../../../outside.txt',
        `/assets${folder}/outside.txt`,
      ],
    ]
    for (const path of attempts) {
      const said = await ask(stage, path, html)
      assert.deepEqual(fault(said), [404, 'not_found'], path)
      assert.doesNotMatch(said.bytes.toString(), /outside|sources|hidden|A screen/, path)
    }
  })

  test('lets nothing run that does not come from this server, and nobody frame it', async () => {
    for (const address of ['/', '/login', '/assets/main-a1b2.js', '/favicon.svg']) {
      const { headers } = await ask(stage, address, html)
      const policy = new Map(
        String(headers['content-security-policy'])
          .split(';')
          .map((directive) => directive.trim().split(' '))
          .map(([name, ...sources]) => [name!, sources.join(' ')]),
      )
      const expected = {
        'default-src': "'none'",
        'script-src': "'self'",
        'style-src': "'self'",
        'style-src-attr': "'unsafe-inline'",
        'img-src': "'self' data:",
        'connect-src': "'self'",
        'frame-ancestors': "'none'",
      }
      for (const [name, sources] of Object.entries(expected)) assert.equal(policy.get(name), sources, name)
      assert.ok(!policy.has('upgrade-insecure-requests'), 'there is no https on a clinic’s own network')
      assert.deepEqual([headers['referrer-policy'], headers['x-frame-options']], ['no-referrer', 'DENY'])
      assert.equal(headers['x-content-type-options'], 'nosniff')
    }
  })

  test('does not stand in the document of the API', async () => {
    const { paths } = JSON.parse((await ask(stage, '/openapi.json')).bytes.toString())
    const named = Object.keys(paths).filter(
      (path) => !/^\/(api|calendar-feed|webhook|appointments|mcp|health|live|metrics)/.test(path),
    )
    assert.deepEqual(named, [])
  })

  test('leaves its addresses in the log as patterns', async () => {
    await ask(stage, '/calendar/Maria-Lopez', html)
    const line = stage.log.findLast(({ msg, route }) => msg === 'request' && String(route).startsWith('/calendar'))
    assert.equal(line?.route, '/calendar/*')
    assert.doesNotMatch(JSON.stringify(stage.log), /Maria/)
  })
})

suite('a screen that has not been built', () => {
  test('is a plain page that names the command', async () => {
    for (const address of ['/', '/login', '/calendar/2026-12-15']) {
      const shown = await ask(bare, address, html)
      assert.deepEqual(
        [shown.status, typeOf(shown), shown.headers['cache-control']],
        [200, 'text/html; charset=utf-8', 'no-store'],
      )
      assert.match(shown.bytes.toString(), /npm run build/)
    }
    assert.equal(JSON.parse((await ask(bare, '/')).bytes.toString()).service, 'vami')
    assert.deepEqual(fault(await ask(bare, '/assets/main-a1b2.js')), [404, 'not_found'])
  })
})

const own = join(import.meta.dirname, '../../web/dist')

suite('the screen that comes with Vami', () => {
  test('is served with all that its page names', async (t) => {
    if (!existsSync(join(own, 'index.html'))) return t.diagnostic('there is no web/dist here')
    const stage = await openStage()
    const shown = await ask(stage, '/', html)
    assert.equal(shown.bytes.toString(), readFileSync(join(own, 'index.html'), 'utf8'))
    const named = [...shown.bytes.toString().matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, address]) => address!)
    assert.ok(named.some((address) => /^\/assets\/[\w-]+\.js$/.test(address)))
    for (const address of named) {
      const { status, headers } = await ask(stage, address)
      assert.deepEqual(
        [status, headers['cache-control']],
        [200, address.startsWith('/assets/') ? forever : 'public, max-age=3600'],
        address,
      )
    }
    // what the policy forbids would be missing in the browser only
    assert.doesNotMatch(shown.bytes.toString(), /<script(?![^>]*\bsrc=)|<style|\son\w+=|https?:\/\//)
  })

  test('has every file of it under an address', async (t) => {
    if (!existsSync(join(own, 'index.html'))) return t.diagnostic('there is no web/dist here')
    const stage = await openStage()
    const files = readdirSync(own, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^\.|^index\.html|\.(br|gz)$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(own.length))
    assert.ok(files.length > 0)
    for (const file of files) assert.equal((await ask(stage, file)).status, 200, file)
  })
})
