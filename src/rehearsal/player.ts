import { randomInt, randomUUID } from 'node:crypto'
import type { Desk, DeskAnswer } from './desk.ts'
import { unmetBy } from './expectations.ts'
import { fieldAt, type Ground, readDateExpression, resolve } from './references.ts'
import type { Script, Step, Turn } from './script.ts'

/** A step as it went. */
export type PlayedStep = {
  line: number
  call: string
  caller?: string
  action: string
  /** without what the platform fills in */
  sent: Record<string, unknown>
  key?: string
  answer?: DeskAnswer
  /** how many expectations there were */
  expected: number
  /** those that did not hold, a sentence each */
  unmet: string[]
}

export type PlayedTurn =
  | { kind: 'step'; step: PlayedStep }
  | { kind: 'together'; steps: PlayedStep[]; expected: number; unmet: string[] }
  | { kind: 'wait'; duration: string }

export type Played = {
  title: string
  clinic: { name: string; now: string; timezone: string }
  turns: PlayedTurn[]
  /** all expectations held */
  held: boolean
  /** how many steps were not played, since one before them failed */
  unplayed: number
  /** appointments of the play that could not be cancelled afterwards */
  left: number
}

type Play = {
  desk: Desk
  ground: Ground
  /** what `${…}` may refer to */
  scope: Record<string, unknown>
  calls: Record<string, { conversation_id: string; caller_id: string }>
  keys: Record<string, string>
  booked: Booked[]
}

type Booked = { customer_name: unknown; confirmation_code: unknown; caller_id: unknown }

/**
 * Plays a script: fresh conversations, numbers and keys each time, dates counted from the clinic's own today. It ends
 * at the first step of which an expectation does not hold. What it has booked it cancels afterwards. Throws an Error
 * with a sentence where the desk does not answer, or does not know the agent.
 */
export async function play(script: Script, desk: Desk): Promise<Played> {
  const { status, body } = await desk.ask('clinic-info', {})
  if (status !== 200) throw new Error(`the desk answers ${status} ${fieldAt(body, 'error') ?? ''}: nobody can call.`)
  const [name, now, timezone] = ['name', 'now', 'timezone'].map((field) => String(fieldAt(body, field)))
  const today = Temporal.PlainDate.from(now!.slice(0, 'YYYY-MM-DD'.length))
  const opened = openPlay(script, desk, { today, timeZone: timezone!, language: script.language })
  const turns: PlayedTurn[] = []
  for (const turn of script.turns) {
    turns.push(await playTurn(opened, turn))
    if (unmetIn(turns.at(-1)!).length > 0) break
  }
  return {
    title: script.title,
    clinic: { name: name!, now: now!, timezone: timezone! },
    turns,
    held: turns.every((turn) => unmetIn(turn).length === 0),
    unplayed: script.turns.length - turns.length,
    left: await countNotCancelled(opened),
  }
}

/** The sentences of all expectations that did not hold in a turn. */
export const unmetIn = (turn: PlayedTurn): string[] => {
  if (turn.kind === 'wait') return []
  if (turn.kind === 'step') return turn.step.unmet
  return [...turn.steps.flatMap(({ unmet }) => unmet), ...turn.unmet]
}

function openPlay(script: Script, desk: Desk, ground: Ground): Play {
  const calls: Play['calls'] = {}
  const scope: Play['scope'] = {}
  for (const [name, { caller_id }] of Object.entries(script.calls)) {
    const number = caller_id === undefined ? newNumber() : String(resolve(caller_id, scope, ground))
    calls[name] = { conversation_id: `rehearsal-${randomUUID()}`, caller_id: number }
    scope[name] = calls[name]
  }
  for (const [name, expression] of Object.entries(script.dates)) scope[name] = readDateExpression(expression, ground)
  return { desk, ground, scope, calls, keys: {}, booked: [] }
}

const areas = ['212', '213', '305', '312', '404', '415', '512', '617', '702', '713']

/** Of those that are kept for stories: 555-0100 to 555-0199, in ten places. */
const newNumber = (): string => `+1${areas[randomInt(areas.length)]}55501${String(randomInt(100)).padStart(2, '0')}`

async function playTurn(opened: Play, turn: Turn): Promise<PlayedTurn> {
  if (turn.kind === 'wait') {
    await opened.desk.wait(turn.duration)
    return { kind: 'wait', duration: turn.duration.toLocaleString('en') }
  }
  if (turn.kind === 'step') return { kind: 'step', step: await playStep(opened, turn) }
  const steps = await Promise.all(turn.steps.map((step) => playStep(opened, step)))
  const bodies = steps.map(({ answer }) => answer?.body)
  const won = bodies.filter((body) => fieldAt(body, 'success') === true).length
  const lost = bodies.filter((body) => fieldAt(body, 'success') !== true).map((body) => fieldAt(body, 'error'))
  const unmet = [
    ...(won === turn.winners ? [] : [`${turn.winners} should succeed, and ${won} did`]),
    ...lost.filter((error) => error !== turn.losers).map((error) => `a loser should hear ${turn.losers}, not ${error}`),
  ]
  return { kind: 'together', steps, expected: 2, unmet }
}

async function playStep(opened: Play, step: Step): Promise<PlayedStep> {
  const { line, call, action, key, caller } = step
  const shown = { line, call, action, ...(caller && { caller: filled(opened, caller) }), ...(key && { key }) }
  const expected = Object.keys(step.expect).length + 1
  let sent: Record<string, unknown>
  let wanted: Record<string, unknown>
  try {
    sent = resolve(step.send, opened.scope, opened.ground) as Record<string, unknown>
  } catch (error) {
    return { ...shown, sent: step.send, expected, unmet: [(error as Error).message] }
  }
  if (key !== undefined) opened.keys[key] ??= randomUUID()
  const body = { ...opened.calls[call], ...sent }
  const answer = await opened.desk.ask(action, body, key === undefined ? undefined : opened.keys[key])
  noteBooking(opened, action, body, answer.body)
  if (step.save !== undefined) opened.scope[step.save] = answer.body
  try {
    wanted = resolve(step.expect, opened.scope, opened.ground) as Record<string, unknown>
  } catch (error) {
    return { ...shown, sent, answer, expected, unmet: [(error as Error).message] }
  }
  const ofStatus = answer.status === step.status ? [] : [`the status should be ${step.status}, and is ${answer.status}`]
  return { ...shown, sent, answer, expected, unmet: [...ofStatus, ...unmetBy(answer.body, wanted)] }
}

/** What the caller says is for the reader: what it refers to may be missing, and the step says so itself. */
function filled({ scope, ground }: Play, caller: string): string {
  try {
    return String(resolve(caller, scope, ground))
  } catch {
    return caller
  }
}

function noteBooking(opened: Play, action: string, sent: Record<string, unknown>, answer: unknown): void {
  const [code, id] = [fieldAt(answer, 'confirmation_code'), fieldAt(answer, 'appointment_id')]
  if (action !== 'book-appointment' || id === undefined || code === undefined) return
  const number = sent.customer_phone ?? sent.caller_id
  opened.booked.push({ customer_name: fieldAt(answer, 'customer_name'), confirmation_code: code, caller_id: number })
}

/** Cancels what was booked, as its callers would, and counts what would not be cancelled. */
async function countNotCancelled({ desk, booked }: Play): Promise<number> {
  let left = 0
  for (const each of booked) {
    const body = { ...each, conversation_id: `rehearsal-${randomUUID()}`, reason: 'a rehearsal' }
    const { body: answer } = await desk.ask('cancel-appointment', body)
    if (fieldAt(answer, 'success') !== true) left += 1
  }
  return left
}
