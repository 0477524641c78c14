import { matcherFault } from './expectations.ts'
import { type Placed, readPlacedYaml } from './placed-yaml.ts'
import { readDateExpression, referencesIn } from './references.ts'
import { ScriptFault } from './script-fault.ts'

/** A call as it was written down: what the caller says, what the agent does then, and what has to come back. */
export type Script = {
  title: string
  language: string
  /** by name; `first` is always there. Without a number a call has a new one each time */
  calls: Record<string, { caller_id?: string }>
  /** by name, as expressions */
  dates: Record<string, string>
  /** how the clinic has to be set, where the clinic of a new account will not do */
  needs?: Needs
  turns: Turn[]
}

/** In the forms of the owner's API. `time` is the clinic's wall clock at which the call has to begin, as `HH:MM`. */
export type Needs = {
  clinic?: Record<string, unknown>
  agent?: Record<string, unknown>
  services?: Record<string, unknown>[]
  practitioners?: Record<string, unknown>[]
  time?: string
}

export type Turn =
  | ({ kind: 'step' } & Step)
  | { kind: 'together'; line: number; steps: Step[]; winners: number; losers: string }
  | { kind: 'wait'; line: number; duration: Temporal.Duration }

export type Step = {
  line: number
  call: string
  caller?: string
  action: string
  send: Record<string, unknown>
  /** the same key is the same request, sent again */
  key?: string
  save?: string
  status: number
  expect: Record<string, unknown>
}

const actions = [
  'check-availability',
  'next-available',
  'hold-slot',
  'book-appointment',
  'find-appointments',
  'reschedule-appointment',
  'cancel-appointment',
  'take-message',
  'clinic-info',
  'today',
]

/** Reads a script. Throws a ScriptFault with the line for what is no YAML, no script, or refers to nothing. */
export async function readScript(text: string): Promise<Script> {
  const fields = fieldsOf(await readPlacedYaml(text), 'a script', [
    ...['title', 'language', 'caller_id', 'calls', 'dates', 'needs', 'steps'],
  ])
  const title = textOf(needed(fields, 'title', 1))
  const language = fields.has('language') ? textOf(fields.get('language')!) : 'en'
  const ownNumber = fields.get('caller_id')
  const calls: Script['calls'] = { first: ownNumber ? { caller_id: textOf(ownNumber) } : {} }
  const known = new Set(['first'])
  if (ownNumber) checkReferences(ownNumber, new Set())
  for (const [name, placed] of fields.has('calls') ? fieldsOf(fields.get('calls')!, 'calls') : []) {
    calls[name] = callOf(placed, known)
    known.add(name)
  }
  const dates: Script['dates'] = {}
  for (const [name, placed] of fields.has('dates') ? fieldsOf(fields.get('dates')!, 'dates') : []) {
    dates[name] = textOf(placed)
    checkDate(placed.line, dates[name])
    known.add(name)
  }
  const turns = itemsOf(needed(fields, 'steps', 1), 'steps').map((item) => readTurn(item, calls, known))
  const needs = fields.get('needs')
  return { title, language, calls, dates, turns, ...(needs && { needs: readNeeds(needs) }) }
}

function callOf(placed: Placed, known: ReadonlySet<string>): { caller_id?: string } {
  const number = fieldsOf(placed, 'a call', ['caller_id']).get('caller_id')
  if (number === undefined) return {}
  checkReferences(number, known)
  return { caller_id: textOf(number) }
}

function readNeeds(placed: Placed): Needs {
  fieldsOf(placed, 'needs', ['clinic', 'agent', 'services', 'practitioners', 'time'])
  return placed.value as Needs
}

function readTurn(item: Placed, calls: Script['calls'], known: Set<string>): Turn {
  const { line, fields } = item
  if (fields?.has('wait')) {
    const wait = fieldsOf(item, 'a wait', ['wait']).get('wait')!
    return { kind: 'wait', line, duration: durationOf(wait) }
  }
  if (fields?.has('together')) return readTogether(item, calls, known)
  return { kind: 'step', ...readStep(item, calls, known) }
}

function readTogether(item: Placed, calls: Script['calls'], known: Set<string>): Turn {
  const fields = fieldsOf(item, 'steps at once', ['together', 'winners', 'losers'])
  const winners = needed(fields, 'winners', item.line)
  if (!Number.isInteger(winners.value)) throw new ScriptFault(winners.line, '"winners" takes a whole number.')
  // what one of them saves is there when all have been answered
  const before = new Set(known)
  const steps = itemsOf(needed(fields, 'together', item.line), 'together').map((each) => {
    const step = readStep(each, calls, new Set(before))
    if (step.save !== undefined) known.add(step.save)
    return step
  })
  const losers = textOf(needed(fields, 'losers', item.line))
  return { kind: 'together', line: item.line, steps, winners: Number(winners.value), losers }
}

function readStep(item: Placed, calls: Script['calls'], known: Set<string>): Step {
  const { line } = item
  const allowed = ['caller', 'call', 'agent', 'send', 'key', 'save', 'status', 'expect']
  const fields = fieldsOf(item, 'a step', allowed)
  const textAt = (name: string) => (fields.has(name) ? textOf(fields.get(name)!) : undefined)
  const action = textOf(needed(fields, 'agent', line))
  if (!actions.includes(action))
    throw new ScriptFault(fields.get('agent')!.line, `there is no action "${action}"; there are ${actions.join(', ')}.`)
  const call = textAt('call') ?? 'first'
  if (!Object.hasOwn(calls, call))
    throw new ScriptFault(fields.get('call')!.line, `no call "${call}" stands in "calls".`)
  const status = fields.get('status')
  if (status !== undefined && !Number.isInteger(status.value))
    throw new ScriptFault(status.line, '"status" takes a whole number.')
  const [send, expect] = [fields.get('send'), fields.get('expect')]
  const [caller, key, save] = [textAt('caller'), textAt('key'), textAt('save')]
  if (caller !== undefined) checkReferences(fields.get('caller')!, known)
  if (send !== undefined) checkSent(send, known)
  // an answer's fields may be compared with each other
  if (save !== undefined) known.add(save)
  if (expect !== undefined) checkExpected(expect, known)
  return {
    line,
    call,
    action,
    send: (send?.value ?? {}) as Record<string, unknown>,
    status: status === undefined ? 200 : Number(status.value),
    expect: (expect?.value ?? {}) as Record<string, unknown>,
    ...(caller !== undefined && { caller }),
    ...(key !== undefined && { key }),
    ...(save !== undefined && { save }),
  }
}

function checkSent(send: Placed, known: ReadonlySet<string>): void {
  fieldsOf(send, 'what is sent')
  checkReferences(send, known)
}

function checkExpected(expect: Placed, known: ReadonlySet<string>): void {
  for (const [, wanted] of fieldsOf(expect, 'what is expected')) {
    for (const [name, each] of wanted.fields ?? []) {
      const fault = matcherFault(name, each.value)
      if (fault !== undefined) throw new ScriptFault(each.line, fault)
    }
  }
  checkReferences(expect, known)
}

/** A name that nothing has got yet is a slip of the pen, found before anybody is called. */
function checkReferences(placed: Placed, known: ReadonlySet<string>): void {
  for (const each of [...(placed.fields?.values() ?? []), ...(placed.items ?? [])]) checkReferences(each, known)
  if (typeof placed.value !== 'string') return
  for (const inner of referencesIn(placed.value)) {
    if (inner.startsWith('date:')) checkDate(placed.line, inner.slice('date:'.length))
    else if (!known.has(inner.split('.')[0]!))
      throw new ScriptFault(placed.line, `\${${inner}} refers to nothing that stands above it.`)
  }
}

// any day and zone will do to see whether it can be read
const anyGround = { today: Temporal.PlainDate.from('2026-01-01'), timeZone: 'America/New_York', language: 'en' }

function checkDate(line: number, expression: string): void {
  try {
    readDateExpression(expression, anyGround)
  } catch (error) {
    throw new ScriptFault(line, (error as Error).message)
  }
}

function durationOf({ line, value }: Placed): Temporal.Duration {
  const [, amount, unit] = /^(\d{1,4}) (second|minute|hour)s?$/.exec(String(value)) ?? []
  if (unit === undefined) throw new ScriptFault(line, '"wait" takes a time such as 6 minutes.')
  return Temporal.Duration.from({ [`${unit}s`]: Number(amount) })
}

function fieldsOf(placed: Placed, what: string, allowed?: readonly string[]): Map<string, Placed> {
  const { fields } = placed
  if (fields === undefined) throw new ScriptFault(placed.line, `${what}: a mapping of names to values is needed.`)
  for (const [name, { line }] of fields)
    if (allowed !== undefined && !allowed.includes(name))
      throw new ScriptFault(line, `unknown key "${name}"; ${what} has ${allowed.join(', ')}.`)
  return fields
}

function itemsOf({ line, items }: Placed, what: string): Placed[] {
  if (items === undefined || items.length === 0) throw new ScriptFault(line, `"${what}" takes a list.`)
  return items
}

function needed(fields: ReadonlyMap<string, Placed>, name: string, line: number): Placed {
  const field = fields.get(name)
  if (field === undefined) throw new ScriptFault(line, `"${name}" is missing.`)
  return field
}

function textOf({ line, value }: Placed): string {
  if (typeof value !== 'string' || value.trim() === '') throw new ScriptFault(line, 'a text is needed here.')
  return value
}
