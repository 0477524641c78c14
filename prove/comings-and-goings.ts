import { setTimeout as pause } from 'node:timers/promises'
import { streamBookings } from './booking-stream.ts'
import { type FrontDesk, openFrontDesk } from './front-desk.ts'
import { type MortalServer, runCommand, startMortalServer } from './mortal-server.ts'
import { makePrivateHome, type PrivateHome } from './private-home.ts'
import { anyMoment, type Proof, waitFor } from './proof.ts'

/**
 * Proves that servers and commands may come to one data folder and leave it as they like: nobody fails, nobody is
 * harmed, and when all have left nothing runs and nothing lies about. `seconds` is how long they come and go.
 */
export type Comings = { seconds: number }

const longestStayMs = 3_000
const longestPauseMs = 400

type Scene = {
  home: PrivateHome
  desk: FrontDesk
  /** addresses of servers that are open now */
  open: Set<string>
  over: () => boolean
  counts: { serverStays: number; commands: number }
  violations: string[]
}

export async function proveComingsAndGoings({ seconds }: Comings): Promise<Proof> {
  const home = makePrivateHome()
  const violations: string[] = []
  try {
    const first = await startMortalServer(home.environment)
    const desk = await openFrontDesk(first.address, 'visits')
    await first.stop()
    const deadline = performance.now() + seconds * 1_000
    const over = () => performance.now() > deadline
    const scene: Scene = { home, desk, open: new Set(), over, counts: { serverStays: 0, commands: 0 }, violations }
    let asked = 0
    // turn about, and to nobody while there is no server
    const someServer = () => [...scene.open][asked++ % scene.open.size] ?? 'http://127.0.0.1:1'
    using stream = streamBookings(someServer, desk, 3, 40)
    const visits = [comeAndGo(scene), comeAndGo(scene), giveCommands(scene, 0), giveCommands(scene, 1)]
    await Promise.all(visits)
    violations.push(...home.remains().map((sentence) => `when all had left, ${sentence}`))
    const last = await startMortalServer(home.environment)
    scene.open.add(last.address)
    await stream.end()
    violations.push(...(await stream.compare(home.databaseUrl())))
    violations.push(...(await leaveBeforeCommand(home, last)).map((sentence) => `at the end, ${sentence}`))
    const { serverStays, commands } = scene.counts
    const answers = (status: number) => stream.heard.filter((each) => each.status === status).length
    const row = {
      proof: 'comings and goings',
      seconds,
      'server stays': serverStays,
      commands,
      bookings: stream.booked(),
      'heard 503': answers(503),
      'nobody there': answers(0),
      violations: violations.length,
    }
    return { rows: [row], violations }
  } finally {
    await home.sweep()
  }
}

/** Servers that come, stay a while and leave. */
async function comeAndGo({ home, open, over, counts, violations }: Scene): Promise<void> {
  while (!over()) {
    let server: MortalServer | undefined
    try {
      server = await startMortalServer(home.environment)
      open.add(server.address)
      counts.serverStays += 1
      await anyMoment(longestStayMs)
      open.delete(server.address)
      await server.stop()
    } catch (error) {
      violations.push((error as Error).message)
      await server?.kill()
    }
    await anyMoment(longestPauseMs)
  }
}

/** The last server leaves while a command is at work: that one has to switch off the light. */
async function leaveBeforeCommand(home: PrivateHome, server: MortalServer): Promise<string[]> {
  const alone = home.present()
  for (;;) {
    let ended = false
    const command = runCommand(['migrate'], home.environment).finally(() => {
      ended = true
    })
    const met = await waitFor('a command comes', () => (home.present() > alone ? 'here' : ended && 'gone'))
    // one that was too quick to be seen is not what we look for
    if (met === 'here') await server.stop()
    const { code, stderr } = await command
    if (code !== 0) return [`vami migrate ended with ${code}: ${stderr}`]
    if (met === 'here') return home.remains()
  }
}

/** Commands that an operator gives, with servers there or without; each has to do what it is for. */
async function giveCommands({ home, desk, over, counts, violations }: Scene, turn: number): Promise<void> {
  const commands: { words: string[]; does: (stdout: string) => boolean }[] = [
    { words: ['token', desk.agentId], does: (stdout) => stdout.trim() === desk.token },
    { words: ['migrate'], does: (stdout) => stdout.startsWith('Nothing to do') },
    { words: ['user', 'reset', desk.email], does: (stdout) => stdout.trim().length === 16 },
  ]
  for (let i = turn; !over(); i += 1) {
    const { words, does } = commands[i % commands.length]!
    const told = await runCommand(words, home.environment)
    counts.commands += 1
    if (told.code !== 0 || !does(told.stdout))
      violations.push(`vami ${words[0]} ended with ${told.code}: ${told.stderr.trim()}`)
    await pause(Math.random() * longestPauseMs)
  }
}
