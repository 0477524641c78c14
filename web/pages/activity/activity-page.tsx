import { ShieldCheck } from 'lucide-react'
import { useSearchParams } from 'wouter'
import type { DeedFilter } from '../../data/deeds.ts'
import { useMay } from '../../data/session.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card, Empty, PageHead } from '../../parts/feedback.tsx'
import { dateIn } from '../../words/date-in.ts'
import { useWords } from '../../words/words.ts'
import { activityWords } from './activity-words.ts'
import { DeedFilters } from './deed-filters.tsx'
import { DeedList } from './deed-list.tsx'

/** The record of who did what. What it is narrowed to stands in the address, so that it can be sent to somebody. */
// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function ActivityPage() {
  const t = useWords(activityWords)
  const { manage } = useMay()
  return (
    <>
      <PageHead title={t.title}>{manage ? t.lead : undefined}</PageHead>
      {manage ? <Record /> : <Refused />}
    </>
  )
}

function Record() {
  const t = useWords(activityWords)
  const [search, setSearch] = useSearchParams()
  const filter = filterIn(search)
  const choose = (key: string, value: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true },
    )
  return (
    <>
      <DeedFilters filter={filter} onChoose={choose} onClear={() => setSearch({}, { replace: true })} />
      <Card flush>
        <h2 className="visually-hidden">{t.record}</h2>
        <DeedList filter={filter} />
      </Card>
    </>
  )
}

function Refused() {
  const t = useWords(activityWords)
  return (
    <Card flush>
      <h2 className="visually-hidden">{t.record}</h2>
      <Empty
        icon={<ShieldCheck aria-hidden="true" />}
        title={t.refused}
        action={<ButtonLink to="/today">{t.toToday}</ButtonLink>}
      >
        {t.refusedHint}
      </Empty>
    </Card>
  )
}

/** What the address says; a date that is none is left out, and the server refuses what else it does not know. */
function filterIn(search: URLSearchParams): DeedFilter {
  const said: Record<string, string | Temporal.PlainDate> = {}
  for (const key of ['action', 'agent', 'user', 'outcome', 'conversation']) {
    const value = search.get(key)
    if (value) said[key] = value
  }
  for (const key of ['from', 'to']) {
    const date = dateIn(search.get(key))
    if (date !== undefined) said[key] = date
  }
  return said as DeedFilter
}
