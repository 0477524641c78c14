import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { ApiFault, fetchFile } from '../../data/api.ts'
import { useToday } from '../../data/clock.ts'
import type { Clinic } from '../../data/endpoints.ts'
import { useClinic } from '../../data/queries.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { FormFault, faultOf, SelectField, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { exportWords } from './export-words.ts'
import { PendingCard } from './pending-card.tsx'
import styles from './settings-card.module.css'

const statuses = ['scheduled', 'confirmed', 'completed', 'no_show', 'cancelled'] as const

export function ExportCard() {
  const t = useWords(exportWords)
  const { data: clinic, error, refetch } = useClinic()
  if (clinic !== undefined) return <ExportForm clinic={clinic} />
  return <PendingCard title={t.title} lines={4} error={error} onRetry={refetch} />
}

function ExportForm({ clinic }: { clinic: Clinic }) {
  const t = useWords(exportWords)
  const today = useToday(clinic.timezone)
  const [from, setFrom] = useState(() => today.with({ day: 1 }).toString())
  const [to, setTo] = useState(() => today.with({ day: today.daysInMonth }).toString())
  const [status, setStatus] = useState('')
  const backwards = from !== '' && to !== '' && to < from
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await fetchFile(`/api/appointments.csv?${queryOf(from, to, status)}`)
      const name = ['appointments', from, to].filter((part) => part !== '').join('-')
      download(file, `${name}.csv`)
    },
    onSuccess: () => notify({ title: t.exported }),
  })
  const fault = exporting.error instanceof ApiFault ? exporting.error : null
  return (
    <Card title={t.title} hint={t.hint}>
      <div className={styles.pair}>
        <TextField
          label={t.from}
          type="date"
          value={from}
          onChange={({ target }) => setFrom(target.value)}
          error={faultOf(fault, 'from')}
        />
        <TextField
          label={t.to}
          type="date"
          value={to}
          onChange={({ target }) => setTo(target.value)}
          error={backwards ? t.backwards : faultOf(fault, 'to')}
        />
        <SelectField label={t.status} value={status} onChange={({ target }) => setStatus(target.value)}>
          <option value="">{t.anyStatus}</option>
          {statuses.map((each) => (
            <option key={each} value={each}>
              {t.statuses[each]}
            </option>
          ))}
        </SelectField>
      </div>
      <FormFault fault={fault} />
      <div className={styles.rowActions}>
        <Button
          look="primary"
          busy={exporting.isPending}
          aria-disabled={backwards || undefined}
          onClick={() => backwards || exporting.mutate()}
        >
          <Download aria-hidden="true" /> {t.download}
        </Button>
      </div>
      <p className={styles.preview}>{t.careful}</p>
    </Card>
  )
}

/** `to` is a day that is still in it; the server's bound is exclusive. An empty one is no bound. */
function queryOf(from: string, to: string, status: string): URLSearchParams {
  const query = new URLSearchParams()
  if (from !== '') query.set('from', from)
  if (to !== '') query.set('to', Temporal.PlainDate.from(to).add({ days: 1 }).toString())
  if (status !== '') query.set('status', status)
  return query
}

function download(file: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // the browser reads it after the click
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
