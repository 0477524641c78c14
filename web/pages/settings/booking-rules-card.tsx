import { ApiFault } from '../../data/api.ts'
import { useNow } from '../../data/clock.ts'
import type { Clinic, ClinicChange } from '../../data/endpoints.ts'
import { faultOf, SelectField, TextField } from '../../parts/field.tsx'
import { type Formats, useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/words.ts'
import { clinicPartWords } from './clinic-part-words.ts'
import styles from './settings-card.module.css'
import { SettingsCard } from './settings-card.tsx'
import { readCount, type TimeUnit, unitMinutes, unitOf } from './time-amounts.ts'
import { changesOf, useDraft } from './use-draft.ts'
import { useSaveClinic } from './use-save-clinic.ts'

/** Each rule with what a caller notices of it. */
export function BookingRulesCard({ clinic, mayEdit }: { clinic: Clinic; mayEdit: boolean }) {
  const t = useWords(clinicPartWords)
  const formats = useFormats()
  const { draft, dirty, set, discard } = useDraft(textsOf(clinic))
  const saving = useSaveClinic()
  const rules = readRules(draft)
  const fault = saving.error instanceof ApiFault ? saving.error : null
  const shown = examplesOf(rules, clinic.timezone, useNow(), formats)
  const sound = Object.values(rules).every((value) => value !== undefined)
  return (
    <SettingsCard
      title={t.rules}
      mayEdit={mayEdit}
      dirty={dirty}
      sound={sound}
      saving={saving}
      onSave={() => saving.mutate(changesOf(readRules(textsOf(clinic)), rules) as ClinicChange, { onSuccess: discard })}
      onDiscard={() => {
        saving.reset()
        discard()
      }}
    >
      <AmountField
        label={t.slotMinutes}
        hint={shown.starts && t.slotHint(shown.starts)}
        value={draft.slot}
        onChange={(slot) => set({ slot })}
        error={rules.slot_minutes === undefined ? t.between(5, 480) : faultOf(fault, 'slot_minutes')}
      />
      <AmountField
        label={t.bufferMinutes}
        hint={rules.buffer_minutes === 0 ? t.noBuffer : t.bufferHint}
        value={draft.buffer}
        onChange={(buffer) => set({ buffer })}
        error={rules.buffer_minutes === undefined ? t.between(0, 240) : faultOf(fault, 'buffer_minutes')}
      />
      <div className={styles.group}>
        <div className={styles.amount}>
          <TextField
            label={t.notice}
            inputMode="numeric"
            value={draft.notice}
            onChange={({ target }) => set({ notice: target.value })}
            aria-invalid={rules.minimum_notice_minutes === undefined || undefined}
            aria-describedby="notice-hint"
          />
          <SelectField
            label={t.noticeUnit}
            hideLabel
            value={draft.noticeUnit}
            onChange={({ target }) => set({ noticeUnit: target.value as TimeUnit })}
          >
            {(['minutes', 'hours', 'days'] as const).map((unit) => (
              <option key={unit} value={unit}>
                {t.units[unit]}
              </option>
            ))}
          </SelectField>
        </div>
        <p className={styles.preview} id="notice-hint" role={shown.earliest === undefined ? 'alert' : undefined}>
          {noticeSaid(t, rules, shown.earliest)}
        </p>
      </div>
      <AmountField
        label={t.horizon}
        hint={shown.lastDate && t.horizonHint(shown.lastDate)}
        value={draft.horizon}
        onChange={(horizon) => set({ horizon })}
        error={rules.horizon_days === undefined ? t.between(0, 3_650) : faultOf(fault, 'horizon_days')}
      />
    </SettingsCard>
  )
}

function noticeSaid(t: Words, rules: Rules, earliest: readonly [now: string, earliest: string] | undefined): string {
  if (earliest === undefined) return t.noticeWrong
  return rules.minimum_notice_minutes === 0 ? t.noNotice : t.noticeHint(...earliest)
}

function AmountField({
  label,
  hint,
  value,
  onChange,
  error,
}: {
  label: string
  hint: string | undefined
  value: string
  onChange(text: string): void
  error: string | undefined
}) {
  return (
    <TextField
      label={label}
      hint={hint}
      className={styles.short}
      inputMode="numeric"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      error={error}
    />
  )
}

function textsOf(clinic: Clinic) {
  const noticeUnit = unitOf(clinic.minimum_notice_minutes)
  return {
    slot: String(clinic.slot_minutes),
    buffer: String(clinic.buffer_minutes),
    notice: String(clinic.minimum_notice_minutes / unitMinutes[noticeUnit]),
    noticeUnit,
    horizon: String(clinic.horizon_days),
  }
}

type Words = (typeof clinicPartWords)['en']
type Texts = ReturnType<typeof textsOf>
type Rules = ReturnType<typeof readRules>

/** Undefined is what cannot be read or is out of the server's bounds. */
const readRules = ({ slot, buffer, notice, noticeUnit, horizon }: Texts) => ({
  slot_minutes: readCount(slot, 5, 480),
  buffer_minutes: readCount(buffer, 0, 240),
  minimum_notice_minutes: readCount(notice, 0, 43_200, unitMinutes[noticeUnit]),
  horizon_days: readCount(horizon, 0, 3_650),
})

/** What the rules come to, as they stand in the form. */
function examplesOf(rules: Rules, timeZone: string, now: Temporal.Instant, { time, moment, longDate }: Formats) {
  const here = now.toZonedDateTimeISO(timeZone)
  const nine = Temporal.PlainTime.from('09:00')
  const { slot_minutes: step, minimum_notice_minutes: notice, horizon_days: days } = rules
  const earliest = notice === undefined ? undefined : here.add({ minutes: notice }).toPlainDateTime()
  return {
    starts: step === undefined ? undefined : [0, 1, 2].map((n) => time(nine.add({ minutes: n * step }))).join(', '),
    earliest: earliest && ([time(here.toPlainDateTime()), moment(earliest)] as const),
    lastDate: days === undefined ? undefined : longDate(here.toPlainDate().add({ days })),
  }
}
