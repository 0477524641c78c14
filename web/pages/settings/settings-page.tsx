import { type ReactNode, useId } from 'react'
import { Link, useLocation } from 'wouter'
import { useMay } from '../../data/session.ts'
import { PageHead } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { AccountPart } from './account-part.tsx'
import { ClinicPart } from './clinic-part.tsx'
import { ClosuresPart } from './closures-part.tsx'
import { ExportPart } from './export-part.tsx'
import { HoursPart } from './hours-part.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { PractitionersPart } from './practitioners-part.tsx'
import { ServicesPart } from './services-part.tsx'
import styles from './settings-page.module.css'
import { settingsWords } from './settings-words.ts'
import { StaffPart } from './staff-part.tsx'

const parts = {
  clinic: ClinicPart,
  hours: HoursPart,
  closures: ClosuresPart,
  practitioners: PractitionersPart,
  services: ServicesPart,
  staff: StaffPart,
  export: ExportPart,
  account: AccountPart,
} satisfies Record<string, () => ReactNode>

type PartName = keyof typeof parts

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function SettingsPage({ part }: { part: string | undefined }) {
  const t = useWords(settingsWords)
  const { manage } = useMay()
  const offered = (Object.keys(parts) as PartName[]).filter((name) => manage || name !== 'staff')
  const open = offered.find((name) => name === part) ?? 'clinic'
  const Part = parts[open]
  return (
    <LeaveGuard>
      <PageHead title={t.title}>{t.about[open]}</PageHead>
      <div className={styles.page}>
        <PartList offered={offered} open={open} />
        <PartChoice offered={offered} open={open} />
        {/* another part begins with nothing of the one before */}
        <div className={styles.part} key={open}>
          {!manage && open !== 'account' && open !== 'export' && <p className={styles.readOnly}>{t.readOnly}</p>}
          <Part />
        </div>
      </div>
    </LeaveGuard>
  )
}

type Offer = { offered: readonly PartName[]; open: PartName }

function PartList({ offered, open }: Offer) {
  const t = useWords(settingsWords)
  return (
    <nav className={styles.list} aria-label={t.parts}>
      <ul>
        {offered.map((name) => (
          <li key={name}>
            <Link href={`/settings/${name}`} aria-current={name === open ? 'page' : undefined}>
              {t.names[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The same on a phone, where a list would push the page down. */
function PartChoice({ offered, open }: Offer) {
  const t = useWords(settingsWords)
  const [, navigate] = useLocation()
  const id = useId()
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{t.parts}</label>
      <select id={id} value={open} onChange={({ target }) => navigate(`/settings/${target.value}`)}>
        {offered.map((name) => (
          <option key={name} value={name}>
            {t.names[name]}
          </option>
        ))}
      </select>
    </div>
  )
}
