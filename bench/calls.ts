import { agentOf, type Crowd, callerOf, datesAhead } from './crowded-database.ts'
import { generateLoad, type Load, type Request } from './load-generator.ts'
import { type Finding, interleaved } from './rounds.ts'
import { asksOf, clients, type Databases, latenciesOf, oneOf, startFloor, startVami } from './serving.ts'
import type { Workshop } from './workshop.ts'

/** The rest of the call beside the floor, on clinics with their appointments: throughput and latency of each action. */
export async function compareCalls(
  workshop: Workshop,
  databases: Databases,
  crowd: Crowd,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Finding[]> {
  const vami = await startVami(workshop, databases.crowded)
  const floor = await startFloor(workshop, databases.crowded)
  const { floor: askFloor } = await asksOf(databases.crowded, crowd)
  const works: Record<string, () => Promise<Load>> = {
    floor: () => generateLoad(floor.port, { clients, seconds }, askFloor),
  }
  for (const [action, ask] of Object.entries(callsOf(crowd)))
    works[action] = () => generateLoad(vami.port, { clients, seconds }, ask)
  for (const work of Object.values(works)) await work()
  const loads = await interleaved(rounds, works)
  for (const { child } of [vami, floor]) await child.stop()
  const actions = Object.keys(works).filter((action) => action !== 'floor')
  return [
    ...latenciesOf(
      'floor beside the calls',
      loads.map((round) => round.floor!),
    ),
    ...actions.flatMap((action) => findingsOf(action, loads)),
  ]
}

function findingsOf(action: string, loads: readonly Record<string, Load>[]): Finding[] {
  const own = loads.map((round) => round[action]!)
  return [
    {
      figure: `${action}: throughput / floor`,
      values: loads.map((round) => round[action]!.perSecond / round.floor!.perSecond),
    },
    { figure: `  ${action}, done of those asked`, values: own.map((load) => load.successesPerSecond / load.perSecond) },
    ...latenciesOf(action, own),
  ]
}

/** What clients ask, each time of another clinic, or as another caller who proves to be themselves. */
function callsOf(crowd: Crowd): Record<string, () => Request> {
  const dates = datesAhead().filter(({ dayOfWeek }) => dayOfWeek < 6)
  let calls = 0
  const ask = (action: string, nth: number, body: Record<string, unknown>): Request => {
    const { agentId, token } = agentOf(nth % crowd.clinics)
    calls += 1
    const said = { conversation_id: `call ${process.pid} ${calls}`, ...body }
    return { method: 'POST', path: `/api/agent-actions/${action}/${agentId}`, token, body: said }
  }
  const anyCaller = () => Math.floor(Math.random() * crowd.clinics * crowd.appointmentsEach)
  const anywhere = (action: string, body: () => Record<string, unknown>) => () => ask(action, anyCaller(), body())
  const byCaller = (action: string, body: () => Record<string, unknown>) => () => {
    const nth = anyCaller()
    return ask(action, nth, { caller_id: callerOf(nth), customer_name: 'Maria Lopez', ...body() })
  }
  const anyTime = () => {
    const half = 18 + Math.floor(Math.random() * 16)
    const start_time = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`
    return { date: oneOf(dates).toString(), start_time }
  }
  return {
    'next-available': anywhere('next-available', () => ({})),
    'hold-slot': anywhere('hold-slot', anyTime),
    'find-appointments': byCaller('find-appointments', () => ({})),
    'reschedule-appointment': byCaller('reschedule-appointment', anyTime),
    'cancel-appointment': byCaller('cancel-appointment', () => ({})),
    'take-message': anywhere('take-message', () => ({
      customer_name: 'Maria Lopez',
      message: `Call me back, ${calls}.`,
    })),
    'clinic-info': anywhere('clinic-info', () => ({})),
  }
}
