import { useMay } from '../../data/session.ts'
import { ExportCard } from './export-card.tsx'
import { FeedsCard } from './feeds-card.tsx'

/** Ways out for the clinic's appointments. A feed shows them to whoever has its address: managers make those. */
export function ExportPart() {
  const { manage } = useMay()
  return (
    <>
      <ExportCard />
      {manage && <FeedsCard />}
    </>
  )
}
