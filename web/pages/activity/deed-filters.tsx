import { ListFilter, X } from 'lucide-react'
import { useState } from 'react'
import { type DeedFilter, useColleagues } from '../../data/deeds.ts'
import { useAgents } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { useTongue, useWords } from '../../words/words.ts'
import styles from './activity.module.css'
import { activityWords } from './activity-words.ts'

// those that are worth looking for by themselves; every other is found among all
const outcomes = ['done', 'not_verified', 'slot_taken', 'unclear_appointment', 'not_changeable', 'cancelled_before']

type Key = 'action' | 'agent' | 'user' | 'outcome' | 'from' | 'to' | 'conversation'

export function DeedFilters({
  filter,
  onChoose,
  onClear,
}: {
  filter: DeedFilter
  onChoose(key: Key, value: string | undefined): void
  onClear(): void
}) {
  const t = useWords(activityWords)
  const [open, setOpen] = useState(false)
  const count = Object.values(filter).filter((value) => value !== undefined).length
  return (
    <div className={styles.filters}>
      <div className={styles.bar}>
        <Button className={styles.opener} aria-expanded={open} onClick={() => setOpen(!open)}>
          <ListFilter aria-hidden="true" />
          {t.filters}
          {count > 0 && ` (${count})`}
        </Button>
        {filter.conversation !== undefined && (
          <span className={styles.chip}>
            {t.onlyConversation} <code>{filter.conversation}</code>
            <Button look="quiet" small onClick={() => onChoose('conversation', undefined)}>
              <X aria-hidden="true" />
              {t.allConversations}
            </Button>
          </span>
        )}
      </div>
      <search className={styles.fields} data-open={open || undefined} aria-label={t.filters}>
        <Selects filter={filter} onChoose={onChoose} />
        <TextField
          type="date"
          label={t.from}
          value={filter.from?.toString() ?? ''}
          max={filter.to?.toString()}
          onChange={(event) => onChoose('from', event.target.value)}
        />
        <TextField
          type="date"
          label={t.to}
          value={filter.to?.toString() ?? ''}
          min={filter.from?.toString()}
          onChange={(event) => onChoose('to', event.target.value)}
        />
        <Button look="quiet" className={styles.clear} disabled={count === 0} onClick={onClear}>
          {t.clear}
        </Button>
      </search>
    </div>
  )
}

function Selects({ filter, onChoose }: { filter: DeedFilter; onChoose(key: Key, value: string | undefined): void }) {
  const t = useWords(activityWords)
  const collator = new Intl.Collator(useTongue())
  const agents = useAgents().data ?? []
  const people = useColleagues().data ?? []
  const kinds = Object.entries(t.kinds).toSorted(([, one], [, other]) => collator.compare(one, other))
  return (
    <>
      <Choice label={t.action} value={filter.action} options={kinds} onChoose={(value) => onChoose('action', value)} />
      <Choice
        label={t.agent}
        value={filter.agent}
        options={agents.map(({ agent_id, name }) => [agent_id, name])}
        onChoose={(value) => onChoose('agent', value)}
      />
      <Choice
        label={t.person}
        value={filter.user}
        options={people.map(({ user_id, name, email }) => [user_id, name ?? email])}
        onChoose={(value) => onChoose('user', value)}
      />
      <Choice
        label={t.outcome}
        value={filter.outcome}
        options={outcomes.map((code) => [code, t.outcomes[code]!])}
        onChoose={(value) => onChoose('outcome', value)}
      />
    </>
  )
}

/** One of these or any; also one that a link names and that is no more. */
function Choice({
  label,
  value = '',
  options,
  onChoose,
}: {
  label: string
  value: string | undefined
  options: readonly (readonly [string, string])[]
  onChoose(value: string): void
}) {
  const t = useWords(activityWords)
  const isListed = value === '' || options.some(([option]) => option === value)
  return (
    <SelectField label={label} value={value} onChange={(event) => onChoose(event.target.value)}>
      <option value="">{t.any}</option>
      {!isListed && <option value={value}>{value}</option>}
      {options.map(([option, name]) => (
        <option key={option} value={option}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}
