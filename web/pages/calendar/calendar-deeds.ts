import { useMemo } from 'react'
import { ApiFault } from '../../data/api.ts'
import { useCancelAppointment, useChangeAppointment } from '../../data/appointments.ts'
import type { AppointmentChange, CalendarAppointment } from '../../data/endpoints.ts'
import { notify } from '../../parts/notices.tsx'
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
  return useMemo(() => {
    const who = (item: Known) => item.attendee_name ?? item.title ?? t.blocked
    const newTimeInWords = (item: Known, to: Place): string => {
      const starts = desk.wall(to.start_time)
      const isSameStart = starts.equals(desk.wall(item.start_time)) && item.practitioner_id === to.practitioner
      if (isSameStart) return t.resized(desk.formats.span(starts, desk.wall(to.end_time)))
      return t.moved(`${desk.formats.shortDate(starts.toPlainDate())}, ${desk.formats.time(starts)}`)
    }
    const attempt = async (deed: () => Promise<unknown>, done: () => void): Promise<void> => {
      try {
        await deed()
        done()
      } catch (fault) {
        notify({ title: say(fault), fault: true })
      }
    }
    const takeBack = (id: string, former: AppointmentChange) => ({
      label: t.undo,
      run: () => {
        change({ id, change: former }).then(
          () => notify({ title: t.undone }),
          (fault: unknown) => {
            const isTaken = fault instanceof ApiFault && fault.code === 'slot_taken'
            notify({ title: isTaken ? t.takenSince : say(fault), fault: true })
          },
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
              action: takeBack(item.id, { start_time, end_time, practitioner }),
            })
          },
        ),
      cancel: (item) =>
        attempt(
          () => cancelAppointment(item.id),
          () => notify({ title: t.cancelled(who(item)), action: takeBack(item.id, { status: item.status }) }),
        ),
      mark: (item, status) =>
        attempt(
          () => change({ id: item.id, change: { status } }),
          () =>
            notify({
              title: item.status === 'cancelled' ? t.restored(who(item)) : t.marked(who(item), t.status[status]),
              action: takeBack(item.id, { status: item.status }),
            }),
        ),
    }
  }, [desk, change, cancelAppointment, say, t])
}
