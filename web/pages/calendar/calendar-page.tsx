import { UserPlus } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { useToday } from '../../data/clock.ts'
import type { Clinic, Practitioner } from '../../data/endpoints.ts'
import { useClinic, usePractitioners, useServices } from '../../data/queries.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import styles from './calendar.module.css'
import { useCalendarAddress } from './calendar-address.ts'
import { useCalendarDesk } from './calendar-desk.ts'
import { firstWeekday, rangeInWords } from './calendar-range.ts'
import { onCalendarKey } from './calendar-shortcuts.ts'
import { CalendarToolbar } from './calendar-toolbar.tsx'
import { calendarWords } from './calendar-words.ts'
import { DaysView } from './days-view.tsx'
import { MarkSheet } from './entry-marks.tsx'

/** What a new appointment begins with; `practitionerId` null is whoever is free. */
export type NewTime = { starts: string; ends: string; practitionerId: string | null }

const MonthView = lazy(() => import('./month-view.tsx'))
const ListView = lazy(() => import('./list-view.tsx'))
const AppointmentPanel = lazy(() => import('./appointment-panel.tsx'))
const NewAppointmentDialog = lazy(() => import('./new-appointment-dialog.tsx'))
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog.tsx'))

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function CalendarPage() {
  const t = useWords(calendarWords)
  const clinic = useClinic()
  const practitioners = usePractitioners()
  // how tall an hour is depends on them
  const services = useServices()
  useEffect(() => {
    document.title = `${t.title} · Vami`
  }, [t])
  if (clinic.data && practitioners.data && !services.isPending)
    return <Calendar clinic={clinic.data} practitioners={practitioners.data} />
  const failed = [clinic, practitioners].find(({ isError }) => isError)
  return (
    <>
      <h1>{t.title}</h1>
      {failed ? <Failure fault={failed.error} onRetry={() => void failed.refetch()} /> : <Loading lines={8} />}
    </>
  )
}

type Open = { dialog: 'new'; time: NewTime | undefined } | { dialog: 'shortcuts' } | null

function Calendar({ clinic, practitioners }: { clinic: Clinic; practitioners: readonly Practitioner[] }) {
  const t = useWords(calendarWords)
  const today = useToday(clinic.timezone)
  const address = useCalendarAddress(today)
  const desk = useCalendarDesk(clinic, practitioners)
  const [open, setOpen] = useState<Open>(null)
  const { view, go } = address
  const first = firstWeekday(clinic.locale)
  const onNew = useCallback((time?: NewTime) => setOpen({ dialog: 'new', time }), [])
  const onOpen = useCallback((id: string) => go({ open: id }), [go])
  const close = () => setOpen(null)
  const onHelp = useCallback(() => setOpen({ dialog: 'shortcuts' }), [])
  const onNewNow = useCallback(() => onNew(), [onNew])
  if (practitioners.length === 0)
    return (
      <Empty
        icon={<UserPlus aria-hidden="true" />}
        title={t.nobody}
        action={<ButtonLink to="/settings">{t.toSettings}</ButtonLink>}
      >
        {t.nobodyHint}
      </Empty>
    )
  const shared = { desk, address, today, onNew, onOpen }
  return (
    <section
      className={view === 'list' ? styles.page : `${styles.page} ${styles.fills}`}
      aria-label={t.region}
      tabIndex={-1}
      onKeyDown={(event) => onCalendarKey(event, address, today, { onNew: onNewNow, onHelp })}
    >
      <h1 className="visually-hidden">{t.title}</h1>
      <MarkSheet />
      <CalendarToolbar
        address={address}
        range={rangeInWords(view, address.date, first, desk.formats, t.from)}
        today={today}
        onNew={onNewNow}
        onHelp={onHelp}
      />
      <Suspense fallback={<Loading lines={8} />}>
        {view === 'month' && <MonthView {...shared} first={first} />}
        {view === 'list' && <ListView {...shared} />}
        {(view === 'day' || view === 'week') && <DaysView {...shared} first={first} />}
      </Suspense>
      <Suspense>
        {address.open !== undefined && (
          <AppointmentPanel
            key={address.open}
            id={address.open}
            desk={desk}
            onClose={() => go({ open: null }, { replace: true })}
          />
        )}
        {open?.dialog === 'new' && (
          <NewAppointmentDialog desk={desk} time={open.time} date={address.date} onClose={close} />
        )}
        {open?.dialog === 'shortcuts' && <ShortcutsDialog onClose={close} />}
      </Suspense>
    </section>
  )
}
