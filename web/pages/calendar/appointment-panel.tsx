import { useState } from 'react'
import type { Appointment } from '../../data/endpoints.ts'
import { useAppointment } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure, Loading } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AppointmentDetails } from './appointment-details.tsx'
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
      {data !== undefined && <AppointmentDetails appointment={data} desk={desk} />}
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
  const { status, practitioner, attendee_name } = appointment
  const known = { ...appointment, practitioner_id: practitioner.id }
  const isLive = status === 'scheduled' || status === 'confirmed'
  const isBlock = attendee_name === null
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
      <Button look="dangerQuiet" onClick={() => done(cancel(known))}>
        {isBlock ? t.unblock : t.cancelThis}
      </Button>
      {!isBlock && status !== 'no_show' && <Button onClick={() => done(mark(known, 'no_show'))}>{t.noShow}</Button>}
      {!isBlock && status !== 'completed' && (
        <Button onClick={() => done(mark(known, 'completed'))}>{t.complete}</Button>
      )}
      {!isBlock && (status === 'scheduled' || !isLive) && (
        <Button onClick={() => done(mark(known, 'confirmed'))}>{t.confirm}</Button>
      )}
      <Button look="primary" onClick={onEdit}>
        {t.editThis}
      </Button>
    </>
  )
}
