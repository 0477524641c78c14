import { CalendarOff, Pencil, Plus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useToday } from '../../data/clock.ts'
import type { AffectedAppointment, Closure } from '../../data/endpoints.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Badge, Card, Empty } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useTimeWords } from '../../parts/time-entry.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { AffectedCard, tellAffected } from './affected-card.tsx'
import { ClosureDialog } from './closure-dialog.tsx'
import { type ClosureSpan, replaceSpan, spansOf } from './closure-spans.ts'
import styles from './closures-card.module.css'
import { closuresWords } from './closures-words.ts'
import rowStyles from './settings-card.module.css'
import { settingsWords } from './settings-words.ts'

/**
 * A list of closures, of the clinic or of one practitioner. `save` is given a change, since the whole list is replaced
 * and another person's must not be lost; it answers with the appointments that are hit, and throws `ApiFault`.
 */
export function ClosuresCard({
  title,
  hint,
  empty,
  closures,
  timeZone,
  mayEdit,
  save,
}: {
  title: string
  hint: string
  empty: string
  closures: readonly Closure[]
  timeZone: string
  mayEdit: boolean
  save(change: (closures: readonly Closure[]) => Closure[], after?: ClosureSpan): Promise<AffectedAppointment[]>
}) {
  const t = useWords(closuresWords)
  const say = useFaultWords()
  const card = useRef<HTMLDivElement>(null)
  const [edited, setEdited] = useState<{ span: ClosureSpan | undefined }>()
  const [removed, setRemoved] = useState<ClosureSpan>()
  const today = useToday(timeZone).toString()
  const spans = spansOf(closures)
  const coming = spans.filter(({ to }) => to >= today)
  const past = spans.filter(({ to }) => to < today).reverse()
  const asked = { mayEdit, onEdit: (span: ClosureSpan) => setEdited({ span }), onRemove: setRemoved }
  const remove = async () => {
    try {
      await save((fresh) => replaceSpan(fresh, removed, undefined))
      setRemoved(undefined)
      notify({ title: t.removed })
      // the row that had the focus is gone
      card.current?.focus()
    } catch (fault) {
      setRemoved(undefined)
      notify({ title: t.notSaved, description: say(fault), fault: true })
    }
  }
  return (
    <div ref={card} tabIndex={-1} className={rowStyles.stack}>
      <AffectedCard timeZone={timeZone} />
      <Card
        title={title}
        hint={hint}
        actions={
          mayEdit && (
            <Button look="primary" onClick={() => setEdited({ span: undefined })}>
              <Plus aria-hidden="true" /> {t.add}
            </Button>
          )
        }
        flush
      >
        {coming.length === 0 ? (
          <Empty icon={<CalendarOff aria-hidden="true" />} title={empty} />
        ) : (
          <SpanList spans={coming} {...asked} />
        )}
        {past.length > 0 && (
          <details className={styles.past}>
            <summary>{t.past(past.length)}</summary>
            <SpanList spans={past} {...asked} />
          </details>
        )}
      </Card>
      {edited !== undefined && (
        <ClosureDialog
          before={edited.span}
          closures={closures}
          today={today}
          onClose={() => setEdited(undefined)}
          onSave={async (after) => {
            tellAffected(await save((fresh) => replaceSpan(fresh, edited.span, after), after))
            setEdited(undefined)
            notify({ title: t.saved })
          }}
        />
      )}
      <Confirm
        open={removed !== undefined}
        onClose={() => setRemoved(undefined)}
        title={t.removeTitle}
        confirm={t.removeIt}
        onConfirm={remove}
      >
        {t.removeHint}
      </Confirm>
    </div>
  )
}

function SpanList({
  spans,
  mayEdit,
  onEdit,
  onRemove,
}: {
  spans: readonly ClosureSpan[]
  mayEdit: boolean
  onEdit(span: ClosureSpan): void
  onRemove(span: ClosureSpan): void
}) {
  const t = useWords(closuresWords)
  const { edit, remove } = useWords(settingsWords)
  const { dates, longDate } = useFormats()
  const show = useTimeWords()
  return (
    <ul>
      {spans.map((span) => {
        const [from, to] = [Temporal.PlainDate.from(span.from), Temporal.PlainDate.from(span.to)]
        const name = span.from === span.to ? longDate(from) : dates(from, to)
        return (
          <li key={span.from} className={rowStyles.row}>
            <div className={rowStyles.rowWords}>
              <span className={rowStyles.rowTitle}>{name}</span>
              {span.from !== span.to && (
                <span className={rowStyles.rowMore}>{t.days(from.until(to, { largestUnit: 'days' }).days + 1)}</span>
              )}
            </div>
            {span.hours.length === 0 ? (
              <Badge tone="warn">{t.closed}</Badge>
            ) : (
              <Badge>{span.hours.map(([opens, closes]) => `${show(opens)} – ${show(closes)}`).join(', ')}</Badge>
            )}
            {mayEdit && (
              <div className={rowStyles.rowActions}>
                <IconButton small label={`${edit}: ${name}`} onClick={() => onEdit(span)}>
                  <Pencil aria-hidden="true" />
                </IconButton>
                <IconButton small look="dangerQuiet" label={`${remove}: ${name}`} onClick={() => onRemove(span)}>
                  <Trash2 aria-hidden="true" />
                </IconButton>
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
