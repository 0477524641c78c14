import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { forgetOldOffers } from './appointments/conversation-offers.ts'
import { lapseHolds } from './appointments/held-slots.ts'
import { forgetOldFailures } from './appointments/verification-lock.ts'
import { openLazily } from './bridge/bridge-opening.ts'
import { serverChecks } from './bridge/server-checks.ts'
import type { Clock } from './clock.ts'
import { type Config, isProduction } from './config.ts'
import { forgetOldEvents } from './events/event-log.ts'
import { type EventTail, followEvents } from './events/event-tail.ts'
import type { House } from './house.ts'
import type { BridgeParts } from './http/bridge-webhooks.ts'
import { logger } from './log.ts'
import { isLoopbackName } from './mcp-servers/mcp-guard.ts'
import { type ServersHere, serversHere } from './mcp-servers/servers-here.ts'
import { type Secrets, secretInFolder, secretsFrom } from './secrets.ts'
import { listenTo } from './store/notifications.ts'
import { openStore, type Store } from './store/store.ts'
import { databaseLedger, forgetOldWebhooks } from './webhook-ledger/database-ledger.ts'

export type RunningServer = {
  house: House
  store: Store
  port: number
  /** Stops listening, answers what is under way, then lets go of the database. Twice is harmless. */
  close(): Promise<void>
}

/**
 * Wires the house together and opens its doors. Throws a sentence for the operator when it cannot start. `screen` is a
 * folder with another build of the dashboard than its own.
 */
export async function startServer(
  config: Config,
  clock: Clock,
  log: Logger = logger(config),
  screen?: string,
): Promise<RunningServer> {
  // closed from the last to the first, also when the start gets stuck half-way
  const opened = new AsyncDisposableStack()
  try {
    const secrets = openSecrets(config)
    const onIdleError = (error: Error) => log.warn(errorCode(error), 'database connection lost')
    const onRevival = (error?: unknown) =>
      error === undefined
        ? log.warn('PostgreSQL had died and runs again')
        : log.error(errorCode(error), 'PostgreSQL has died and does not start')
    // PostgreSQL comes up in a process of its own; the doors are loaded meanwhile
    const opening = openStore({ config, role: 'server', onIdleError, onRevival })
    // one that fails meanwhile is heard below
    opening.catch(() => {})
    opened.defer(() =>
      opening.then(
        (store) => store.close(),
        () => {},
      ),
    )
    const [{ buildHttpServer }, { makeMetrics }, { openMcpDoors }] = await Promise.all([
      import('./http/http-server.ts'),
      import('./http/metrics.ts'),
      import('./http/bridge-mcp-doors.ts'),
    ])
    const store = await opening
    let address = config.PUBLIC_URL
    const house: House = { sql: store.database.sql, clock, config, secrets, publicUrl: () => address }
    const tail = openTail(house, store, log, opened)
    const { pool } = store.database
    const metrics = makeMetrics(() => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }))
    const checkDatabase = async () => {
      await house.sql`select 1`
    }
    const here = serversHere(config, clock, (error) => log.error(errorCode(error), 'an MCP server broke'))
    const mcp = openMcpDoors(config, here)
    opened.defer(mcp.close)
    const bridge = openBridgeOf(house, here, log, opened)
    const http = await buildHttpServer(house, { log, metrics, tail, checkDatabase, bridge, mcp, screen })
    opened.defer(() => http.close())
    // Else the kept connection of a request that was under way holds a stop up until it times out, after 72 s.
    http.server.on('request', (_request, response) => {
      response.once('close', () => http.server.listening || http.server.closeIdleConnections())
    })
    await http.listen({ host: config.HOST, port: config.PORT })
    const { port } = http.server.address() as AddressInfo
    if (isSetUp(config)) opened.defer(warmUpSoon(bridge))
    if (address === '') address = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${port}`
    opened.defer(tidyNowAndThen(house, log))
    return { house, store, port, close: () => opened.disposeAsync() }
  } catch (error) {
    await opened.disposeAsync().catch(() => {})
    throw error
  }
}

/** The bridge, with the database as its memory. */
function openBridgeOf(
  { sql, clock, config }: House,
  here: ServersHere,
  log: Logger,
  opened: AsyncDisposableStack,
): BridgeParts {
  const onLostNote = (error: unknown) => log.warn(errorCode(error), 'a webhook broke after its answer')
  const { bridge, close } = openLazily(config, clock, here, databaseLedger(sql), onLostNote)
  opened.defer(close)
  if (config.BRIDGE_API_KEY === '' && !isLoopbackName(config.HOST))
    log.warn('BRIDGE_API_KEY is not set: the webhooks answer 401 here')
  return { bridge, checks: serverChecks(config), config, clock, log }
}

// whoever waits for the server to be there comes first
const warmUpAfterMs = 1_000

/** Loads what the first caller of the bridge would wait for. */
function warmUpSoon({ bridge }: BridgeParts): () => void {
  const warmUp = async () => (await bridge()).warmUp()
  const timer = setTimeout(() => warmUp().catch(() => {}), warmUpAfterMs).unref()
  return () => clearTimeout(timer)
}

/** Whether somebody means to use the bridge: then its first caller is not to wait for what can be loaded before. */
const isSetUp = ({ CALCOM_API_KEY, CALCOM_MCP_URL, OUTLOOK_CLIENT_SECRET, OUTLOOK_MCP_URL }: Config): boolean =>
  [CALCOM_API_KEY, CALCOM_MCP_URL, OUTLOOK_CLIENT_SECRET, OUTLOOK_MCP_URL].some((value) => value !== '')

/** Follows what happens in the database, whichever door or instance it came through. */
function openTail(house: House, store: Store, log: Logger, opened: AsyncDisposableStack): EventTail {
  const tail = followEvents(house.sql, (error) => log.warn(errorCode(error), 'cannot follow events'))
  opened.defer(tail.close)
  const notifications = listenTo('vami_events', store.listening, () => void tail.look())
  opened.defer(notifications.close)
  if (notifications.kind === 'polling')
    log.warn('a pooler cannot LISTEN: set DIRECT_DATABASE_URL for events without polling')
  return tail
}

/** VAMI_SECRET, or the one in the data folder. A production server on an outside database must be given one. */
export function openSecrets(config: Config): Secrets {
  if (config.VAMI_SECRET !== '') return secretsFrom(config.VAMI_SECRET)
  if (isProduction(config) && config.DATABASE_URL !== '') {
    throw new Error('VAMI_SECRET must be set in production with DATABASE_URL: tokens at rest are encrypted with it.')
  }
  return secretsFrom(secretInFolder(config.VAMI_DATA))
}

const tidyEveryMs = 60_000

/** Sweeps what has lapsed. Nothing depends on it: a lapsed hold keeps nobody out. */
function tidyNowAndThen(house: House, log: Logger): () => void {
  const tidy = async () => {
    const now = house.clock.now()
    await lapseHolds(house.sql, now)
    await forgetOldOffers(house.sql, now)
    await forgetOldFailures(house.sql, now)
    await forgetOldEvents(house.sql, now)
    await forgetOldWebhooks(house.sql, now)
  }
  const timer = setInterval(() => {
    tidy().catch((error) => log.warn(errorCode(error), 'tidying failed'))
  }, tidyEveryMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** What may be logged of an error of the database: its code. Its message may quote a row. */
const errorCode = (error: unknown): { code: string } => ({
  code: String((error as { code?: unknown }).code ?? 'unknown'),
})
