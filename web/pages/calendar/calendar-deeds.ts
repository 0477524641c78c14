import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { ApiFault } from '../../data/api.ts'
import { useCancelAppointment, useChangeAppointment } from '../../data/appointments.ts'
import type { AppointmentChange, CalendarAppointment } from '../../data/endpoints.ts'
import { notify } from '../../parts/notices.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { calendarWords } from './calendar-words.ts'

type Known = Pick<
  CalendarAppointment,
  'id' | 'start_time' | 'end_time' | 'status' | 'practitioner_id' | 'attendee_name' | 'title'
>
export type Place = { start_time: string; end_time: string; practitioner: string }

/**
 * What is done to an appointment without a form: it shows at once, a notice says so and offers to take it back, and when
 * the server refuses it goes back by itself and the notice says why.
 */
export type Deeds = {
  move(item: Known, to: Place): Promise<void>
  cancel(item: Known): Promise<void>
  mark(item: Known, status: CalendarAppointment['status']): Promise<void>
}

export function useDeeds(desk: CalendarDesk): Deeds {
  const t = useWords(calendarWords)
  const say = useFaultWords()
  const { mutateAsync: change } = useChangeAppointment()
  const { mutateAsync: cancelAppointment } = useCancelAppointment()
  const [, navigate] = useLocation()
  return useMemo(() => {
    const who = (item: Known) => item.attendee_name ?? item.title ?? t.blocked
    const newTimeInWords = (item: Known, to: Place): string => {
      const starts = desk.wall(to.start_time)
      const isSameStart = starts.equals(desk.wall(item.start_time)) && item.practitioner_id === to.practitioner
      if (isSameStart) return t.resized(desk.formats.spanAt(to.start_time, to.end_time, desk.timeZone))
      return t.moved(
        `${desk.formats.shortDate(starts.toPlainDate())}, ${desk.formats.timeAt(to.start_time, desk.timeZone)}`,
      )
    }
    // who cannot have the time back needs the appointment before them, also where cancelled ones are not shown
    const tellTaken = (item: Known) => {
      const also = item.status === 'cancelled' ? '&cancelled=yes' : ''
      const run = () => navigate(`${appointmentAddress(item, desk.timeZone)}${also}`)
      notify({ title: t.takenSince, fault: true, action: { label: t.show, run } })
    }
    const isTaken = (fault: unknown) => fault instanceof ApiFault && fault.code === 'slot_taken'
    const sayWhy = (fault: unknown) => notify({ title: say(fault), fault: true })
    const attempt = async (deed: () => Promise<unknown>, done: () => void, taken?: () => void): Promise<void> => {
      try {
        await deed()
        done()
      } catch (fault) {
        if (taken && isTaken(fault)) taken()
        else sayWhy(fault)
      }
    }
    /** `item` as it is now */
    const takeBack = (item: Known, former: AppointmentChange) => ({
      label: t.undo,
      run: () => {
        change({ id: item.id, change: former }).then(
          () => notify({ title: t.undone }),
          (fault: unknown) => (isTaken(fault) ? tellTaken(item) : sayWhy(fault)),
        )
      },
    })
    return {
      move: (item, to) =>
        attempt(
          () => change({ id: item.id, change: to }),
          () => {
            const { start_time, end_time, practitioner_id: practitioner } = item
            const moved = practitioner === to.practitioner ? undefined : desk.practitioner(to.practitioner)?.name
            notify({
              title: newTimeInWords(item, to),
              description: [who(item), moved].filter(Boolean).join(' · '),
              action: takeBack({ ...item, ...to }, { start_time, end_time, practitioner }),
            })
          },
        ),
      cancel: (item) =>
        attempt(
          () => cancelAppointment(item.id),
          () =>
            notify({
              title: t.cancelled(who(item)),
              action: takeBack({ ...item, status: 'cancelled' }, { status: item.status }),
            }),
        ),
      mark: (item, status) =>
        attempt(
          () => change({ id: item.id, change: { status } }),
          () =>
            notify({
              title: item.status === 'cancelled' ? t.restored(who(item)) : t.marked(who(item), t.status[status]),
              action: takeBack({ ...item, status }, { status: item.status }),
            }),
          () => tellTaken(item),
        ),
    }
  }, [desk, change, cancelAppointment, navigate, say, t])
}
