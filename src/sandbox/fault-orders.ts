import { isObject } from './vendor-answer.ts'

export const targets = ['calcom', 'graph', 'token', 'twilio'] as const
export type Target = (typeof targets)[number]

const kinds = ['status', 'delay', 'reset', 'reset_after_commit', 'hang_after_commit', 'garbage'] as const

/** Something that shall go wrong with the next `times` requests to a vendor. */
export type FaultOrder = {
  target: Target
  kind: (typeof kinds)[number]
  /** of `status`: what is answered */
  status?: number
  /** waited before anything is done */
  delay_ms?: number
  /** seconds, in Retry-After and whatever else the vendor says it with */
  retry_after?: number
  /** of `status` and `garbage`: whether the request was carried out before the answer went wrong */
  committed?: boolean
  times: number
}

export type FaultDetail = { path: string; message: string }

export type FaultOrders = {
  add(order: FaultOrder): void
  /** the first order that waits for this target, with one use taken off it */
  take(target: Target): FaultOrder | undefined
  /** those that wait, `times` being what is left of them */
  waiting(): FaultOrder[]
  clear(): void
}

export function openFaultOrders(): FaultOrders {
  let orders: FaultOrder[] = []
  return {
    add: (order) => {
      orders.push({ ...order })
    },
    take: (target) => {
      const order = orders.find((one) => one.target === target)
      if (order === undefined) return undefined
      order.times--
      orders = orders.filter(({ times }) => times > 0)
      return { ...order }
    },
    waiting: () => orders.map((order) => ({ ...order })),
    clear: () => {
      orders = []
    },
  }
}

const longestDelayMs = 300_000

type Reader = { says: string; fits: (value: unknown) => boolean }

const integer = (least: number, most: number): Reader => ({
  says: `must be a whole number from ${least} to ${most}`,
  fits: (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
})
const oneOf = (among: readonly string[]): Reader => ({
  says: `must be one of ${among.join(', ')}`,
  fits: (value) => typeof value === 'string' && among.includes(value),
})

const fields: Record<keyof FaultOrder, Reader> = {
  target: oneOf(targets),
  kind: oneOf(kinds),
  status: integer(300, 599),
  delay_ms: integer(0, longestDelayMs),
  retry_after: integer(0, 86_400),
  committed: { says: 'must be true or false', fits: (value) => typeof value === 'boolean' },
  times: integer(1, 1_000_000),
}

/** Reads an order; a list of faults where it is none. */
export function readFaultOrder(body: unknown): FaultOrder | FaultDetail[] {
  if (!isObject(body)) return [{ path: '', message: 'must be a JSON object' }]
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== null))
  const faults = Object.entries(given).flatMap(([path, value]) => {
    if (!Object.hasOwn(fields, path))
      return [{ path, message: `is not a field of a fault: ${Object.keys(fields).join(', ')}` }]
    const { says, fits } = fields[path as keyof FaultOrder]
    return fits(value) ? [] : [{ path, message: says }]
  })
  const need = (path: string, why: string) => {
    if (given[path] === undefined) faults.push({ path, message: `${fields[path as keyof FaultOrder].says}; ${why}` })
  }
  const only = (path: string, among: readonly string[]) => {
    if (given[path] !== undefined && !among.includes(given.kind as string))
      faults.push({ path, message: `belongs to the kinds ${among.join(', ')} alone` })
  }
  need('target', 'it is required')
  need('kind', 'it is required')
  if (given.kind === 'status') need('status', 'the kind "status" needs it')
  if (given.kind === 'delay') need('delay_ms', 'the kind "delay" needs it')
  only('status', ['status', 'garbage'])
  only('retry_after', ['status'])
  only('committed', ['status', 'garbage'])
  if (faults.length > 0) return faults
  return { times: 1, ...given } as FaultOrder
}
