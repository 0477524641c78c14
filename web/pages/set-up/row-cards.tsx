import { Plus, X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { Button, IconButton } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { isLength, type PersonRow, type ServiceRow } from './rows.ts'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'

type Rows<Row> = { rows: Row[]; onRows(rows: Row[]): void; tried: boolean }

export function PeopleCard({ rows, onRows, tried }: Rows<PersonRow>) {
  const t = useWords(setUpWords)
  const put = (key: string, name: string) => onRows(rows.map((row) => (row.key === key ? { ...row, name } : row)))
  return (
    <Card title={t.people} hint={t.peopleHint}>
      <RowList
        rows={rows}
        onRemove={rows.length > 1 ? (key) => onRows(rows.filter((row) => row.key !== key)) : undefined}
        nameOf={(row, number) => row.name || t.person(number)}
        addLabel={t.addPerson}
        onAdd={() => onRows([...rows, { key: crypto.randomUUID(), name: '' }])}
      >
        {(row, number) => (
          <TextField
            label={t.person(number)}
            hideLabel
            autoComplete="off"
            placeholder={t.firstPerson}
            value={row.name}
            onChange={({ target }) => put(row.key, target.value)}
            error={tried && row.name.trim() === '' ? t.needPerson : undefined}
          />
        )}
      </RowList>
    </Card>
  )
}

export function ServicesCard({ rows, onRows, tried }: Rows<ServiceRow>) {
  const t = useWords(setUpWords)
  const put = (key: string, change: Partial<ServiceRow>) =>
    onRows(rows.map((row) => (row.key === key ? { ...row, ...change } : row)))
  return (
    <Card title={t.services} hint={t.servicesHint}>
      {rows.length === 0 && <p className={styles.soft}>{t.noServices}</p>}
      <RowList
        rows={rows}
        onRemove={(key) => onRows(rows.filter((row) => row.key !== key))}
        nameOf={(row, number) => row.name || t.service(number)}
        addLabel={t.addService}
        onAdd={() => onRows([...rows, { key: crypto.randomUUID(), name: '', minutes: '30' }])}
      >
        {(row, number) => (
          <div className={styles.service}>
            <TextField
              label={t.service(number)}
              hideLabel
              autoComplete="off"
              placeholder={t.serviceName}
              value={row.name}
              onChange={({ target }) => put(row.key, { name: target.value })}
              error={tried && row.name.trim() === '' ? t.needPerson : undefined}
            />
            <TextField
              label={t.duration(number)}
              hideLabel
              autoComplete="off"
              inputMode="numeric"
              value={row.minutes}
              onChange={({ target }) => put(row.key, { minutes: target.value })}
              error={tried && !isLength(row.minutes) ? t.needDuration : undefined}
            />
            <span className={styles.unit} aria-hidden="true">
              min
            </span>
          </div>
        )}
      </RowList>
    </Card>
  )
}

function RowList<Row extends { key: string }>({
  rows,
  children,
  nameOf,
  onRemove,
  addLabel,
  onAdd,
}: {
  rows: Row[]
  children(row: Row, number: number): ReactNode
  nameOf(row: Row, number: number): string
  onRemove: ((key: string) => void) | undefined
  addLabel: string
  onAdd(): void
}) {
  const t = useWords(setUpWords)
  const list = useRef<HTMLDivElement>(null)
  const add = () => {
    onAdd()
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus())
  }
  const remove = (key: string) => {
    onRemove?.(key)
    // what had the focus is gone
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(':scope > button')?.focus())
  }
  return (
    <div className={styles.rows} ref={list}>
      {rows.length > 0 && (
        <ul className={styles.rows}>
          {rows.map((row, index) => (
            <li key={row.key} className={styles.row}>
              {children(row, index + 1)}
              {onRemove && (
                <IconButton label={t.removeRow(nameOf(row, index + 1))} onClick={() => remove(row.key)}>
                  <X aria-hidden="true" />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <Button small onClick={add}>
        <Plus aria-hidden="true" /> {addLabel}
      </Button>
    </div>
  )
}
