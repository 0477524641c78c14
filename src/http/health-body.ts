import type { CheckedServer } from '../bridge/server-checks.ts'
import { version } from '../version.ts'

export type HealthBody = { status: 'ok' | 'failing'; version: string; checks: Record<string, CheckedServer> }

/** What `/health` answers: 503 as soon as one check fails. What nobody has set up does not fail. */
export function healthOf(checks: Record<string, CheckedServer>): { status: 200 | 503; body: HealthBody } {
  const fails = Object.values(checks).some(({ status }) => status === 'failing')
  return { status: fails ? 503 : 200, body: { status: fails ? 'failing' : 'ok', version, checks } }
}

/** Runs a check that throws when it fails. */
export async function timed(check: () => Promise<void>): Promise<CheckedServer> {
  const begun = performance.now()
  const status = await check().then(
    () => 'ok' as const,
    () => 'failing' as const,
  )
  return { status, ms: Math.round((performance.now() - begun) * 10) / 10 }
}
