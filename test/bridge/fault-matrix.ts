import { setTimeout as pause } from 'node:timers/promises'
import { type BridgeReply, consultation, type Fault, letter, startBridgeStage } from './bridge-stage.ts'

/** Everything that a vendor can do wrong, tried against a bridge with a sandbox of its own. */

export const vendors = ['calcom', 'graph', 'token'] as const
export type Vendor = (typeof vendors)[number]

/** How it errs: the words of the table, and the order for the sandbox. */
export const ills = {
  'answers 401': { kind: 'status', status: 401 },
  'answers 403': { kind: 'status', status: 403 },
  'answers 404': { kind: 'status', status: 404 },
  'answers 409': { kind: 'status', status: 409 },
  'answers 429, Retry-After 1': { kind: 'status', status: 429, retry_after: 1 },
  'answers 500': { kind: 'status', status: 500 },
  'answers 503': { kind: 'status', status: 503 },
  'slow past the deadline': { kind: 'delay', delay_ms: 60_000 },
  'reset before': { kind: 'reset' },
  'reset after commit': { kind: 'reset_after_commit' },
  'hang after commit': { kind: 'hang_after_commit' },
  'garbage body': { kind: 'garbage' },
  'garbage after commit': { kind: 'garbage', committed: true },
} as const satisfies Record<string, Omit<Fault, 'target'>>
export type Ill = keyof typeof ills

/** Once, and as long as somebody asks. */
export const spells = ['once', 'always'] as const
export type Spell = (typeof spells)[number]

export type Cell = {
  vendor: Vendor
  ill: Ill
  spell: Spell
  status: number
  code: string
  retryAfter: string | null
  /** what the vendor has done when the answer comes: bookings of Cal.com, mails of Graph */
  done: number
  ms: number
  /** the same request again, when nothing errs any more */
  again: { status: number; code: string }
  doneThen: number
}

/** Tries one cell. Never waits longer than twice the deadline. */
export async function tryCell(vendor: Vendor, ill: Ill, spell: Spell, deadlineMs: number): Promise<Cell> {
  const stage = await startBridgeStage({ config: { BRIDGE_DEADLINE_MS: deadlineMs } })
  try {
    await stage.order({ target: vendor, ...ills[ill], times: spell === 'once' ? 1 : 1_000 })
    const ask = () => (vendor === 'calcom' ? stage.schedule(consultation) : stage.mail(letter))
    const count = async () => (await (vendor === 'calcom' ? stage.bookings() : stage.mails())).length
    const first = await ask()
    const done = await count()
    await stage.mend()
    const again = await ask()
    return {
      ...{ vendor, ill, spell, done },
      status: first.status,
      code: codeOf(first),
      retryAfter: first.headers.get('retry-after'),
      ms: Math.round(first.ms),
      again: { status: again.status, code: codeOf(again) },
      doneThen: await count(),
    }
  } finally {
    await stage.close()
  }
}

const codeOf = ({ body }: BridgeReply): string => body.code ?? body.status

/** Tries every cell, so many at a time. */
export async function tryMatrix(deadlineMs: number, atOnce: number): Promise<Cell[]> {
  const todo = vendors.flatMap((vendor) =>
    (Object.keys(ills) as Ill[]).flatMap((ill) => spells.map((spell) => ({ vendor, ill, spell }))),
  )
  // what loads with the first call is not to be measured with it
  await tryCell('calcom', 'answers 401', 'once', 10_000)
  await tryCell('graph', 'answers 401', 'once', 10_000)
  const cells: Cell[] = []
  const next = todo.values()
  const work = async () => {
    for (const { vendor, ill, spell } of next) cells.push(await tryCell(vendor, ill, spell, deadlineMs))
  }
  await Promise.all(
    Array.from({ length: atOnce }, async (_, i) => {
      // not all of them in the same millisecond
      await pause(i * 10)
      await work()
    }),
  )
  return todo.map(
    ({ vendor, ill, spell }) =>
      cells.find((cell) => cell.vendor === vendor && cell.ill === ill && cell.spell === spell)!,
  )
}
