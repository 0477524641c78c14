import { useClinic } from '../../data/queries.ts'
import { useMay } from '../../data/session.ts'
import { Card, Failure, Loading } from '../../parts/feedback.tsx'
import { BookingRulesCard } from './booking-rules-card.tsx'
import { CallersCard } from './callers-card.tsx'
import { ContactCard } from './contact-card.tsx'
import { PlaceCard } from './place-card.tsx'

/** What the clinic is called, where it is, what callers hear of it and by which rules they book. */
export function ClinicPart() {
  const { data: clinic, error, refetch } = useClinic()
  const { manage } = useMay()
  if (clinic === undefined)
    return (
      <Card>{error === null ? <Loading lines={8} /> : <Failure fault={error} onRetry={() => void refetch()} />}</Card>
    )
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
