import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { ask } from './api.ts'
import type { Appointment, AppointmentChange, Calendar, NewAppointment } from './endpoints.ts'
import { markOwn } from './news.ts'
import { queryClient, takeChange } from './queries.ts'

type Move = { id: string; change: AppointmentChange }
type Drawn = Calendar['appointments'][number]

/**
 * Changes an appointment: it is drawn where it will be at once, and goes back to where it was when the server refuses.
 * The caller says why (`onError`), and offers to undo.
 */
export const useChangeAppointment = () =>
  useMutation({
    mutationFn: async ({ id, change }: Move) => {
      markOwn(id)
      const changed = await ask('PATCH /api/appointments/{id}', { params: { id }, body: change })
      markOwn(id)
      return changed
    },
    onMutate: async ({ id, change }) => draw(id, (drawn) => ({ ...drawn, ...drawnChange(drawn, change) })),
    onError: (_fault, _move, context) => context?.undo(),
    onSettled: refresh,
  })

export const useCancelAppointment = () =>
  useMutation({
    mutationFn: async (id: string) => {
      markOwn(id)
      const cancelled = await ask('POST /api/appointments/{id}/cancel', { params: { id } })
      markOwn(id)
      return cancelled
    },
    onMutate: async (id) => draw(id, (drawn) => ({ ...drawn, status: 'cancelled' })),
    onError: (_fault, _id, context) => context?.undo(),
    onSettled: refresh,
  })

/** Books. When the answer was lost and the same is sent again, it is found and not booked a second time. */
export function useBookAppointment() {
  const attempt = useRef<{ said: string; once: string }>(undefined)
  return useMutation({
    mutationFn: (body: NewAppointment) => {
      const said = JSON.stringify(body)
      if (attempt.current?.said !== said) attempt.current = { said, once: newKey() }
      return ask('POST /api/appointments', { body, once: attempt.current.once })
    },
    onSuccess: ({ id }: Appointment) => {
      attempt.current = undefined
      markOwn(id)
    },
    onSettled: refresh,
  })
}

// randomUUID is for pages that came over https alone
const newKey = (): string => crypto.getRandomValues(new Uint8Array(16)).toHex()

/** Changes what every calendar that is on the screen shows; `undo` puts this appointment back, and leaves the others. */
async function draw(id: string, change: (drawn: Drawn) => Drawn): Promise<{ undo(): void }> {
  await queryClient.cancelQueries({ queryKey: ['calendar'] })
  let before: Drawn | undefined
  redraw(id, (drawn) => {
    before ??= drawn
    return change(drawn)
  })
  return { undo: () => before && redraw(id, () => before!) }
}

function redraw(id: string, change: (drawn: Drawn) => Drawn): void {
  queryClient.setQueriesData<Calendar>(
    { queryKey: ['calendar'] },
    (calendar) =>
      calendar && {
        ...calendar,
        appointments: calendar.appointments.map((drawn) => (drawn.id === id ? change(drawn) : drawn)),
      },
  )
}

function drawnChange(drawn: Drawn, change: AppointmentChange): Partial<Drawn> {
  const start = change.start_time
  // a start alone keeps the duration
  const end = change.end_time ?? (start && Temporal.Instant.from(start).add(lengthOf(drawn)).toString())
  return {
    ...(start && { start_time: start }),
    ...(end && { end_time: end }),
    ...(change.status && { status: change.status }),
    ...(change.practitioner && { practitioner_id: change.practitioner }),
    ...(change.attendee_name !== undefined && { attendee_name: change.attendee_name }),
    ...(change.title !== undefined && { title: change.title }),
  }
}

const lengthOf = ({ start_time, end_time }: Drawn) =>
  Temporal.Instant.from(start_time).until(Temporal.Instant.from(end_time))

const refresh = (): void => takeChange({ entity: 'appointment' })
