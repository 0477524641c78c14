import { z } from 'zod'
import type { House } from '../house.ts'
import { version } from '../version.ts'
import type { Routes } from './http-server.ts'

const tags = ['Health']

const healthWire = z
  .object({
    status: z.enum(['ok', 'failing']),
    version: z.string(),
    checks: z.record(z.string(), z.object({ status: z.enum(['ok', 'failing']), ms: z.number() })),
  })
  .meta({ id: 'Health' })

/** Whether the process lives, and whether it can do its work. */
export function health(server: Parameters<Routes>[0], _house: House, checkDatabase: () => Promise<void>): void {
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
      const begun = performance.now()
      const status = await checkDatabase().then(
        () => 'ok' as const,
        () => 'failing' as const,
      )
      const ms = Math.round((performance.now() - begun) * 10) / 10
      return reply.status(status === 'ok' ? 200 : 503).send({ status, version, checks: { database: { status, ms } } })
    },
  )
}

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Vami</title></head>
<body>
<main>
<h1>Vami</h1>
<p>The front desk behind a voice agent is open. The dashboard will stand here.</p>
<p><a href="/docs">All addresses of the API</a> · <a href="/health">Health</a></p>
</main>
</body>
</html>
`

/** `/`: a page for a browser, JSON for anything else. */
export const frontPage: Routes = (server) => {
  server.get('/', { schema: { hide: true } }, async (request, reply) => {
    if (request.headers.accept?.includes('text/html')) return reply.type('text/html; charset=utf-8').send(page)
    return { service: 'vami', status: 'ok', version, docs: '/docs' }
  })
}
