import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Crowd } from './crowded-database.ts'
import { explainAvailability } from './explained-statements.ts'
import { generateLoad } from './load-generator.ts'
import { asksOf, startVami } from './serving.ts'
import type { Workshop } from './workshop.ts'

const top = 40
const root = join(import.meta.dirname, '..')

/** Where check-availability's time goes: in the server's functions, and in its statements. As text. */
export async function profileAvailability(
  workshop: Workshop,
  databaseUrl: string,
  crowd: Crowd,
  seconds: number,
): Promise<string> {
  const folder = workshop.folder('profiles')
  const { child, port } = await startVami(workshop, databaseUrl, ['--cpu-prof', `--cpu-prof-dir=${folder}`])
  const asks = await asksOf(databaseUrl, crowd)
  await generateLoad(port, { clients: 32, seconds: 2 }, asks.check)
  const load = await generateLoad(port, { clients: 32, seconds }, asks.check)
  await child.stop()
  const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile'))
  if (file === undefined) throw new Error('node wrote no profile')
  return [
    `${Math.round(load.perSecond)} answers a second while profiled.`,
    '',
    ...linesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), seconds, load.latencies.length),
    '',
    await explainAvailability(databaseUrl),
  ].join('\n')
}

type Profile = {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Of the profile only the end, in which it was asked; the start of the server costs as much as a thousand answers. */
function linesOf({ nodes, samples, timeDeltas }: Profile, seconds: number, answers: number): string[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
  const self = new Map<string, number>()
  let left = seconds * 1_000_000
  for (let i = samples.length - 1; i >= 0 && left > 0; i--) {
    const place = places.get(samples[i]!)!
    self.set(place, (self.get(place) ?? 0) + timeDeltas[i]!)
    left -= timeDeltas[i]!
  }
  const idle = self.get('(idle)') ?? 0
  const busy = [...self.values()].reduce((sum, time) => sum + time, 0) - idle
  const ranked = [...self].filter(([place]) => place !== '(idle)').sort(([, a], [, b]) => b - a)
  return [
    `Self time of functions, ${Math.round(busy / answers)} µs an answer:`,
    ...ranked.slice(0, top).map(([place, time]) => {
      const [share, micros] = [((time / busy) * 100).toFixed(1), (time / answers).toFixed(1)]
      return `${share.padStart(6)} %  ${micros.padStart(6)} µs  ${place}`
    }),
  ]
}

function placeOf({ functionName, url, lineNumber }: Profile['nodes'][number]['callFrame']): string {
  if (url === '') return functionName
  const path = url.startsWith('file:') ? relative(root, fileURLToPath(url)) : url
  return `${functionName || '(anonymous)'}  ${path}:${lineNumber + 1}`
}
