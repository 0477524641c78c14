/** What a look at one thing of a deployment came to. Only `failed` is a fault: the rest is right, unset or said for knowledge. */
export type Finding = { outcome: 'ok' | 'failed' | 'not_configured' | 'note'; detail: string }

/** A finding with its place and how long it took, in milliseconds. */
export type CheckRow = Finding & { part: string; check: string; ms: number }

/** Looks, and takes the time. What is thrown is a failure in words without a stack. */
export async function checked(part: string, check: string, look: () => Promise<Finding>): Promise<CheckRow> {
  const begun = performance.now()
  const finding = await look().catch((error: unknown) => failed(whyNot(error)))
  return { part, check, ...finding, ms: Math.round(performance.now() - begun) }
}

export const ok = (detail: string): Finding => ({ outcome: 'ok', detail })
export const failed = (detail: string): Finding => ({ outcome: 'failed', detail })
export const note = (detail: string): Finding => ({ outcome: 'note', detail })
export const notConfigured = (detail: string): Finding => ({ outcome: 'not_configured', detail })

/** Why a request came to nothing, in words. */
function whyNot(error: unknown): string {
  const causes = causesOf(error)
  if (causes.some(({ name, code }) => name === 'TimeoutError' || code === 'REQUEST_TIMEOUT')) return 'no answer in time'
  const code = causes.map(({ code }) => code).find((one) => typeof one === 'string')
  if (code === 'ECONNREFUSED') return 'nothing listens at this address (ECONNREFUSED)'
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `no such host (${code})`
  return code === undefined ? String(causes.at(-1)?.message) : `no answer (${code})`
}

type Cause = { name?: unknown; message?: unknown; code?: unknown; cause?: unknown }

function causesOf(error: unknown): Cause[] {
  const causes: Cause[] = []
  for (let at = error; typeof at === 'object' && at !== null && causes.length < 5; at = (at as Cause).cause)
    causes.push(at as Cause)
  return causes
}
