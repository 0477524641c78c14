import { useMemo, useRef } from 'react'
import { ApiFault } from '../../data/api.ts'
import { useBookAppointment } from '../../data/appointments.ts'
import { serverNow } from '../../data/clock.ts'
import type { NewAppointment } from '../../data/endpoints.ts'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { type AppointmentFields, emptyFields, timeFieldsOf } from './appointment-fields.ts'
import { AppointmentForm } from './appointment-form.tsx'
import type { CalendarDesk } from './calendar-desk.ts'
import type { NewTime } from './calendar-page.tsx'
import { formWords } from './form-words.ts'

// biome-ignore lint/style/noDefaultExport: loaded when it is opened
export default function NewAppointmentDialog({
  desk,
  time,
  date,
  onClose,
}: {
  desk: CalendarDesk
  time: NewTime | undefined
  date: Temporal.PlainDate
  onClose(): void
}) {
  const t = useWords(formWords)
  const book = useBookAppointment()
  const initial = useMemo(() => fieldsFor(desk, time, date), [desk, time, date])
  // a double click comes before the page has drawn that it is busy
  const isOnItsWay = useRef(false)
  const send = (body: NewAppointment) => {
    if (isOnItsWay.current) return
    isOnItsWay.current = true
    book.mutate(body, {
      onSuccess: ({ attendee_name, title, start_time }) => {
        const starts = desk.wall(start_time)
        notify({
          title: attendee_name === null ? t.blocked(title ?? t.blockedTime) : t.booked(attendee_name),
          description: `${desk.formats.shortDate(starts.toPlainDate())}, ${desk.formats.timeAt(start_time, desk.timeZone)}`,
        })
        onClose()
      },
      onSettled: () => {
        isOnItsWay.current = false
      },
    })
  }
  return (
    <AppointmentForm
      desk={desk}
      initial={initial}
      isNew
      busy={book.isPending}
      fault={book.error instanceof ApiFault ? book.error : null}
      onSend={send}
      onClose={onClose}
    />
  )
}

/** The time that was pointed at, else the next slot of the day that is shown. */
function fieldsFor(desk: CalendarDesk, time: NewTime | undefined, date: Temporal.PlainDate): AppointmentFields {
  if (time !== undefined)
    return { ...emptyFields, ...timeFieldsOf(time.starts, time.ends, desk), practitioner: time.practitionerId ?? '' }
  const { slot_minutes } = desk.clinic
  const now = serverNow().toZonedDateTimeISO(desk.timeZone)
  const isToday = now.toPlainDate().equals(date)
  const next = Math.ceil((now.hour * 60 + now.minute + 1) / slot_minutes) * slot_minutes
  const isLater = isToday && next < 24 * 60
  return {
    ...emptyFields,
    date: date.toString(),
    time: isLater ? Temporal.PlainTime.from('00:00').add({ minutes: next }).toString({ smallestUnit: 'minute' }) : '',
    duration: String(slot_minutes),
    practitioner:
      desk.practitioners.filter(({ active }) => active).length === 1
        ? (desk.practitioners.find(({ active }) => active)?.id ?? '')
        : '',
  }
}
