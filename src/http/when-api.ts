import { z } from 'zod'
import { type Hearing, instantsOf } from '../appointments/availability.ts'
import { readWhenAtTheDesk, whenKinds } from '../appointments/said-at-the-desk.ts'
import type { FieldFault } from '../appointments/said-visit.ts'
import type { SaidWhen } from '../appointments/said-when.ts'
import { clockFace, wallTimeOf } from '../calendar/slots.ts'
import { findRoster } from '../clinics/roster.ts'
import type { Routes } from './http-server.ts'
import { ownerSecurity, requireMember } from './owner-door.ts'
import { agentLanguageWire, dateWire, faults, instantWire, lineWire } from './wire.ts'

export const saidWhenWire = z
  .strictObject({
    text: lineWire.min(1, 'Must not be empty.').max(200),
    kind: z.enum(whenKinds).optional().describe('dateTime unless you say so; its time may be missing'),
    date: dateWire.optional().describe('the day that a time alone belongs to'),
    language: agentLanguageWire.optional().describe('the clinic’s unless you say so; English is always understood'),
  })
  .meta({ id: 'SaidWhen', examples: [{ text: 'next tuesday at 3' }] })

export const whenWire = z
  .union([
    z.object({
      date: z.string(),
      time: z.string().nullable(),
      start_time: instantWire.nullable().describe('null when no time was said'),
    }),
    z.object({
      error: z.enum(['unclear_date', 'unclear_time']),
      did_you_mean: z
        .array(z.string())
        .describe('dates as YYYY-MM-DD, or times as HH:MM; none when nothing comes to mind'),
    }),
  ])
  .meta({ id: 'When' })

/** Dates and times in words, for whoever types them. */
export const whenApi: Routes = (server, house) => {
  requireMember(server, house)

  server.post(
    '/api/when',
    {
      schema: {
        tags: ['Appointments'],
        security: ownerSecurity,
        summary: 'Which date and time words mean, by the clinic’s clock and hours; nothing is guessed silently',
        body: saidWhenWire,
        response: { 200: whenWire, ...faults(400, 401, 404, 413, 415, 422, 429, 500, 503) },
      },
    },
    async ({ member, body }) => {
      const roster = await findRoster(house.sql, member.clinic)
      const hearing: Hearing = { agent: { roster, language: body.language ?? roster.locale }, now: house.clock.now() }
      return onWire(hearing, readWhenAtTheDesk(hearing, body.text, body.kind ?? 'dateTime', body.date))
    },
  )
}

function onWire({ agent: { roster } }: Hearing, read: SaidWhen | FieldFault): z.output<typeof whenWire> {
  if ('fault' in read) {
    if (read.fault === 'unclear_time') return { error: 'unclear_time', did_you_mean: read.didYouMean.map(clockFace) }
    return { error: 'unclear_date', did_you_mean: 'didYouMean' in read ? read.didYouMean.map(String) : [] }
  }
  const { on, minutes } = read
  if (minutes === null) return { date: on.toString(), time: null, start_time: null }
  // of two, where clocks go back, the earlier; none where they jump over it
  const [at] = instantsOf(roster, on, minutes)
  if (at === undefined) return { error: 'unclear_time', did_you_mean: [] }
  return { date: on.toString(), time: clockFace(minutes), start_time: wallTimeOf(roster.timezone, at).iso }
}
