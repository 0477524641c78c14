import { z } from 'zod'
import type { CheckedServer } from '../bridge/server-checks.ts'
import { healthOf, timed } from './health-body.ts'
import type { Routes } from './http-server.ts'

const tags = ['Health']

const healthWire = z
  .object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    checks: z.record(z.string(), z.object({ status: z.enum(['ok', 'failing', 'not_configured']), ms: z.number() })),
  })
  .meta({ id: 'Health' })

/** What is asked whether it works: throws when it does not. */
export type Checks = Record<string, () => Promise<void>>

/** Whether the process lives, and whether it can do its work. */
export function health(
  server: Parameters<Routes>[0],
  checks: Checks,
  checkServers: () => Promise<Record<string, CheckedServer>>,
): void {
  server.get(
    '/live',
    {
      schema: {
        tags,
        summary: 'The process runs',
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  server.get(
    '/health',
    {
      schema: {
        tags,
        summary: 'Everything it needs answers',
        response: { 200: healthWire, 503: healthWire },
      },
    },
    async (_request, reply) => {
      const [own, servers] = await Promise.all([
        Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await timed(check)] as const)),
        checkServers(),
      ])
      const { status, body } = healthOf({ ...Object.fromEntries(own), ...servers })
      return reply.status(status).send(body)
    },
  )
}
