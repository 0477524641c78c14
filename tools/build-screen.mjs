/**
 * Builds the screen from web/ into web/dist, when it is stale. Plain JavaScript for Node 20 too: it runs after every
 * installation, also one that has left Node 26 out.
 *
 *     node tools/build-screen.mjs [folder of the project]
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const own = fileURLToPath(import.meta.url)
const project = process.argv[2] === undefined ? join(dirname(own), '..') : resolve(process.argv[2])
const web = join(project, 'web')
const dist = join(web, 'dist')
const stampFile = join(dist, '.stamp')

const textual = /\.(html|js|css|svg|json|webmanifest|txt|map|xml)$/
const leastToCompress = 1_000
const abandonedAfterMs = 3_600_000

await main()

async function main() {
  if (!existsSync(join(web, 'index.html'))) return say('The screen is not built: there is no web/index.html here.')
  const sources = hashOfSources()
  if (isFresh(sources)) return
  const begun = performance.now()
  const vite = await loadVite()
  if (vite === undefined)
    return say(
      'The screen is not built: Vite, or its part for this platform, is not installed. Install without --omit=optional, then run npm run build.',
    )
  try {
    const bytes = await buildInto(vite, sources)
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
    console.log(
      `The screen is built: ${seconds} s, ${(bytes / 1_000).toFixed(1)} kB of JavaScript before the first paint (gzip).`,
    )
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code) && error.path?.startsWith(dist))
      return say(`The screen is not built: ${dist} cannot be written (${error.code}). Run npm run build as its owner.`)
    throw error
  }
}

/** What the build depends on: web/ and the calendar it shares with the server, the options, the packages, this file. */
function hashOfSources() {
  const hash = createHash('sha256').update(readFileSync(own))
  const beside = ['package-lock.json', 'tsconfig.json'].map((file) => join(project, file))
  const shared = join(project, 'src/calendar')
  const files = [
    ...listFiles(web, (path) => path !== 'dist' && path !== 'node_modules').map((file) => join(web, file)),
    ...(existsSync(shared) ? listFiles(shared).map((file) => join(shared, file)) : []),
    ...beside.filter((path) => existsSync(path)),
  ]
  for (const path of files) {
    const bytes = readFileSync(path)
    hash.update(`\n${relative(project, path)} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** Whether what was built from these sources is all there. */
function isFresh(sources) {
  const stamp = readStamp()
  return stamp?.sources === sources && stamp.files.every((file) => existsSync(join(dist, file)))
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'))
  } catch {
    return undefined
  }
}

/** Vite, or nothing when it or a binding for this platform has been left out of the installation. */
async function loadVite() {
  try {
    return await import('vite')
  } catch (error) {
    // Rolldown says it in words only
    if (error.code === 'ERR_MODULE_NOT_FOUND' || /native binding/.test(error.message)) return undefined
    throw error
  }
}

/** Answers how many bytes of JavaScript, compressed by gzip, the page loads before it paints. */
async function buildInto(vite, sources) {
  mkdirSync(dist, { recursive: true })
  sweepAbandoned()
  // in there, so that it lies on the same file system, and a second build has one of its own
  const folder = mkdtempSync(join(dist, '.building-'))
  try {
    // else a NODE_ENV of the shell would make it React's slow development build
    process.env.NODE_ENV = 'production'
    await vite.build({
      root: web,
      configFile: join(web, 'vite.config.ts'),
      envDir: false,
      logLevel: 'warn',
      build: { outDir: folder, emptyOutDir: false },
    })
    for (const file of listFiles(folder)) compress(join(folder, file))
    const bytes = bytesBeforePaint(folder)
    // another build of the same may have come first
    if (!isFresh(sources)) publish(folder, sources)
    return bytes
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a build left behind that was killed. */
function sweepAbandoned() {
  const abandoned = performance.timeOrigin - abandonedAfterMs
  for (const name of readdirSync(dist).filter((name) => name.startsWith('.building-')))
    if (statSync(join(dist, name), { throwIfNoEntry: false })?.mtimeMs < abandoned)
      rmSync(join(dist, name), { recursive: true, force: true })
}

function compress(path) {
  const bytes = readFileSync(path)
  if (!textual.test(path) || bytes.length < leastToCompress) return
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }))
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
}

function bytesBeforePaint(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8')
  const loaded = new Set([...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file))
  return [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file)), { level: 9 }).length, 0)
}

/**
 * Moves file after file into place, the page last: at each moment it names only what is there. The assets of the build
 * before stay until the next one, for browsers that have its page open.
 */
function publish(folder, sources) {
  const files = listFiles(folder)
  const before = readStamp()?.files ?? listFiles(dist)
  const late = (file) => (/^index\.html/.test(file) ? 1 : 0)
  rmSync(stampFile, { force: true })
  for (const file of files.toSorted((a, b) => late(a) - late(b))) {
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    renameSync(join(folder, file), join(dist, file))
  }
  const kept = new Set([...files, ...before.filter((file) => file.startsWith('assets/'))])
  for (const file of listFiles(dist)) if (!kept.has(file)) rmSync(join(dist, file), { force: true })
  const written = join(folder, '.stamp')
  writeFileSync(written, JSON.stringify({ sources, files }))
  renameSync(written, stampFile)
}

/** Paths below the folder with slashes, sorted; what begins with a dot, and what the filter refuses, is not looked at. */
function listFiles(folder, wanted = () => true, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && wanted(below + name))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(folder, wanted, `${below}${entry.name}/`) : [`${below}${entry.name}`],
    )
    .sort()
}

function say(sentence) {
  console.error(sentence)
}
