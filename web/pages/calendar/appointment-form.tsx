import { useEffect, useEffectEvent, useState } from 'react'
import type { ApiFault } from '../../data/api.ts'
import type { NewAppointment } from '../../data/endpoints.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, SelectField, TextArea, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { type AppointmentFields, bodyOf, type SaidTime, saidTime } from './appointment-fields.ts'
import styles from './appointment-form.module.css'
import type { CalendarDesk } from './calendar-desk.ts'
import { ChoiceBar } from './choice-bar.tsx'
import { formWords } from './form-words.ts'
import { WhenField, type WordsNow } from './when-field.tsx'

/** The form of an appointment, new or not. What the server refuses is said in it, and what was typed stays. */
export function AppointmentForm({
  desk,
  initial,
  isNew,
  busy,
  fault,
  onSend,
  onClose,
}: {
  desk: CalendarDesk
  initial: AppointmentFields
  isNew: boolean
  busy: boolean
  fault: ApiFault | null
  onSend(body: NewAppointment): void
  onClose(): void
}) {
  const t = useWords(formWords)
  const [fields, setFields] = useState(initial)
  const [isTried, setTried] = useState(false)
  const set = (change: Partial<AppointmentFields>) => setFields((before) => ({ ...before, ...change }))
  const said = saidTime(fields, desk.timeZone)
  const isBlock = fields.kind === 'block'
  const isNameMissing = !isBlock && fields.attendee_name.trim() === ''
  const [words, setWords] = useState<WordsNow>('read')
  const [isWaiting, setWaiting] = useState(false)
  const send = () => {
    setTried(true)
    // they decide about the time: what stands in its fields may be another
    if (words === 'reading') setWaiting(true)
    else if (said !== undefined && !isNameMissing && !busy) onSend(bodyOf(fields, said))
  }
  const goOn = useEffectEvent(() => {
    setWaiting(false)
    if (words === 'read') send()
  })
  useEffect(() => {
    if (isWaiting && words !== 'reading') goOn()
  }, [isWaiting, words])
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={isNew ? t.newAppointment : t.edit}
      onSubmit={send}
      foot={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button look="primary" type="submit" busy={busy || isWaiting}>
            {isNew ? (isBlock ? t.blockTime : t.book) : t.save}
          </Button>
        </>
      }
    >
      {isNew && (
        <div>
          <ChoiceBar
            label={t.kind}
            value={fields.kind}
            options={[
              ['appointment', t.appointment],
              ['block', t.block],
            ]}
            onChoose={(kind) => set({ kind })}
          />
        </div>
      )}
      {isBlock ? (
        <TextField
          label={t.title}
          hint={t.titleHint}
          value={fields.title}
          maxLength={255}
          error={faultOf(fault, 'title')}
          onChange={(event) => set({ title: event.target.value })}
        />
      ) : (
        <Attendee
          fields={fields}
          set={set}
          fault={fault}
          missing={isTried && isNameMissing ? t.nameMissing : undefined}
        />
      )}
      <div className={styles.pair}>
        {!isBlock && <ServiceField desk={desk} fields={fields} set={set} fault={fault} />}
        <PractitionerField desk={desk} fields={fields} set={set} fault={fault} mayBeAnyone={isNew} />
      </div>
      <TimeFields {...{ desk, fields, set, fault, said, isTried }} onReading={setWords} />
      <TextArea
        label={t.notes}
        optional={t.optional}
        value={fields.notes}
        maxLength={2_000}
        rows={2}
        error={faultOf(fault, 'notes')}
        onChange={(event) => set({ notes: event.target.value })}
      />
      <FormFault fault={fault} />
    </Dialog>
  )
}

type OfForm = { fields: AppointmentFields; set(change: Partial<AppointmentFields>): void; fault: ApiFault | null }

function Attendee({ fields, set, fault, missing }: OfForm & { missing: string | undefined }) {
  const t = useWords(formWords)
  return (
    <>
      <TextField
        label={t.name}
        value={fields.attendee_name}
        maxLength={255}
        autoComplete="off"
        required
        error={missing ?? faultOf(fault, 'attendee_name')}
        onChange={(event) => set({ attendee_name: event.target.value })}
      />
      <div className={styles.pair}>
        <TextField
          label={t.phone}
          optional={t.optional}
          type="tel"
          autoComplete="off"
          value={fields.attendee_phone}
          error={faultOf(fault, 'attendee_phone')}
          onChange={(event) => set({ attendee_phone: event.target.value })}
        />
        <TextField
          label={t.email}
          optional={t.optional}
          type="email"
          autoComplete="off"
          value={fields.attendee_email}
          error={faultOf(fault, 'attendee_email')}
          onChange={(event) => set({ attendee_email: event.target.value })}
        />
      </div>
    </>
  )
}

function ServiceField({ desk, fields, set, fault }: OfForm & { desk: CalendarDesk }) {
  const t = useWords(formWords)
  const offered = desk.services.filter(({ id, active }) => active || id === fields.service)
  if (offered.length === 0) return null
  const choose = (service: string) => {
    const minutes = offered.find(({ id }) => id === service)?.duration_minutes
    set({ service, ...(minutes !== undefined && { duration: String(minutes) }) })
  }
  return (
    <SelectField
      label={t.service}
      value={fields.service}
      error={faultOf(fault, 'service')}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t.noService}</option>
      {offered.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  )
}

function PractitionerField({
  desk,
  fields,
  set,
  fault,
  mayBeAnyone,
}: OfForm & { desk: CalendarDesk; mayBeAnyone: boolean }) {
  const t = useWords(formWords)
  return (
    <SelectField
      label={t.practitioner}
      value={fields.practitioner}
      error={faultOf(fault, 'practitioner')}
      onChange={(event) => set({ practitioner: event.target.value })}
    >
      {mayBeAnyone && <option value="">{t.anyPractitioner}</option>}
      {desk.practitioners
        .filter(({ id, active }) => active || id === fields.practitioner)
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </SelectField>
  )
}

function TimeFields({
  desk,
  fields,
  set,
  fault,
  said,
  isTried,
  onReading,
}: OfForm & {
  desk: CalendarDesk
  said: SaidTime | undefined
  isTried: boolean
  onReading(now: WordsNow): void
}) {
  const t = useWords(formWords)
  const isTimeMissing = fields.date === '' || fields.time === ''
  const take = ({ date, time }: { date: string | null; time: string | null }): string => {
    set({ ...(date !== null && { date }), ...(time !== null && { time: time.slice(0, 5) }) })
    return [
      date && desk.formats.longDate(Temporal.PlainDate.from(date)),
      time && desk.formats.time(Temporal.PlainTime.from(time)),
    ]
      .filter(Boolean)
      .join(', ')
  }
  return (
    <>
      <WhenField onUnderstood={take} onReading={onReading} />
      <div className={styles.times}>
        <TextField
          label={t.date}
          type="date"
          value={fields.date}
          required
          error={isTried && isTimeMissing ? t.badTime : faultOf(fault, 'start_time')}
          onChange={(event) => set({ date: event.target.value })}
        />
        <TextField
          label={t.time}
          type="time"
          value={fields.time}
          required
          onChange={(event) => set({ time: event.target.value })}
        />
        <TextField
          label={t.duration}
          type="number"
          min={5}
          max={1_440}
          step={5}
          value={fields.duration}
          required
          error={isTried && !isTimeMissing && said === undefined ? t.badDuration : faultOf(fault, 'end_time')}
          onChange={(event) => set({ duration: event.target.value })}
        />
      </div>
      <p className={styles.until} aria-live="polite">
        {said && untilInWords(said, desk, t)}
      </p>
    </>
  )
}

function untilInWords(
  { starts, ends, isShifted }: SaidTime,
  { formats, timeZone }: CalendarDesk,
  t: { until(time: string): string; untilOn(time: string): string; shifted(time: string): string },
): string {
  const isSameDay = starts.toPlainDate().equals(ends.toPlainDate())
  const until = isSameDay
    ? t.until(formats.timeAt(ends.toInstant().toString(), timeZone))
    : t.untilOn(formats.moment(ends.toPlainDateTime()))
  const day = formats.longDate(starts.toPlainDate())
  return [day, until, isShifted && t.shifted(formats.time(starts.toPlainDateTime()))].filter(Boolean).join(' · ')
}
