import type { AddressInfo } from 'node:net'
import fastify from 'fastify'
import pg from 'pg'

// The least that a server on this database can do: one route, one primary-key select, no hooks, no log.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL!, max: Number(process.env.DATABASE_POOL_SIZE) })
const server = fastify()

server.get<{ Params: { id: string } }>('/clinics/:id', async ({ params }) => {
  const text = 'select id, name, timezone from clinics where id = $1'
  return (await pool.query({ name: 'clinic', text, values: [params.id] })).rows[0]
})

await server.listen({ host: '127.0.0.1', port: 0 })
process.stdout.write(`http://127.0.0.1:${(server.server.address() as AddressInfo).port}\n`)
process.once('SIGTERM', () => process.exit(0))
