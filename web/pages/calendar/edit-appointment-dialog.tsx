import { useMemo, useState } from 'react'
import { ApiFault } from '../../data/api.ts'
import { useChangeAppointment } from '../../data/appointments.ts'
import type { Appointment, NewAppointment } from '../../data/endpoints.ts'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { bodyOf, changesOf, fieldsOf, saidTime } from './appointment-fields.ts'
import { AppointmentForm } from './appointment-form.tsx'
import type { CalendarDesk } from './calendar-desk.ts'
import { formWords } from './form-words.ts'

/** Also for what lies in the past, which is not moved by hand. */
export function EditAppointmentDialog({
  desk,
  appointment,
  onClose,
}: {
  desk: CalendarDesk
  appointment: Appointment
  onClose(): void
}) {
  const t = useWords(formWords)
  const change = useChangeAppointment()
  // as it was when the form was opened: news from elsewhere must not overwrite what is being typed
  const [before] = useState(appointment)
  const initial = useMemo(() => fieldsOf(before, desk), [before, desk])
  const send = (after: NewAppointment) => {
    const changes = changesOf(bodyOf(initial, saidTime(initial, desk.timeZone)!), after)
    if (Object.keys(changes).length === 0) return onClose()
    change.mutate(
      { id: before.id, change: changes },
      {
        onSuccess: ({ attendee_name, title }) => {
          notify({ title: t.saved(attendee_name ?? title ?? t.blockedTime) })
          onClose()
        },
      },
    )
  }
  return (
    <AppointmentForm
      desk={desk}
      initial={initial}
      isNew={false}
      busy={change.isPending}
      fault={change.error instanceof ApiFault ? change.error : null}
      onSend={send}
      onClose={onClose}
    />
  )
}
