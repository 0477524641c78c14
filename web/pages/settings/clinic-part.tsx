import { useClinic } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { useWords } from '../../words/words.ts'
import { BookingRulesCard } from './booking-rules-card.tsx'
import { CallersCard } from './callers-card.tsx'
import { clinicPartWords } from './clinic-part-words.ts'
import { ContactCard } from './contact-card.tsx'
import { PendingCard } from './pending-card.tsx'
import { PlaceCard } from './place-card.tsx'

/** What the clinic is called, where it is, what callers hear of it and by which rules they book. */
export function ClinicPart() {
  const t = useWords(clinicPartWords)
  const { data: clinic, error, refetch } = useClinic()
  const { manage } = useMay()
  if (clinic === undefined) return <PendingCard title={t.contact} lines={8} error={error} onRetry={refetch} />
  const given = { clinic, mayEdit: manage }
  return (
    <>
      <ContactCard {...given} />
      <PlaceCard {...given} />
      <CallersCard {...given} />
      <BookingRulesCard {...given} />
    </>
  )
}
