import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, isAbsolute, join, parse, resolve, sep } from 'node:path'

/** Thrown with a sentence for the operator that names the remedy. */
export class EmbeddedPostgresUnavailable extends Error {
  override name = 'EmbeddedPostgresUnavailable'
}

export type SystemUser = { uid: number; gid: number }

/** Where everything of the private PostgreSQL lies; all paths are real paths. */
export type DataFolder = {
  path: string
  /** PGDATA; need not exist yet */
  cluster: string
  log: string
  running: string
  /** whom PostgreSQL runs as, when this process is root and so cannot run it itself */
  user: SystemUser | undefined
}

/** What root keeps outside homes: nothing above it bars an ordinary user. */
export const rootsOwnFolder = '/var/lib/vami'

/** Makes the data folder if need be and finds the cluster's place in it. */
export function openDataFolder(dataFolder: string): DataFolder {
  const root = process.getuid?.() === 0
  mkdirSync(dataFolder, { recursive: true, mode: root ? 0o711 : 0o700 })
  const path = realpathSync(dataFolder)
  const running = join(path, 'running')
  mkdirSync(running, { recursive: true })
  const user = root ? (ownerOf(join(path, 'postgres')) ?? serviceUser()) : undefined
  const cluster = clusterFolder(path, user)
  if (user && existsSync(cluster) && statSync(cluster).uid === 0) giveTo(user, cluster)
  return { path, cluster, log: join(path, 'postgres.log'), running, user }
}

/** Hands a folder with all it holds to `user`; itself last, so that its owner tells whether it is done. */
function giveTo(user: SystemUser, path: string): void {
  try {
    if (lstatSync(path).isDirectory()) for (const entry of readdirSync(path)) giveTo(user, join(path, entry))
    lchownSync(path, user.uid, user.gid)
  } catch (error) {
    // Another starter was quicker, and its PostgreSQL is already tidying up.
    if (!hasCode(error, 'ENOENT')) throw error
  }
}

/** PostgreSQL only starts for the owner of its data, so an existing cluster decides whom root drops to. */
function ownerOf(cluster: string): SystemUser | undefined {
  const found = statSync(cluster, { throwIfNoEntry: false })
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : undefined
}

function serviceUser(): SystemUser {
  const known = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const entry = known.find(([login]) => login === name)
    // macOS writes nobody as -2, which the file system calls 4294967294.
    if (entry) return { uid: Number(entry[2]) >>> 0, gid: Number(entry[3]) >>> 0 }
  }
  throw new EmbeddedPostgresUnavailable(
    'PostgreSQL refuses to run as root, and this machine has neither a user "postgres" nor "nobody": ' +
      'start Vami as an ordinary user, or set DATABASE_URL.',
  )
}

/** `postgres` in the data folder, or where the symbolic link of that name leads. */
function clusterFolder(path: string, user: SystemUser | undefined): string {
  const usual = join(path, 'postgres')
  const barrier = user && firstBarrier(path, user)
  if (user && barrier && !lstatSync(usual, { throwIfNoEntry: false })) moveOut(path, usual, user, barrier)
  if (!lstatSync(usual, { throwIfNoEntry: false })?.isSymbolicLink()) {
    if (barrier) throw new EmbeddedPostgresUnavailable(barred(path, barrier))
    return usual
  }
  const elsewhere = resolve(path, readlinkSync(usual))
  mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o711 })
  return join(realpathSync(dirname(elsewhere)), parse(elsewhere).base)
}

/**
 * Root drops to a user whom a closed home bars from the data: the cluster goes below /var/lib, and a link says where.
 * The name is drawn, not derived: a folder made anew at the same path must not find another one's patients.
 */
function moveOut(path: string, link: string, user: SystemUser, barrier: string): void {
  const place = join(rootsOwnFolder, randomBytes(8).toString('hex'))
  try {
    makeRootsOwnFolder(user)
    mkdirSync(place)
    chmodSync(place, 0o711)
    writeFileSync(join(place, 'belongs-to'), `${path}\n`, { mode: 0o600 })
  } catch (cause) {
    throw new EmbeddedPostgresUnavailable(barred(path, barrier), { cause })
  }
  try {
    symlinkSync(join(place, 'postgres'), link)
  } catch (error) {
    rmSync(place, { recursive: true })
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

export function makeRootsOwnFolder(user: SystemUser): void {
  if (mkdirSync(rootsOwnFolder, { recursive: true })) chmodSync(rootsOwnFolder, 0o711)
  const barrier = firstBarrier(rootsOwnFolder, user)
  if (barrier) throw new EmbeddedPostgresUnavailable(barred(rootsOwnFolder, barrier))
}

const barred = (path: string, barrier: string) =>
  `As root, Vami runs PostgreSQL as an ordinary user, who cannot pass ${barrier} to reach ${path}, and ${rootsOwnFolder} ` +
  `cannot take its place: choose a folder with --data that every user can reach, start Vami as an ordinary user, ` +
  'or set DATABASE_URL.'

/** The first folder on the way that `user` may not pass; the last name may be a program, which must be executable. */
export function firstBarrier(path: string, user: SystemUser): string | undefined {
  const { root } = parse(path)
  const names = realpathSync(path).slice(root.length).split(sep)
  const way = names.map((_, depth) => join(root, ...names.slice(0, depth + 1)))
  return way.find((step) => {
    const { uid, gid, mode } = statSync(step)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    return (mode & bit) === 0
  })
}

/** Writes that this process is here, and returns the registration's name. A prefix sets announcements apart. */
export function register(running: string, prefix = ''): string {
  const name = `${prefix}${process.pid}-${randomBytes(4).toString('hex')}`
  // Renamed into place, as a half-written registration would be taken for a stale one.
  const unfinished = join(running, `${name}.new`)
  try {
    writeFileSync(unfinished, identityOf(process.pid) ?? '')
    renameSync(unfinished, join(running, name))
  } catch (error) {
    // On a full disk a server tries again and again, and each try would leave its own.
    rmSync(unfinished, { force: true })
    throw error
  }
  return name
}

/** Registers an announcement; undefined on a full disk, where no newcomer can register either. */
export function announce(running: string, prefix: string): string | undefined {
  try {
    return register(running, prefix)
  } catch (error) {
    if (hasCode(error, 'ENOSPC', 'EDQUOT')) return undefined
    throw error
  }
}

export const unregister = (running: string, name: string) => rmSync(join(running, name), { force: true })

/** Registrations of processes that still live. Those of dead ones are removed, also when their pid is in use again. */
export function registered(running: string, prefix = ''): string[] {
  return readdirSync(running).filter((name) => {
    const [, kind = '', pid, unfinished] = /^([a-z]+-)?(\d+)-[0-9a-f]+(\.new)?$/.exec(name) ?? []
    if (!pid || kind !== prefix) return false
    const identity = identityOf(Number(pid))
    const lives = identity !== undefined && (unfinished || identity === contentOf(join(running, name)))
    if (!lives) unregister(running, name)
    return lives && !unfinished
  })
}

export const isRunning = (pid: number) => identityOf(pid) !== undefined

/** Tells a process from a later one with the same pid: boot and start time. Undefined when there is none. */
function identityOf(pid: number): string | undefined {
  if (process.platform === 'win32') {
    return (
      answerOf('powershell', '-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`) ||
      undefined
    )
  }
  if (process.platform !== 'linux') return answerOf('ps', '-o', 'lstart=', '-p', String(pid)) || undefined
  try {
    // The name in parentheses may hold spaces; after it come the state and, 19 fields on, the start time.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    if (fields[0] === 'Z') return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`
  } catch {
    return undefined
  }
}

/** What `postmaster.pid` says of the cluster; the pid is 0 while the file is still being written. */
export type Postmaster =
  | { state: 'down' }
  | { state: 'busy'; pid: number }
  | { state: 'ready'; pid: number; host: string; port: number }

/** Starting, ready or going down: only when the process is really alive and runs this very cluster. */
export function lookAt(cluster: string): Postmaster {
  const lines = contentOf(join(cluster, 'postmaster.pid'))?.split('\n')
  if (!lines) return { state: 'down' }
  const pid = Math.abs(Number.parseInt(lines[0]!, 10)) || 0
  if (pid && !runsCluster(pid, cluster)) return { state: 'down' }
  if (lines[7]?.trim() !== 'ready') return { state: 'busy', pid }
  return { state: 'ready', pid, host: lines[4]!, port: Number(lines[3]) }
}

/**
 * PostgreSQL itself clears the lock of a dead process, but takes any later one with the same pid for its owner.
 * `evenEmpty` is for a lock whose writer died before it had written anything.
 */
export function removeStaleLock(cluster: string, file: string, evenEmpty = false): void {
  const judged = contentOf(file)
  if (judged === undefined || (judged === '' && !evenEmpty)) return
  const pid = Math.abs(Number.parseInt(judged, 10)) || 0
  if (pid && (!isSignalable(pid) || runsCluster(pid, cluster))) return
  const aside = `${file}.stale-${process.pid}`
  try {
    renameSync(file, aside)
    // Somebody was quicker and has locked anew: that one stays.
    if (contentOf(aside) !== judged) linkSync(aside, file)
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'EEXIST')) throw error
  }
  rmSync(aside, { force: true })
}

/** A postmaster's working folder is its cluster. Where that cannot be read, its command line has to do. */
function runsCluster(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    if (contentOf(`/proc/${pid}/comm`)?.trim() !== 'postgres') return false
    try {
      const [home, own] = [statSync(`/proc/${pid}/cwd`), statSync(cluster)]
      return home.ino === own.ino && home.dev === own.dev
    } catch {
      return false
    }
  }
  if (!isSignalable(pid)) return commandLines.delete(pid) && false
  if (!commandLines.has(pid)) commandLines.set(pid, commandLineOf(pid))
  const line = commandLines.get(pid)!
  return line.includes('postgres') && (process.platform === 'win32' || line.includes(cluster))
}

/** Asked once a process: to ask takes a process of its own, and we look every few milliseconds. */
const commandLines = new Map<number, string>()

function commandLineOf(pid: number): string {
  const query = `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`
  return process.platform === 'win32'
    ? answerOf('powershell', '-NoProfile', '-Command', query)
    : answerOf('ps', '-ww', '-o', 'command=', '-p', String(pid))
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return hasCode(error, 'EPERM')
  }
}

function answerOf(program: string, ...words: string[]): string {
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  try {
    return execFileSync(program, words, { env, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return ''
  }
}

/**
 * A short folder only PostgreSQL's user may enter, since whoever reaches the socket is let in without a password.
 * A unix socket's address holds 107 bytes (103 on macOS), so a deep data folder cannot hold the socket itself.
 */
export function makeSocketFolder(folder: DataFolder, socketName: string): string {
  const uid = folder.user?.uid ?? process.getuid!()
  const name = `vami-${createHash('sha256').update(`${folder.cluster}\0${uid}`).digest('hex').slice(0, 16)}`
  const longest = process.platform === 'darwin' ? 103 : 107
  const bases = [process.env.XDG_RUNTIME_DIR, tmpdir(), '/tmp'].filter((base) => base !== undefined && isAbsolute(base))
  for (const base of bases as string[]) {
    const path = join(base, name)
    const fits = Buffer.byteLength(join(path, socketName)) <= longest
    if (fits && mayHold(base, folder.user) && ownFolder(path, uid, folder.user)) return path
  }
  throw new EmbeddedPostgresUnavailable(
    `No folder for PostgreSQL's socket: none of ${bases.join(', ')} is short enough and lets Vami have ${name} for itself ` +
      'alone. Set TMPDIR to a short folder of your own, or set DATABASE_URL.',
  )
}

/** Removes the socket's folder, unless something is in it again. */
export function removeSocketFolder(path: string): void {
  try {
    if (basename(path).startsWith('vami-')) rmdirSync(path)
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error
  }
}

/** In a folder that others may write to, only the sticky bit keeps them from putting their own in our folder's place. */
function mayHold(base: string, user: SystemUser | undefined): boolean {
  const found = statSync(base, { throwIfNoEntry: false })
  if (!found?.isDirectory() || ((found.mode & 0o022) !== 0 && (found.mode & 0o1000) === 0)) return false
  return !user || firstBarrier(base, user) === undefined
}

function ownFolder(path: string, uid: number, user: SystemUser | undefined): boolean {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) return false
  }
  const found = lstatSync(path, { throwIfNoEntry: false })
  // Whoever stopped the cluster just now has taken it away.
  if (!found) return ownFolder(path, uid, user)
  // Root's is another starter's, which is about to hand it over.
  if (user && found.isDirectory() && found.uid === 0) lchownSync(path, user.uid, user.gid)
  else if (!found.isDirectory() || found.uid !== uid) return false
  if ((found.mode & 0o777) !== 0o700) chmodSync(path, 0o700)
  return true
}

/** A file's text, or undefined when there is no such file, or it tells of a process that ends just now. */
export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ESRCH')) return undefined
    throw error
  }
}

export const hasCode = (error: unknown, ...codes: string[]) =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))
