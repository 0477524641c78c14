import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
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
const none: AffectedAppointment[] = []

/** Stays until it is put away: who calls these people goes to the calendar and comes back. */
export const tellAffected = (affected: AffectedAppointment[]): void => void queryClient.setQueryData(key, affected)

/** What has just been found together with what is still told. */
export function withKnown(found: readonly AffectedAppointment[]): AffectedAppointment[] {
  const known = queryClient.getQueryData<AffectedAppointment[]>(key) ?? none
  const all = new Map([...known, ...found].map((each) => [each.appointment_id, each]))
  return [...all.values()].sort((one, other) =>
    Temporal.Instant.compare(Temporal.Instant.from(one.start_time), Temporal.Instant.from(other.start_time)),
  )
}

/** Appointments on days that have just been closed, for somebody to call. */
export function AffectedCard({ timeZone }: { timeZone: string }) {
  const t = useWords(closuresWords)
  const { longDate, span } = useFormats()
  const { data: affected = none } = useQuery<AffectedAppointment[]>({
    queryKey: key,
    queryFn: () => none,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
  })
  const top = useScrollTo(affected)
  return (
    <div role="status" className={styles.contents}>
      {affected.length > 0 && (
        <div ref={top} className={styles.affected}>
          <Card
            title={t.affected(affected.length)}
            hint={t.affectedHint}
            actions={
              <Button small onClick={() => tellAffected(none)}>
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
                      <Link
                        href={`/calendar?view=day&date=${date}&appointment=${appointment_id}`}
                        className={styles.rowLink}
                      >
                        {attendee_name ?? t.blocked}
                      </Link>
                      <span className={styles.rowMore}>
                        {longDate(start.toPlainDate())}, {span(start, end)} · {practitioner}
                      </span>
                    </div>
                  </li>
                )
              })}
            </ul>
          </Card>
        </div>
      )}
    </div>
  )
}

/** They may have come far from where one has just saved. */
function useScrollTo(affected: readonly unknown[]) {
  const top = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // after the dialog has given the focus back
    const timer = setTimeout(() => affected.length > 0 && top.current?.scrollIntoView({ block: 'start' }), 150)
    return () => clearTimeout(timer)
  }, [affected])
  return top
}
