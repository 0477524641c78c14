import { ChevronLeft, ChevronRight, Eye, EyeOff, Keyboard, Plus } from 'lucide-react'
import { memo } from 'react'
import { Button, IconButton } from '../../parts/button.tsx'
import { useWords } from '../../words/words.ts'
import styles from './calendar.module.css'
import { type CalendarAddress, views } from './calendar-address.ts'
import type { CalendarDesk, HuedPractitioner } from './calendar-desk.ts'
import { stepped } from './calendar-range.ts'
import { calendarWords } from './calendar-words.ts'
import { ChoiceBar } from './choice-bar.tsx'

/** Where in time one is, and how one looks at it. */
export const CalendarToolbar = memo(function CalendarToolbar({
  address: { view, date, cancelled, go },
  range,
  today,
  onNew,
  onHelp,
}: {
  address: CalendarAddress
  range: string
  today: Temporal.PlainDate
  onNew(): void
  onHelp(): void
}) {
  const t = useWords(calendarWords)
  return (
    <div className={styles.toolbar}>
      <div className={styles.travel}>
        <Button onClick={() => go({ date: today })}>{t.today}</Button>
        <span className={styles.steps}>
          <IconButton label={t.previous[view]} onClick={() => go({ date: stepped(view, date, -1) })}>
            <ChevronLeft aria-hidden="true" />
          </IconButton>
          <IconButton label={t.next[view]} onClick={() => go({ date: stepped(view, date, 1) })}>
            <ChevronRight aria-hidden="true" />
          </IconButton>
        </span>
        <h2 className={styles.range} aria-live="polite">
          {range}
        </h2>
      </div>
      <div className={styles.looks}>
        <ChoiceBar
          label={t.view}
          value={view}
          options={views.map((each) => [each, t.views[each]] as const)}
          onChoose={(next) => go({ view: next })}
        />
        <Button
          look="quiet"
          className={styles.toggle}
          aria-pressed={cancelled}
          onClick={() => go({ cancelled: !cancelled }, { replace: true })}
        >
          {cancelled ? <Eye aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
          <span className={styles.wordy}>{t.showCancelled}</span>
        </Button>
        <IconButton label={t.shortcuts} className={styles.help} onClick={onHelp}>
          <Keyboard aria-hidden="true" />
        </IconButton>
        <Button look="primary" className={styles.create} onClick={onNew}>
          <Plus aria-hidden="true" />
          <span className={styles.wordy}>{t.newAppointment}</span>
        </Button>
      </div>
    </div>
  )
})

/** Who is shown, and in whose time: what stands between the toolbar and the days. */
export function CalendarFilters({
  desk,
  practitioners,
  address,
}: {
  desk: CalendarDesk
  practitioners: readonly HuedPractitioner[]
  address: CalendarAddress
}) {
  const t = useWords(calendarWords)
  return (
    <div className={styles.under}>
      <PractitionerChips practitioners={practitioners} address={address} />
      <p className={styles.zone}>{t.times(desk.timeZone.replaceAll('_', ' '))}</p>
    </div>
  )
}

/** Whose lanes are shown; when the last one is put out all are shown again. */
function PractitionerChips({
  practitioners,
  address: { who, go },
}: {
  practitioners: readonly HuedPractitioner[]
  address: CalendarAddress
}) {
  const t = useWords(calendarWords)
  if (practitioners.length < 2) return null
  const shown = new Set(who.length === 0 ? practitioners.map(({ id }) => id) : who)
  const toggle = (id: string) => {
    const next = practitioners.filter((each) => shown.has(each.id) !== (each.id === id)).map((each) => each.id)
    go({ who: next.length === practitioners.length ? [] : next }, { replace: true })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={styles.chips} role="group" aria-label={t.practitioners}>
      {practitioners.map(({ id, name, hue }) => (
        <button
          key={id}
          type="button"
          className={styles.chip}
          data-hue={hue}
          aria-pressed={shown.has(id)}
          onClick={() => toggle(id)}
        >
          <span className={styles.chipDot} aria-hidden="true" />
          {name}
        </button>
      ))}
    </div>
  )
}
