import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ask } from './api.ts'
import type { Deed } from './endpoints.ts'

/** Which lines of the record are meant; what is left out means any. Dates are the clinic's, `to` is included. */
export type DeedFilter = {
  action?: Deed['action']
  outcome?: string
  /** the public id */
  agent?: string
  user?: string
  conversation?: string
  subject?: string
  from?: Temporal.PlainDate
  to?: Temporal.PlainDate
}

/** Who did what, the newest first, as many pages as have been asked for. */
export const useDeeds = (filter: DeedFilter) => {
  const query = {
    action: filter.action,
    outcome: filter.outcome,
    agent_id: filter.agent,
    user_id: filter.user,
    conversation_id: filter.conversation,
    subject_id: filter.subject,
    from: filter.from?.toString(),
    to: filter.to?.add({ days: 1 }).toString(),
  }
  return useInfiniteQuery({
    queryKey: ['audit', query],
    queryFn: ({ pageParam, signal }) => ask('GET /api/audit', { query: { ...leftIn(query), page: pageParam }, signal }),
    initialPageParam: 1,
    getNextPageParam: ({ next_page }) => next_page,
    placeholderData: (previous) => previous,
    // what happened while a page was read moves the next one on: nothing is shown twice
    select: ({ pages }) => [
      ...new Map(pages.flatMap(({ entries }) => entries).map((deed) => [deed.id, deed])).values(),
    ],
  })
}

type Left<Query> = { [Key in keyof Query]?: Exclude<Query[Key], undefined> }
const leftIn = <Query extends object>(query: Query): Left<Query> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Left<Query>

/** Who works here; for owners and managers only. */
export const useColleagues = () =>
  useQuery({
    queryKey: ['staff'],
    queryFn: async ({ signal }) => (await ask('GET /api/staff', { signal })).staff,
  })
