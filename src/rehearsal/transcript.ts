import { type Played, type PlayedStep, type PlayedTurn, unmetIn } from './player.ts'
import { fieldAt } from './references.ts'

/** A played call as it is read: who said what, what was asked of Vami, how long each answer took. */
export function transcriptOf(played: Played): string {
  const { clinic, turns, held, unplayed, left } = played
  const at = clinic.now.slice(0, 'YYYY-MM-DDTHH:MM'.length).replace('T', ' ')
  const steps = turns.flatMap(stepsIn)
  const expected = turns.reduce((sum, turn) => sum + expectedIn(turn), 0)
  const failed = turns.reduce((sum, turn) => sum + unmetIn(turn).length, 0)
  const spent = steps.reduce((sum, { answer }) => sum + (answer?.milliseconds ?? 0), 0)
  const outcome = held
    ? `✓ held: ${steps.length} answers, ${expected} expectations, ${inMs(spent)} in all`
    : `✗ not held: ${failed} of ${expected} expectations${unplayed > 0 ? `; turns not played: ${unplayed}` : ''}`
  return [
    played.title,
    `${clinic.name}, ${at} ${clinic.timezone}`,
    '',
    ...turns.flatMap(linesOf),
    outcome,
    ...(left > 0 ? [`! appointments of this call that could not be cancelled afterwards: ${left}`] : []),
  ].join('\n')
}

const stepsIn = (turn: PlayedTurn): PlayedStep[] =>
  turn.kind === 'step' ? [turn.step] : turn.kind === 'together' ? turn.steps : []

const expectedIn = (turn: PlayedTurn): number =>
  stepsIn(turn).reduce((sum, { expected }) => sum + expected, turn.kind === 'together' ? turn.expected : 0)

function linesOf(turn: PlayedTurn): string[] {
  if (turn.kind === 'wait') return [`         … ${turn.duration} later`, '']
  if (turn.kind === 'step') return [...linesOfStep(turn.step), '']
  return ['         At once:', ...turn.steps.flatMap(linesOfStep), ...turn.unmet.map(faultLine), '']
}

function linesOfStep({ line, call, caller, action, sent, key, answer, unmet }: PlayedStep): string[] {
  const who = call === 'first' ? 'Caller' : `Caller (${call})`
  const keyed = key === undefined ? '' : ` with key "${key}"`
  return [
    ...(caller === undefined ? [] : [`${who.padEnd(8)} “${caller}”`]),
    `Agent    ${action}${Object.keys(sent).length === 0 ? '' : ` ${JSON.stringify(sent)}`}${keyed}`,
    ...(answer === undefined ? [] : [`Vami     ${inMs(answer.milliseconds)}  ${saidIn(answer)}`]),
    ...unmet.map((fault) => faultLine(`line ${line}: ${fault}`)),
  ]
}

const faultLine = (fault: string): string => `       ✗ ${fault}`
const inMs = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`

function saidIn({ status, body }: NonNullable<PlayedStep['answer']>): string {
  const error = fieldAt(body, 'error')
  const said = fieldAt(body, 'say') ?? fieldAt(body, 'message') ?? ''
  return `${status === 200 ? '' : `${status} `}${error === undefined ? '' : `[${error}] `}“${said}”`
}
