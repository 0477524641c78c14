import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import type { Clock } from '../src/clock.ts'
import { type Config, readConfig } from '../src/config.ts'
import { type RunningServer, startServer } from '../src/server.ts'
import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'
import { migrate } from '../src/store/migrate.ts'
import { answerChecker } from './answer-checker.ts'

/**
 * The cast and the stage. Every test file plays on a real server with a database of its own, made from a template in
 * one private PostgreSQL for the whole run. Alice and Bob each have a clinic; a stranger has one too, and no business
 * in theirs.
 */

/** A clock that stands still until it is told otherwise. */
export type StandingClock = Clock & { set(instant: string): void; advance(duration: Temporal.DurationLike): void }

export function standingClock(start: string): StandingClock {
  let now = Temporal.Instant.from(start)
  return {
    now: () => now,
    set: (instant) => {
      now = Temporal.Instant.from(instant)
    },
    advance: (duration) => {
      now = now.add(duration)
    },
  }
}

export type Answer<Body = any> = { status: number; headers: Headers; body: Body }

export type Call = {
  /** an agent's token */
  token?: string
  /** a user's access token */
  bearer?: string
  clinicId?: string
  body?: unknown
  /** sent as it is */
  raw?: string
  headers?: Record<string, string>
}

export type Stage = {
  url: string
  clock: StandingClock
  server: RunningServer
  /** SQL as the superuser, past the server */
  sql: pg.Pool
  /** what the server has logged, a parsed line each */
  log: Record<string, unknown>[]
  /** Calls the server and checks its answer against the OpenAPI document. */
  call(method: string, path: string, call?: Call): Promise<Answer>
  close(): Promise<void>
}

export type StageOptions = {
  now?: string
  config?: Partial<Config>
  databaseUrl?: string
  /** folder of a built dashboard */
  screen?: string
}

/** Monday, 2026-12-07, 7:00 in New York. */
export const aMondayMorning = '2026-12-07T12:00:00Z'

/** Opens a server on a database of its own, and closes both when the file's tests are over. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const databaseUrl = options.databaseUrl ?? (await newDatabase())
  const clock = standingClock(options.now ?? aMondayMorning)
  const log: Record<string, unknown>[] = []
  const config: Config = {
    ...readConfig({ VAMI_SECRET: 'a secret of thirty-two characters or more', DATABASE_URL: databaseUrl, PORT: '0' }),
    // many stages stand open at once, and PostgreSQL lets in two hundred
    DATABASE_POOL_SIZE: 8,
    ...options.config,
  }
  const sink = { write: (line: string) => log.push(JSON.parse(line)) }
  const server = await startServer(config, clock, pino({ level: 'info', base: null }, sink), options.screen)
  const url = `http://127.0.0.1:${server.port}`
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 4, idleTimeoutMillis: 1_000 })
  sql.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  const check = await answerChecker(url)
  const call = async (method: string, path: string, given: Call = {}): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, requestOf(method, given))
    const text = await response.text()
    const body = text === '' ? null : response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text
    const answer = { status: response.status, headers: response.headers, body }
    check(method, path, answer)
    return answer
  }
  let closed: Promise<void> | undefined
  const closeAll = async () => {
    await sql.end()
    await server.close()
  }
  const close = () => {
    closed ??= closeAll()
    return closed
  }
  after(close)
  return { url, clock, server, sql, log, call, close }
}

function requestOf(method: string, { token, bearer, clinicId, body, raw, headers }: Call): RequestInit {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
  return {
    method,
    headers: {
      ...(sent !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { 'x-agent-token': token }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(clinicId !== undefined && { 'x-clinic-id': clinicId }),
      ...headers,
    },
    ...(sent !== undefined && { body: sent }),
  }
}

/** Somebody with a clinic, logged in, with an agent at work. */
export type Owner = {
  email: string
  password: string
  userId: string
  clinicId: string
  bearer: string
  agentId: string
  token: string
  /** as the owner */
  as(method: string, path: string, body?: unknown): Promise<Answer>
  /** as the owner's agent: `check-availability`, `book-appointment` */
  agent(action: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export const alicesClinic = (stage: Stage) =>
  openClinic(stage, 'alice@example.com', 'Alice’s Clinic', 'America/New_York')
export const bobsClinic = (stage: Stage) => openClinic(stage, 'bob@example.com', 'Bob’s Clinic', 'Europe/Berlin')
export const strangersClinic = (stage: Stage) => openClinic(stage, 'stranger@example.com', 'Elsewhere', 'Asia/Kolkata')

/** Registers an owner and lets them subscribe, as the dashboard would. */
export async function openClinic(stage: Stage, email: string, clinicName: string, timezone: string): Promise<Owner> {
  const password = `${email}'s password`
  const registered = await stage.call('POST', '/api/auth/register', {
    body: { email, password, clinic_name: clinicName, timezone },
  })
  assert.equal(registered.status, 201)
  const { access_token: bearer, user } = registered.body
  const subscribed = await stage.call('POST', '/api/subscriptions', {
    bearer,
    body: { plan: 'self_hosted', agent_name: `${clinicName} Receptionist` },
  })
  assert.equal(subscribed.status, 201)
  const agentId: string = subscribed.body.agent.agent_id
  const revealed = await stage.call('GET', `/api/agents/${agentId}/api-token`, { bearer })
  assert.equal(revealed.status, 200)
  const token: string = revealed.body.api_token
  return {
    email,
    password,
    userId: user.id,
    clinicId: user.clinics[0].id,
    bearer,
    agentId,
    token,
    as: (method, path, body) => stage.call(method, path, body === undefined ? { bearer } : { bearer, body }),
    agent: (action, body, headers) =>
      stage.call('POST', `/api/agent-actions/${action}/${agentId}`, {
        token,
        body: body ?? {},
        ...(headers && { headers }),
      }),
  }
}

/** The URL of an empty, migrated database in the private PostgreSQL of this run. */
export async function newDatabase(): Promise<string> {
  const { url, admin } = await cluster()
  databases += 1
  const name = `test_${process.pid}_${databases}`
  await admin.query(`create database ${name} template vami_template`)
  return url(name)
}

/** The URL of a database without a schema. */
export async function newBareDatabase(): Promise<string> {
  const { url, admin } = await cluster()
  databases += 1
  const name = `test_${process.pid}_${databases}`
  await admin.query(`create database ${name}`)
  return url(name)
}

// At the top of the module, so that it is the end of the whole run and not of whichever group came first.
after(async () => (await theCluster)?.stop())

let databases = 0
let theCluster: ReturnType<typeof startCluster> | undefined

function cluster() {
  theCluster ??= startCluster()
  return theCluster
}

async function startCluster() {
  const folder = mkdtempSync(join(tmpdir(), 'vami-test-'))
  // as root, the cluster runs as another user, who has to pass
  chmodSync(folder, 0o755)
  const { connection, leave } = await openEmbeddedPostgres(folder, 'server')
  const { host, port, user, database } = connection
  const url = (name: string) => `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`
  const admin = new pg.Pool({ host, port, user, database, max: 1 })
  // the cluster may say goodbye to a connection that is already on its way out
  admin.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  await admin.query('create database vami_template')
  const template = new pg.Pool({ connectionString: url('vami_template'), max: 1 })
  await migrate(template)
  await template.end()
  const stop = async () => {
    await admin.end()
    await leave()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, admin, stop }
}
