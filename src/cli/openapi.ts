import { pino } from 'pino'
import { openLazily } from '../bridge/bridge-opening.ts'
import { memoryLedger } from '../bridge/memory-ledger.ts'
import { serverChecks } from '../bridge/server-checks.ts'
import { systemClock } from '../clock.ts'
import { silentTail } from '../events/event-tail.ts'
import type { House } from '../house.ts'
import { openMcpDoors } from '../http/bridge-mcp-doors.ts'
import { buildHttpServer } from '../http/http-server.ts'
import { makeMetrics } from '../http/metrics.ts'
import { serversHere } from '../mcp-servers/servers-here.ts'
import { secretsFrom } from '../secrets.ts'
import type { Sql } from '../store/sql.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'openapi',
  summary: 'print the OpenAPI 3.1 document',
  help: 'Prints the document that a server answers at /openapi.json. Needs no database.',
  example: 'vami openapi > openapi.json',
  words: 0,
  options: {},
  run: async ({ config, answer }) => {
    const sql = (() => Promise.reject(new Error('there is no database here'))) as unknown as Sql
    const house: House = {
      sql,
      clock: systemClock,
      config,
      secrets: secretsFrom(''),
      publicUrl: () => config.PUBLIC_URL,
    }
    const metrics = makeMetrics(() => ({ total: 0, idle: 0, waiting: 0 }))
    const log = pino({ level: 'silent' })
    const here = serversHere(config, systemClock, () => {})
    const { bridge, close } = openLazily(config, systemClock, here, memoryLedger(), () => {})
    const server = await buildHttpServer(house, {
      log,
      metrics,
      tail: silentTail,
      checkDatabase: async () => {},
      bridge: { bridge, checks: serverChecks(config), config, clock: systemClock, log },
      mcp: openMcpDoors(config, here),
    })
    const document = (await server.inject('/openapi.json')).json()
    await server.close()
    await close()
    answer(JSON.stringify(document, null, 2), document)
    return 0
  },
}
