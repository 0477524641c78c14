import { QueryClient, useQuery } from '@tanstack/react-query'
import { ApiFault, ask } from './api.ts'
import { setServerClock } from './clock.ts'
import type { Change } from './live.ts'
import { forgetBetweenSessions } from './session.ts'

/**
 * What the screen keeps of the server's answers, under keys whose first word says what it is. Changes that are told live
 * make the right ones stale; settings, which are not told, are asked for again when the page comes to the front.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) =>
        failures < 3 && error instanceof ApiFault && (error.status === 0 || error.status >= 500),
      retryDelay: (failures) => Math.min(4_000, 400 * 2 ** failures),
      // the browser's own word on whether there is a network is often wrong on a clinic's LAN
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

forgetBetweenSessions(() => queryClient.clear())

const told: Record<Change['entity'], readonly string[]> = {
  appointment: ['calendar', 'today', 'appointments', 'appointment', 'audit'],
  hold: ['calendar'],
  agent: ['agents', 'agent', 'audit'],
  message: ['messages', 'today', 'audit'],
}

const stale = new Set<string>()
// several changes that come together are one look at the server
const gatherMs = 60

/** What a change makes stale is asked for again, a moment later and once for all that come together. */
export function takeChange({ entity }: Pick<Change, 'entity'>): void {
  const isFirst = stale.size === 0
  for (const key of told[entity]) stale.add(key)
  if (isFirst) setTimeout(refreshStale, gatherMs)
}

function refreshStale(): void {
  const keys = [...stale]
  stale.clear()
  for (const key of keys) void queryClient.invalidateQueries({ queryKey: [key] })
}

/** After a break too long to be told about. */
export const takeReset = (): void => void queryClient.invalidateQueries()

export const useClinic = () =>
  useQuery({
    queryKey: ['clinic'],
    queryFn: async ({ signal }) => {
      const clinic = await ask('GET /api/clinic', { signal })
      setServerClock(clinic.now)
      return clinic
    },
  })

/** All, the inactive ones too, in the order of the desk. */
export const usePractitioners = () =>
  useQuery({
    queryKey: ['practitioners'],
    queryFn: async ({ signal }) => (await ask('GET /api/practitioners', { signal })).practitioners,
  })

export const useServices = () =>
  useQuery({
    queryKey: ['services'],
    queryFn: async ({ signal }) => (await ask('GET /api/services', { signal })).services,
  })

export const useAgents = () =>
  useQuery({
    queryKey: ['agents'],
    queryFn: async ({ signal }) => (await ask('GET /api/agents', { signal })).agents,
  })

/** Everything drawn between two local dates, `to` exclusive. */
export const useCalendar = (from: Temporal.PlainDate, to: Temporal.PlainDate) =>
  useQuery({
    queryKey: ['calendar', from.toString(), to.toString()],
    queryFn: async ({ signal }) => {
      const calendar = await ask('GET /api/calendar', { query: { from: from.toString(), to: to.toString() }, signal })
      setServerClock(calendar.now)
      return calendar
    },
  })

export const useTodaysDesk = (since: string | undefined) =>
  useQuery({
    queryKey: ['today', since ?? ''],
    queryFn: async ({ signal }) => {
      const today = await ask('GET /api/today', { query: since === undefined ? {} : { since }, signal })
      setServerClock(today.now)
      return today
    },
    placeholderData: (previous) => previous,
  })

export const useAppointment = (id: string | undefined) =>
  useQuery({
    queryKey: ['appointment', id],
    queryFn: ({ signal }) => ask('GET /api/appointments/{id}', { params: { id: id! }, signal }),
    enabled: id !== undefined,
  })

export const useMessages = (status: 'open' | 'done', page = 1) =>
  useQuery({
    queryKey: ['messages', status, page],
    queryFn: ({ signal }) => ask('GET /api/messages', { query: { status, page }, signal }),
    placeholderData: (previous) => previous,
  })
