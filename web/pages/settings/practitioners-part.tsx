import { useEffect, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { useClinic, usePractitioners } from '../../data/queries.ts'
import { useWords } from '../../words/words.ts'
import { PendingCard } from './pending-card.tsx'
import { PractitionerDetail } from './practitioner-detail.tsx'
import { PractitionerList } from './practitioner-list.tsx'
import { practitionersWords } from './practitioners-words.ts'
import styles from './settings-card.module.css'

/** All of them, or the one that the address names (`?who=`). */
export function PractitionersPart() {
  const t = useWords(practitionersWords)
  const [search] = useSearchParams()
  const who = search.get('who')
  const practitioners = usePractitioners()
  const clinic = useClinic()
  const top = useFocusOnChange(who)
  if (practitioners.data === undefined || clinic.data === undefined) {
    const error = practitioners.error ?? clinic.error
    const again = () => void Promise.all([practitioners.refetch(), clinic.refetch()])
    return <PendingCard title={t.title} lines={5} error={error} onRetry={again} />
  }
  const index = practitioners.data.findIndex(({ id }) => id === who)
  return (
    <div className={styles.stack} ref={top} tabIndex={-1}>
      {index < 0 ? (
        <PractitionerList practitioners={practitioners.data} />
      ) : (
        <PractitionerDetail key={who} clinic={clinic.data} practitioner={practitioners.data[index]!} index={index} />
      )}
    </div>
  )
}

/** The link that led here is gone, and the focus with it. */
function useFocusOnChange(what: string | null) {
  const top = useRef<HTMLDivElement>(null)
  const before = useRef(what)
  useEffect(() => {
    if (before.current === what) return
    before.current = what
    top.current?.focus()
  }, [what])
  return top
}
