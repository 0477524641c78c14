import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { AffectedAppointment } from '../../data/endpoints.ts'
import { queryClient } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { useFormats, wallTime } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { closuresWords } from './closures-words.ts'
import styles from './settings-card.module.css'

const key = ['closures', 'affected']

/** Stays until it is put away: who calls these people goes to the calendar and comes back. */
export const tellAffected = (affected: AffectedAppointment[]): void => void queryClient.setQueryData(key, affected)

/** Appointments on days that have just been closed, for somebody to call. */
export function AffectedCard({ timeZone }: { timeZone: string }) {
  const t = useWords(closuresWords)
  const { longDate, span } = useFormats()
  const { data: affected = [] } = useQuery<AffectedAppointment[]>({
    queryKey: key,
    queryFn: () => [],
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div role="status">
      {affected.length > 0 && (
        <Card
          title={t.affected(affected.length)}
          hint={t.affectedHint}
          actions={
            <Button small onClick={() => tellAffected([])}>
              {t.putAway}
            </Button>
          }
          flush
        >
          <ul>
            {affected.map(({ appointment_id, date, start_time, end_time, practitioner, attendee_name }) => {
              const [start, end] = [wallTime(start_time, timeZone), wallTime(end_time, timeZone)]
              return (
                <li key={appointment_id} className={styles.row}>
                  <div className={styles.rowWords}>
                    <span className={styles.rowTitle}>
                      <Link href={`/calendar?view=day&date=${date}&open=${appointment_id}`}>
                        {attendee_name ?? t.blocked}
                      </Link>
                    </span>
                    <span className={styles.rowMore}>
                      {longDate(start.toPlainDate())}, {span(start, end)} · {practitioner}
                    </span>
                  </div>
                </li>
              )
            })}
          </ul>
        </Card>
      )}
    </div>
  )
}
