import { openEmbeddedPostgres } from '../src/store/embedded-postgres.ts'

// Starts the private PostgreSQL of VAMI_DATA, says how many milliseconds that took without node's own start, and stops
// it when told to.
const begun = performance.now()
const cluster = await openEmbeddedPostgres(process.env.VAMI_DATA!, 'server')
const ms = performance.now() - begun
const waiting = setInterval(() => {}, 60_000)
process.once('SIGTERM', () => {
  clearInterval(waiting)
  void cluster.leave()
})
process.stdout.write(`${ms}\n`)
