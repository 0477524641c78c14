import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { CalendarSearch } from 'lucide-react'
import { type MouseEvent, useDeferredValue, useMemo, useState } from 'react'
import { ask } from '../../data/api.ts'
import type { Appointment } from '../../data/endpoints.ts'
import { Button } from '../../parts/button.tsx'
import { Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import type { CalendarAddress } from './calendar-address.ts'
import type { CalendarDesk } from './calendar-desk.ts'
import { CalendarFilters } from './calendar-toolbar.tsx'
import { calendarWords } from './calendar-words.ts'
import { ListDay } from './list-day.tsx'
import styles from './list-view.module.css'

const statuses = ['scheduled', 'confirmed', 'completed', 'no_show', 'cancelled'] as const
type Filter = { from: string; status: string; phone: string }

const useAppointmentPages = (filter: Filter) =>
  useInfiniteQuery({
    queryKey: ['appointments', 'list', filter],
    queryFn: ({ pageParam, signal }) => ask('GET /api/appointments', { query: { ...filter, page: pageParam }, signal }),
    initialPageParam: 1,
    getNextPageParam: ({ next_page }) => next_page,
    placeholderData: keepPreviousData,
  })

/** What comes from a date on, one day after the other. */
// biome-ignore lint/style/noDefaultExport: loaded when it is opened
export default function ListView({
  desk,
  address: { date, who, cancelled },
  address,
  today,
  onOpen,
}: {
  desk: CalendarDesk
  address: CalendarAddress
  today: Temporal.PlainDate
  onOpen(id: string): void
}) {
  const t = useWords(calendarWords)
  const [status, setStatus] = useState('')
  const [phone, setPhone] = useState('')
  const said = useDeferredValue(phone.trim())
  const pages = useAppointmentPages({ from: date.toString(), status, phone: /\d{4}/.test(said) ? said : '' })
  const days = useMemo(() => {
    const items = (pages.data?.pages ?? []).flatMap(({ appointments }) => appointments)
    return daysOf(
      items.filter((item) => isWanted(item, who, cancelled || status !== '')),
      desk,
    )
  }, [pages.data, who, cancelled, status, desk])
  const onClick = (event: MouseEvent) => {
    const id = (event.target as HTMLElement).closest<HTMLElement>('[data-entry]')?.dataset.entry
    if (id !== undefined) onOpen(id)
  }
  return (
    <>
      <CalendarFilters
        desk={desk}
        practitioners={desk.practitioners.filter(({ active }) => active)}
        address={address}
      />
      <div className={styles.filters}>
        <SelectField label={t.filterStatus} value={status} onChange={(event) => setStatus(event.target.value)}>
          <option value="">{t.anyStatus}</option>
          {statuses.map((each) => (
            <option key={each} value={each}>
              {t.status[each]}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t.filterPhone}
          type="search"
          inputMode="tel"
          autoComplete="off"
          placeholder={t.filterPhoneHint}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
      </div>
      {pages.isError && pages.data === undefined && (
        <Failure fault={pages.error} onRetry={() => void pages.refetch()} />
      )}
      {pages.isPending && <Loading lines={8} />}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the buttons inside are what is pressed */}
      <div className={styles.list} onClick={onClick} aria-busy={pages.isPlaceholderData}>
        {days.map((day) => (
          <ListDay key={day.date.toString()} {...day} desk={desk} today={today} />
        ))}
      </div>
      {pages.data !== undefined && days.length === 0 && !pages.hasNextPage && (
        <Empty icon={<CalendarSearch aria-hidden="true" />} title={t.listEmpty}>
          {t.listEmptyHint}
        </Empty>
      )}
      {pages.hasNextPage && (
        <div className={styles.foot}>
          <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t.showMore}
          </Button>
        </div>
      )}
    </>
  )
}

const isWanted = ({ status, practitioner }: Appointment, who: readonly string[], showCancelled: boolean): boolean =>
  (who.length === 0 || who.includes(practitioner.id)) && (showCancelled || status !== 'cancelled')

function daysOf(items: readonly Appointment[], desk: CalendarDesk) {
  const byDate = Map.groupBy(items, (item) => desk.wall(item.start_time).toPlainDate().toString())
  return [...byDate].map(([date, each]) => ({ date: Temporal.PlainDate.from(date), items: each }))
}
