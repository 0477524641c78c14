import { type BookingStream, streamBookings } from './booking-stream.ts'
import { openFrontDesk } from './front-desk.ts'
import { type MortalServer, startInVain, startMortalServer } from './mortal-server.ts'
import { makePrivateHome, type PrivateHome } from './private-home.ts'
import { anyMoment, type Proof, percentile, waitFor } from './proof.ts'

/**
 * Proves that nothing acknowledged is lost, and nothing is booked twice or by half, when the server is killed in the
 * middle of a stream of bookings; alone, or together with its PostgreSQL. Every fourth time the next start is killed
 * as well, on its way.
 */
export type Crashes = { times: number; victims: 'server' | 'server and PostgreSQL' }

const callers = 8
const longestRunMs = 1_500
const longestStartMs = 800

export async function provePrivateCrashes({ times, victims }: Crashes): Promise<Proof> {
  const home = makePrivateHome()
  const violations: string[] = []
  const starts: number[] = []
  let server = await startMortalServer(home.environment)
  try {
    const desk = await openFrontDesk(server.address, 'crash')
    using stream = streamBookings(() => server.address, desk, callers)
    for (let round = 1; round <= times; round += 1) {
      await anyMoment(longestRunMs)
      await crash(server, home, victims)
      if (round % 4 === 0) await startInVain(home.environment, () => killToo(home, victims), anyMoment(longestStartMs))
      server = await startMortalServer(home.environment)
      starts.push(server.healthyMs)
      await nextBooking(stream)
      violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `round ${round}: ${said}`))
    }
    await stream.end()
    violations.push(...(await stream.compare(home.databaseUrl())).map((said) => `at the end: ${said}`))
    await server.stop()
    violations.push(...home.remains())
    const lost = stream.heard.filter(({ status }) => status === 0).length
    const row = {
      proof: `kill -9 of ${victims}`,
      times,
      bookings: stream.booked(),
      'without an answer': lost,
      'start p50 ms': percentile(starts, 0.5),
      'start max ms': percentile(starts, 1),
      violations: violations.length,
    }
    return { rows: [row], violations }
  } finally {
    await server.kill()
    await home.sweep()
  }
}

async function crash(server: MortalServer, home: PrivateHome, victims: Crashes['victims']): Promise<void> {
  const gone = server.kill()
  killToo(home, victims)
  await gone
}

function killToo(home: PrivateHome, victims: Crashes['victims']): void {
  if (victims === 'server and PostgreSQL') home.killPostgres()
}

async function nextBooking(stream: BookingStream): Promise<void> {
  const before = stream.booked()
  await waitFor('a booking after the start', () => stream.booked() > before)
}
