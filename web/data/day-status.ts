import { useChangeAppointment } from './appointments.ts'
import type { Appointment, Today } from './endpoints.ts'
import { queryClient } from './queries.ts'

type Status = Appointment['status']

/**
 * Says what has become of an appointment: drawn at once, also on Today, and put back when the server refuses. Throws
 * `ApiFault`.
 */
export function useSetStatus(): (id: string, status: Status) => Promise<void> {
  const { mutateAsync } = useChangeAppointment()
  return async (id, status) => {
    const undo = await drawStatus(id, status)
    try {
      await mutateAsync({ id, change: { status } })
    } catch (fault) {
      undo()
      throw fault
    }
  }
}

async function drawStatus(id: string, status: Status): Promise<() => void> {
  await queryClient.cancelQueries({ queryKey: ['today'] })
  const draw = (to: Status): Status | undefined => {
    let before: Status | undefined
    queryClient.setQueriesData<Today>({ queryKey: ['today'] }, (today) => {
      if (today === undefined) return today
      const put = <Each extends Appointment>(each: Each): Each => {
        if (each.id !== id) return each
        before ??= each.status
        return { ...each, status: to }
      }
      return {
        ...today,
        appointments: today.appointments.map(put),
        new_appointments: today.new_appointments.map(put),
      }
    })
    return before
  }
  const before = draw(status)
  return () => void (before && draw(before))
}
