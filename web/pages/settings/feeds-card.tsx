import { useQuery } from '@tanstack/react-query'
import { CalendarPlus, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { ask } from '../../data/api.ts'
import type { CalendarFeed } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { useClinic, usePractitioners } from '../../data/queries.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Card, CopyButton, Empty, Failure, Loading } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats, wallTime } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { AddFeedDialog } from './add-feed-dialog.tsx'
import { exportWords } from './export-words.ts'
import styles from './settings-card.module.css'

/** Secret addresses at which other calendars read the appointments. */
export function FeedsCard() {
  const t = useWords(exportWords)
  const card = useRef<HTMLDivElement>(null)
  const [adding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<CalendarFeed>()
  const feeds = useQuery({
    queryKey: ['feeds'],
    queryFn: async ({ signal }) => (await ask('GET /api/calendar-feeds', { signal })).feeds,
  })
  return (
    <div ref={card} tabIndex={-1} className={styles.stack}>
      <Card
        title={t.feeds}
        hint={t.feedsHint}
        actions={
          <Button onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" /> {t.addFeed}
          </Button>
        }
        flush
      >
        {feeds.data === undefined ? (
          feeds.error === null ? (
            <Loading lines={3} />
          ) : (
            <Failure fault={feeds.error} onRetry={() => void feeds.refetch()} />
          )
        ) : feeds.data.length === 0 ? (
          <Empty icon={<CalendarPlus aria-hidden="true" />} title={t.noFeeds}>
            {t.noFeedsHint}
          </Empty>
        ) : (
          <ul>
            {feeds.data.map((feed) => (
              <FeedRow key={feed.id} feed={feed} onRemove={() => setRemoved(feed)} />
            ))}
          </ul>
        )}
      </Card>
      {adding && <AddFeedDialog onClose={() => setAdding(false)} />}
      <RemoveFeed feed={removed} onClose={() => setRemoved(undefined)} onRemoved={() => card.current?.focus()} />
    </div>
  )
}

function FeedRow({ feed, onRemove }: { feed: CalendarFeed; onRemove(): void }) {
  const t = useWords(exportWords)
  const { longDate } = useFormats()
  const whose = useWhose(feed)
  const timeZone = useClinic().data?.timezone ?? 'UTC'
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <span className={styles.rowTitle}>
          {whose}
          {feed.details ? <Badge tone="warn">{t.withNames}</Badge> : <Badge>{t.withoutNames}</Badge>}
        </span>
        <span className={styles.rowMore}>{t.madeOn(longDate(wallTime(feed.created_at, timeZone).toPlainDate()))}</span>
        {feed.address === null ? (
          <span className={styles.rowMore}>{t.addressLost}</span>
        ) : (
          <code className={styles.address}>{feed.address}</code>
        )}
      </div>
      <div className={styles.rowActions}>
        {feed.address !== null && <CopyButton small text={feed.address} label={t.copy} />}
        <IconButton small look="dangerQuiet" label={`${t.removeFeed}: ${whose}`} onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
    </li>
  )
}

function RemoveFeed({
  feed,
  onClose,
  onRemoved,
}: {
  feed: CalendarFeed | undefined
  onClose(): void
  onRemoved(): void
}) {
  const t = useWords(exportWords)
  const say = useFaultWords()
  const remove = async () => {
    try {
      await ask('DELETE /api/calendar-feeds/{id}', { params: { id: feed!.id } })
      notify({ title: t.feedRemoved })
      onRemoved()
    } catch (fault) {
      notify({ title: t.feedNotRemoved, description: say(fault), fault: true })
    } finally {
      onClose()
      refreshSettings()
    }
  }
  return (
    <Confirm
      open={feed !== undefined}
      onClose={onClose}
      title={t.removeFeedAsk}
      confirm={t.removeFeed}
      onConfirm={remove}
    >
      {t.removeFeedHint}
    </Confirm>
  )
}

function useWhose({ practitioner_id }: CalendarFeed): string {
  const t = useWords(exportWords)
  const { data: practitioners } = usePractitioners()
  if (practitioner_id === null) return t.wholeClinic
  return practitioners?.find(({ id }) => id === practitioner_id)?.name ?? t.onePractitioner
}
