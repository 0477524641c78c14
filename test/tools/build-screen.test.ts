import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '../..')
const builder = join(root, 'tools/build-screen.mjs')

type Ended = { code: number; stdout: string; stderr: string }

function run(words: string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env: { ...process.env, ...environment } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })
}

const build = (project: string, environment?: Record<string, string>) => run([builder, project], environment)

/** A project with a screen of one file, that says `word`. */
function newProject(t: TestContext, word = 'first'): string {
  const project = mkdtempSync(join(tmpdir(), 'vami-build-'))
  t.after(() => rmSync(project, { recursive: true, force: true }))
  mkdirSync(join(project, 'web/public'), { recursive: true })
  const page = '<!doctype html><title>A screen</title><script type="module" src="/main.ts"></script>'
  writeFileSync(join(project, 'web/index.html'), page)
  writeFileSync(join(project, 'web/vite.config.ts'), 'export default {}\n')
  writeFileSync(join(project, 'web/public/robots.txt'), 'User-agent: *\n')
  writeFileSync(join(project, 'package-lock.json'), '{}')
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  say(project, word)
  return project
}

/** Long enough to be compressed. */
const say = (project: string, word: string) =>
  writeFileSync(join(project, 'web/main.ts'), `document.title = '${`${word} `.repeat(300)}' + process.env.NODE_ENV\n`)

const distOf = (project: string) => join(project, 'web/dist')

/** What lies in web/dist, with what begins with a dot. */
const filesOf = (project: string) =>
  readdirSync(distOf(project), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(distOf(project).length + 1))
    .sort()

/** The script that the page names; it has to be there, alone and compressed. */
function shownScript(project: string): string {
  const page = readFileSync(join(distOf(project), 'index.html'), 'utf8')
  const [, file] = /src="\/(assets\/[^"]+\.js)"/.exec(page)!
  const script = readFileSync(join(distOf(project), file!), 'utf8')
  assert.equal(gunzipSync(readFileSync(join(distOf(project), `${file}.gz`))).toString(), script)
  assert.equal(brotliDecompressSync(readFileSync(join(distOf(project), `${file}.br`))).toString(), script)
  return script
}

suite('the builder of the screen', () => {
  test('builds what has not been built, compresses it, and says so in one line', async (t) => {
    const project = newProject(t)
    const { code, stdout, stderr } = await build(project)
    assert.deepEqual([code, stderr], [0, ''])
    assert.match(
      stdout,
      /^The screen is built: \d+\.\d s, \d+\.\d kB of JavaScript before the first paint \(gzip\)\.\n$/,
    )
    assert.match(shownScript(project), /first first/)
    const files = filesOf(project).map((file) => file.replace(/-[\w-]{8}\./, '-HASH.'))
    const script = ['assets/index-HASH.js', 'assets/index-HASH.js.br', 'assets/index-HASH.js.gz']
    // what is too small to be worth it is not compressed
    assert.deepEqual(files, ['.stamp', ...script, 'index.html', 'robots.txt'])
  })

  test('does nothing when nothing has changed, and says nothing', async (t) => {
    const project = newProject(t)
    await build(project)
    const files = filesOf(project)
    for (const file of files) utimesSync(join(distOf(project), file), 1, 1)
    assert.deepEqual(await build(project), { code: 0, stdout: '', stderr: '' })
    assert.deepEqual(filesOf(project), files)
    for (const file of files) assert.equal(statSync(join(distOf(project), file)).mtimeMs, 1_000, file)
  })

  for (const [what, change] of [
    ['a source has changed', (project: string) => say(project, 'second')],
    ['a source has come', (project: string) => writeFileSync(join(project, 'web/more.ts'), '')],
    ['a source has gone', (project: string) => rmSync(join(project, 'web/public/robots.txt'))],
    ['packages have changed', (project: string) => writeFileSync(join(project, 'package-lock.json'), '{"a":1}')],
    ['options have changed', (project: string) => writeFileSync(join(project, 'tsconfig.json'), '{}')],
    ['a file of it is lost', (project: string) => rmSync(join(project, 'web/dist/robots.txt'))],
    ['its stamp is spoilt', (project: string) => writeFileSync(join(project, 'web/dist/.stamp'), '{')],
  ] as const)
    test(`builds again when ${what}`, async (t) => {
      const project = newProject(t)
      await build(project)
      change(project)
      assert.match((await build(project)).stdout, /^The screen is built/)
      assert.deepEqual(await build(project), { code: 0, stdout: '', stderr: '' })
    })

  test('makes what is for production, whatever NODE_ENV says', async (t) => {
    const project = newProject(t)
    await build(project, { NODE_ENV: 'development' })
    assert.match(shownScript(project), /production/)
    assert.doesNotMatch(shownScript(project), /development/)
  })

  test('keeps the assets of the build before, for browsers that have its page open, and no older ones', async (t) => {
    const project = newProject(t, 'first')
    await build(project)
    for (const word of ['second', 'third']) {
      say(project, word)
      await build(project)
    }
    const scripts = filesOf(project)
      .filter((file) => file.endsWith('.js'))
      .map((file) => /first|second|third/.exec(readFileSync(join(distOf(project), file), 'utf8'))?.[0])
    assert.deepEqual(scripts.sort(), ['second', 'third'])
    assert.match(shownScript(project), /third/)
  })

  test('never leaves half a screen to be seen, while several build at once', async (t) => {
    const project = newProject(t, 'first')
    await build(project)
    say(project, 'second')
    let busy = true
    const building = Promise.all([build(project), build(project), build(project)]).finally(() => {
      busy = false
    })
    const seen = new Set<string | undefined>()
    while (busy) {
      seen.add(/first|second/.exec(shownScript(project))?.[0])
      await new Promise((resolve) => setImmediate(resolve))
    }
    for (const { code, stderr } of await building) assert.deepEqual([code, stderr], [0, ''])
    assert.ok(seen.has('first'))
    assert.match(shownScript(project), /second/)
    assert.deepEqual(await build(project), { code: 0, stdout: '', stderr: '' })
    assert.ok(!readdirSync(distOf(project)).some((name) => name.startsWith('.building')))
  })

  test('fails when the screen cannot be built, and leaves the one that is there', async (t) => {
    const project = newProject(t, 'first')
    await build(project)
    writeFileSync(join(project, 'web/main.ts'), `import { missing } from './nowhere.ts'\nmissing()\n`)
    const { code, stderr } = await build(project)
    assert.equal(code, 1)
    assert.match(stderr, /nowhere\.ts/)
    assert.match(shownScript(project), /first/)
    assert.ok(!readdirSync(distOf(project)).some((name) => name.startsWith('.building')))
  })

  test('sweeps away what a killed build has left', async (t) => {
    const project = newProject(t)
    const left = join(distOf(project), '.building-abc')
    mkdirSync(left, { recursive: true })
    utimesSync(left, 0, 0)
    await build(project)
    assert.ok(!existsSync(left))
  })

  test('says in a sentence that there is nothing to build, and fails nobody’s installation', async (t) => {
    const project = newProject(t)
    rmSync(join(project, 'web'), { recursive: true })
    const { code, stdout, stderr } = await build(project)
    assert.deepEqual([code, stdout], [0, ''])
    assert.match(stderr, /^The screen is not built: [^\n]+\.\n$/)
  })

  for (const [what, leaveOut] of [
    ['Vite', /^vite$/],
    ['its part for this platform', /^(@rolldown|lightningcss-.*)$/],
  ] as const)
    test(`says in a sentence that ${what} is not installed, and fails nobody’s installation`, async (t) => {
      const project = newProject(t)
      const packages = join(project, 'node_modules')
      mkdirSync(join(packages, '@rolldown'), { recursive: true })
      for (const name of readdirSync(join(root, 'node_modules')))
        if (!name.startsWith('.') && name !== '@rolldown' && !leaveOut.test(name))
          symlinkSync(join(root, 'node_modules', name), join(packages, name))
      symlinkSync(join(root, 'node_modules/@rolldown/pluginutils'), join(packages, '@rolldown/pluginutils'))
      mkdirSync(join(project, 'tools'))
      cpSync(builder, join(project, 'tools/build-screen.mjs'))
      // so that packages look for each other among the links
      const words = ['--preserve-symlinks', '--preserve-symlinks-main', join(project, 'tools/build-screen.mjs')]
      const { code, stdout, stderr } = await run(words)
      assert.deepEqual([code, stdout], [0, ''])
      assert.match(stderr, /^The screen is not built: [^\n]+ not installed\. [^\n]+\n$/)
      assert.ok(!existsSync(distOf(project)))
    })
})
