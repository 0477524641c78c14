import type { Member } from '../accounts/membership.ts'
import { type Action, type Deed, recordDeed } from '../audit/audit.ts'
import type { House } from '../house.ts'

/**
 * Does what somebody at the desk asks for and writes it down in the clinic's record, both or neither. `said` tells from
 * what was done which thing it was done to, what became of it where that is not simply `done`, and
 * a truer name of the action where that depends on what was there before.
 */
export function recorded<Done>(
  house: House,
  member: Member,
  action: Action,
  work: (within: House) => Promise<Done>,
  said: (done: Done) => Pick<Deed, 'subjectId' | 'agentId'> & { action?: Action; outcome?: string } = () => ({}),
): Promise<Done> {
  return house.sql.transaction(async (sql) => {
    const within = { ...house, sql }
    const done = await work(within)
    await recordDeed(within, member.clinic, { action, outcome: 'done', userId: member.userId, ...said(done) })
    return done
  })
}
