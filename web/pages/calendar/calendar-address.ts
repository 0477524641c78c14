import { useCallback, useMemo, useState } from 'react'
import { useSearchParams } from 'wouter'
import { dateIn } from '../../words/date-in.ts'

export const views = ['day', 'week', 'month', 'list'] as const
export type View = (typeof views)[number]

/** What the address says the calendar shows; a link leads to the same, and back goes back. */
export type CalendarAddress = {
  view: View
  date: Temporal.PlainDate
  /** ids of practitioners; none means all */
  who: readonly string[]
  cancelled: boolean
  /** the appointment whose details are open */
  open: string | undefined
  go(change: AddressChange, options?: { replace?: boolean }): void
}
export type AddressChange = {
  view?: View
  date?: Temporal.PlainDate
  who?: readonly string[]
  cancelled?: boolean
  open?: string | null
}

export function useCalendarAddress(today: Temporal.PlainDate): CalendarAddress {
  const [search, setSearch] = useSearchParams()
  const [usualView] = useState<View>(() => (matchMedia('(max-width: 48rem)').matches ? 'day' : 'week'))
  const go = useCallback<CalendarAddress['go']>(
    (change, options) => setSearch((before) => written(before, change), options),
    [setSearch],
  )
  const said = search.toString()
  const saidDate = search.get('date')
  const saidWho = search.get('who')
  // the same as long as they say the same, so that the grid stays when something else of the address changes
  const date = useMemo(() => dateIn(saidDate) ?? today, [saidDate, today])
  const who = useMemo(() => saidWho?.split(',').filter(Boolean) ?? [], [saidWho])
  return useMemo(() => {
    const params = new URLSearchParams(said)
    const view = params.get('view') as View
    return {
      view: views.includes(view) ? view : usualView,
      date,
      who,
      cancelled: params.get('cancelled') === 'yes',
      open: params.get('appointment') ?? undefined,
      go,
    }
  }, [said, usualView, date, who, go])
}

function written(before: URLSearchParams, { view, date, who, cancelled, open }: AddressChange): URLSearchParams {
  const next = new URLSearchParams(before)
  const say = (key: string, value: string | null | undefined) => {
    if (value === undefined) return
    if (value === null || value === '') next.delete(key)
    else next.set(key, value)
  }
  say('view', view)
  say('date', date?.toString())
  say('who', who?.join(','))
  say('cancelled', cancelled === undefined ? undefined : cancelled ? 'yes' : null)
  say('appointment', open)
  return next
}
