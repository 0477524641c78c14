import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Finding, interleaved } from './rounds.ts'
import type { Workshop } from './workshop.ts'

const cli = join(import.meta.dirname, '../src/cli.ts')
const barePostgres = join(import.meta.dirname, 'bare-postgres.ts')

/** How long until `vami serve` is ready on data that is there, beside bare node and the bare start of PostgreSQL. */
export async function compareColdStarts(workshop: Workshop, rounds: number): Promise<Finding[]> {
  const environment = { VAMI_DATA: workshop.folder('cold'), NODE_ENV: 'production' }
  const works = {
    vami: () => timeVami(workshop, environment),
    node: () => timeNode(workshop),
    postgres: () => timePostgres(workshop, environment),
  }
  // makes the data, and warms what the system keeps of the files
  for (const work of Object.values(works)) await work()
  const times = await interleaved(rounds, works)
  return [
    ...bridgeFindings(await interleaved(rounds, { bridge: () => timeBridge(workshop), node: works.node })),
    {
      figure: 'cold start: vami serve until /health is 200 / (bare node + PostgreSQL)',
      values: times.map(({ vami, node, postgres }) => vami / (node + postgres)),
      target: { most: 4 },
    },
    { figure: '  vami serve', values: times.map(({ vami }) => vami), unit: 'ms' },
    { figure: '  bare node until it answers', values: times.map(({ node }) => node), unit: 'ms' },
    { figure: '  PostgreSQL, without the start of node', values: times.map(({ postgres }) => postgres), unit: 'ms' },
  ]
}

/** The bridge alone, which has no database to wait for. */
function bridgeFindings(times: { bridge: number; node: number }[]): Finding[] {
  return [
    {
      figure: 'cold start: vami bridge until /health is 200 / bare node',
      values: times.map(({ bridge, node }) => bridge / node),
    },
    { figure: '  vami bridge', values: times.map(({ bridge }) => bridge), unit: 'ms' },
  ]
}

async function timeBridge(workshop: Workshop): Promise<number> {
  const port = await freePort()
  return timeUntilAnswer(workshop, [cli, 'bridge', '--port', String(port)], port, { NODE_ENV: 'production' })
}

async function timeVami(workshop: Workshop, environment: Record<string, string>): Promise<number> {
  const port = await freePort()
  return timeUntilAnswer(workshop, [cli, 'serve', '--port', String(port)], port, environment)
}

async function timeNode(workshop: Workshop): Promise<number> {
  const port = await freePort()
  const script = `require('node:http').createServer((_, answer) => answer.end('ok')).listen(${port}, '127.0.0.1')`
  return timeUntilAnswer(workshop, ['-e', script], port, {})
}

async function timePostgres(workshop: Workshop, environment: Record<string, string>): Promise<number> {
  const child = workshop.start([barePostgres], environment)
  const ms = Number(await child.line())
  await child.stop()
  return ms
}

async function timeUntilAnswer(
  workshop: Workshop,
  words: string[],
  port: number,
  environment: Record<string, string>,
): Promise<number> {
  const begun = performance.now()
  const child = workshop.start(words, environment)
  while (!(await answers(port))) {
    if (performance.now() - begun > 60_000) throw new Error(`node ${words.join(' ')} did not answer within a minute`)
    await delay(2)
  }
  const ms = performance.now() - begun
  await child.stop()
  return ms
}

async function answers(port: number): Promise<boolean> {
  try {
    const { ok, body } = await fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } })
    await body?.cancel()
    return ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
