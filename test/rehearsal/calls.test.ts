import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { deskAt } from '../../src/rehearsal/desk.ts'
import { play, unmetIn } from '../../src/rehearsal/player.ts'
import { type Needs, readScript } from '../../src/rehearsal/script.ts'
import { type Owner, openClinic, openStage } from '../cast.ts'

/** Every scripted call, on a clinic of its own that is set as the script needs it. The clock stands but for its waits. */

const folder = join(import.meta.dirname, '../rehearsals')
const stage = await openStage({ config: { LIMIT_REGISTRATIONS_PER_MINUTE: 1_000 } })

async function prepare(owner: Owner, { clinic, agent, services = [], practitioners = [], time }: Needs): Promise<void> {
  const calls: [method: string, path: string, body: Record<string, unknown>][] = [
    ...(clinic ? [['PATCH', '/api/clinic', await withWholeWeek(owner, clinic)] as const] : []),
    ...(agent ? [['PATCH', `/api/agents/${owner.agentId}`, agent] as const] : []),
    ...services.map((service) => ['POST', '/api/services', service] as const),
    ...practitioners.map((practitioner) => ['POST', '/api/practitioners', practitioner] as const),
  ].map((call) => [...call])
  for (const [method, path, body] of calls) {
    const { status, body: answer } = await owner.as(method, path, body)
    assert.ok(status === 200 || status === 201, JSON.stringify(answer))
  }
  if (time !== undefined) {
    const today = stage.clock.now().toZonedDateTimeISO('America/New_York').toPlainDate()
    const at = today.toZonedDateTime({ timeZone: 'America/New_York', plainTime: time })
    stage.clock.set(at.toInstant().toString())
  }
}

/** The days that a script does not name keep their hours. */
async function withWholeWeek(owner: Owner, clinic: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (clinic.opening_hours === undefined) return clinic
  const { body } = await owner.as('GET', '/api/clinic')
  return { ...clinic, opening_hours: { ...body.opening_hours, ...(clinic.opening_hours as object) } }
}

suite('a scripted call holds, and leaves nothing booked', () => {
  for (const file of readdirSync(folder).sort()) {
    test(file, async () => {
      stage.clock.set('2026-12-07T12:00:00Z')
      const script = await readScript(readFileSync(join(folder, file), 'utf8'))
      const owner = await openClinic(stage, `${file}@example.com`, 'A Clinic', 'America/New_York')
      await prepare(owner, script.needs ?? {})
      const desk = deskAt(stage.url, owner.agentId, owner.token, async (duration) => stage.clock.advance(duration))
      const played = await play(script, desk)
      assert.deepEqual(
        played.turns.flatMap((turn) => unmetIn(turn)),
        [],
        JSON.stringify(played.turns.at(-1), null, 1),
      )
      assert.deepEqual([played.held, played.unplayed, played.left], [true, 0, 0])
      const { rows } = await stage.sql.query(
        `select id from appointments where clinic_id = $1 and status not in ('held', 'cancelled')`,
        [owner.clinicId],
      )
      assert.deepEqual(rows, [])
    })
  }
})
