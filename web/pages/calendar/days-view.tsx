import { useEffect, useMemo } from 'react'
import { serverNow } from '../../data/clock.ts'
import type { CalendarAppointment, Hold, Service } from '../../data/endpoints.ts'
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
  const { view, date, who, cancelled } = address
  const dates = useMemo(() => datesOf(view, date, first), [view, date, first])
  const calendar = useCalendar(dates[0]!, dates.at(-1)!.add({ days: 1 }))
  const { move, cancel } = useDeeds(desk)
  const appointments = calendar.data?.appointments ?? nothing
  const holds = calendar.data?.holds ?? noHolds
  const { listed, shown } = useMemo(() => practitionersOf(desk, who, calendar.data), [desk, who, calendar.data])
  const { scale, leastMinutes } = useMemo(() => scaleOf(desk, appointments), [desk, appointments])
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
    [dates, desk, shown, appointments, holds, cancelled, view, leastMinutes],
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
      <TimeGrid grid={grid} desk={desk} today={today} scale={scale} busy={calendar.isPending} events={events} />
    </>
  )
}

/** As tall as the shortest appointment that is usual here needs to be, so that a finger finds it: 24 pixels. */
function scaleOf(desk: CalendarDesk, appointments: readonly CalendarAppointment[]) {
  const usual = [desk.clinic.slot_minutes, ...desk.services.filter(isActive).map((service) => service.duration_minutes)]
  const isShort = Math.min(...usual) < 20 || appointments.some(isBelow20)
  return isShort ? { scale: 1.6, leastMinutes: 15 } : { scale: 1.2, leastMinutes: 20 }
}

const isActive = ({ active }: Service): boolean => active

const isBelow20 = ({ start_time, end_time }: CalendarAppointment): boolean =>
  Temporal.Instant.from(start_time).until(Temporal.Instant.from(end_time)).total('minutes') < 20

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
