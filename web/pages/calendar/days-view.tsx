import { useDeferredValue, useEffect, useMemo } from 'react'
import { serverNow } from '../../data/clock.ts'
import type { CalendarAppointment, Hold } from '../../data/endpoints.ts'
import { takeChange, useCalendar } from '../../data/queries.ts'
import { Failure } from '../../parts/feedback.tsx'
import type { CalendarAddress } from './calendar-address.ts'
import { useDeeds } from './calendar-deeds.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { layOut } from './calendar-layout.ts'
import type { NewTime } from './calendar-page.tsx'
import { datesOf } from './calendar-range.ts'
import { CalendarFilters } from './calendar-toolbar.tsx'
import { instantOf } from './grid-placing.ts'
import { practitionersOf } from './shown-practitioners.ts'
import { type GridEvents, TimeGrid } from './time-grid.tsx'

const nothing: readonly CalendarAppointment[] = []
const noHolds: readonly Hold[] = []
// 24 pixels where an hour is at its lowest: enough for a finger
const leastMinutes = 15

/** A day or a week over its hours. */
export function DaysView({
  desk,
  address,
  today,
  first,
  onNew,
  onOpen,
}: {
  desk: CalendarDesk
  address: CalendarAddress
  today: Temporal.PlainDate
  first: number
  onNew(time: NewTime): void
  onOpen(id: string): void
}) {
  // the click that leads to another week is answered at once; its grid is made ready in small slices and follows
  const { view, date, who, cancelled } = useDeferredValue(address)
  const dates = useMemo(() => datesOf(view, date, first), [view, date, first])
  const calendar = useCalendar(dates[0]!, dates.at(-1)!.add({ days: 1 }))
  const { move, cancel } = useDeeds(desk)
  const appointments = calendar.data?.appointments ?? nothing
  const holds = calendar.data?.holds ?? noHolds
  const { listed, shown } = useMemo(() => practitionersOf(desk, who, calendar.data), [desk, who, calendar.data])
  useLapse(holds)
  const grid = useMemo(
    () =>
      layOut({
        dates,
        clinic: desk.clinic,
        practitioners: shown,
        appointments,
        holds,
        showCancelled: cancelled,
        thin: view === 'week',
        leastMinutes,
      }),
    [dates, desk, shown, appointments, holds, cancelled, view],
  )
  const events = useMemo(
    (): GridEvents => ({
      onOpen,
      onCreate: ({ starts, ends }, practitionerId) =>
        onNew({ starts: instantOf(starts), ends: instantOf(ends), practitionerId }),
      onMove: (item, { starts, ends }, practitioner) =>
        void move(item, { start_time: instantOf(starts), end_time: instantOf(ends), practitioner }),
      onCancel: (item) => void cancel(item),
    }),
    [onNew, onOpen, move, cancel],
  )
  if (calendar.isError && calendar.data === undefined)
    return <Failure fault={calendar.error} onRetry={() => void calendar.refetch()} />
  return (
    <>
      <CalendarFilters desk={desk} practitioners={listed} address={address} />
      <TimeGrid grid={grid} desk={desk} today={today} busy={calendar.isPending} events={events} />
    </>
  )
}

/** The server tells of no lapse: when the next hold has run out, the calendar is asked again. */
function useLapse(holds: readonly Hold[]): void {
  useEffect(() => {
    const left = holds.map(({ expires_at }) =>
      serverNow().until(Temporal.Instant.from(expires_at)).total('milliseconds'),
    )
    if (left.length === 0) return
    const timer = setTimeout(() => takeChange({ entity: 'appointment' }), Math.max(1_000, Math.min(...left) + 500))
    return () => clearTimeout(timer)
  }, [holds])
}
