import { Check, CheckCheck, UserX } from 'lucide-react'
import { useState } from 'react'
import type { Appointment } from '../../data/endpoints.ts'
import { useAppointment } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure, Loading } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AppointmentDetails } from './appointment-details.tsx'
import styles from './appointment-form.module.css'
import { useDeeds } from './calendar-deeds.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { EditAppointmentDialog } from './edit-appointment-dialog.tsx'
import { formWords } from './form-words.ts'

/** All that is known of an appointment, and what can be done with it. */
// biome-ignore lint/style/noDefaultExport: loaded when it is opened
export default function AppointmentPanel({ id, desk, onClose }: { id: string; desk: CalendarDesk; onClose(): void }) {
  const t = useWords(formWords)
  const { data, error, refetch } = useAppointment(id)
  const [isEditing, setEditing] = useState(false)
  if (data !== undefined && isEditing)
    return <EditAppointmentDialog desk={desk} appointment={data} onClose={() => setEditing(false)} />
  const title = data === undefined ? t.loading : (data.attendee_name ?? data.title ?? t.blockedTime)
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      foot={data && <Actions appointment={data} desk={desk} onEdit={() => setEditing(true)} onClose={onClose} />}
    >
      {data !== undefined && (
        <>
          <AppointmentDetails appointment={data} desk={desk} />
          <Marks appointment={data} desk={desk} onClose={onClose} />
        </>
      )}
      {data === undefined && error !== null && <Failure fault={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading lines={6} />}
    </Dialog>
  )
}

function Actions({
  appointment,
  desk,
  onEdit,
  onClose,
}: {
  appointment: Appointment
  desk: CalendarDesk
  onEdit(): void
  onClose(): void
}) {
  const t = useWords(formWords)
  const { mark, cancel } = useDeeds(desk)
  const { status, attendee_name } = appointment
  const known = knownOf(appointment)
  const done = (deed: Promise<void>) => {
    onClose()
    void deed
  }
  if (status === 'cancelled')
    return (
      <>
        <Button onClick={onEdit}>{t.editThis}</Button>
        <Button look="primary" onClick={() => done(mark(known, 'scheduled'))}>
          {t.restore}
        </Button>
      </>
    )
  return (
    <>
      <Button look="dangerQuiet" className={styles.apart} onClick={() => done(cancel(known))}>
        {attendee_name === null ? t.unblock : t.cancelThis}
      </Button>
      <Button look="primary" onClick={onEdit}>
        {t.editThis}
      </Button>
    </>
  )
}

/** What became of it. A click changes it, and the notice takes it back. */
function Marks({ appointment, desk, onClose }: { appointment: Appointment; desk: CalendarDesk; onClose(): void }) {
  const t = useWords(formWords)
  const { mark } = useDeeds(desk)
  const { status, attendee_name } = appointment
  if (attendee_name === null || status === 'cancelled') return null
  const marks = [
    ['confirmed', t.confirm, Check],
    ['completed', t.complete, CheckCheck],
    ['no_show', t.noShow, UserX],
  ] as const
  return (
    <div className={styles.marks}>
      {marks
        .filter(([to]) => to !== status)
        .map(([to, words, Icon]) => (
          <Button
            key={to}
            onClick={() => {
              onClose()
              void mark(knownOf(appointment), to)
            }}
          >
            <Icon aria-hidden="true" /> {words}
          </Button>
        ))}
    </div>
  )
}

const knownOf = (appointment: Appointment) => ({ ...appointment, practitioner_id: appointment.practitioner.id })
