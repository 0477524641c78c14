import type { ReactNode } from 'react'
import type { AgentAction } from '../../data/agent-door.ts'
import { usePractitioners, useServices } from '../../data/queries.ts'
import { SelectField, TextArea, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { type CallMemory, coming } from './call-memory.ts'
import type { CallWish } from './call-wish.ts'
import { useSlotWords } from './slot-words.ts'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'

type Around = { action: AgentAction; wish: CallWish; onWish(wish: CallWish): void; memory: CallMemory }

/** The fields of one action. */
export function CallFields(around: Around) {
  const t = useWords(testCallWords)
  const { action, wish, onWish } = around
  const put = (field: keyof CallWish) => ({
    value: wish[field],
    autoComplete: 'off',
    onChange: (event: { target: { value: string } }) => onWish({ ...wish, [field]: event.target.value }),
  })
  const name = <TextField label={t.name} {...put('customer_name')} />
  const phone = <TextField label={t.phone} hint={t.phoneHint} type="tel" {...put('customer_phone')} />
  const code = <TextField label={t.code} hint={t.codeHint} {...put('confirmation_code')} />
  const fields: Record<AgentAction, ReactNode> = {
    'check-availability': (
      <>
        <div className={styles.two}>
          <TextField label={t.date} hint={t.dateHint} {...put('date')} />
          <TextField label={t.time} hint={t.timeHint} {...put('time')} />
        </div>
        <VisitFields {...around} />
      </>
    ),
    'next-available': (
      <>
        <div className={styles.two}>
          <TextField label={t.fromDate} {...put('from_date')} />
          <SelectField label={t.partOfDay} {...put('part_of_day')}>
            <option value="">{t.anyTime}</option>
            <option value="morning">{t.morning}</option>
            <option value="afternoon">{t.afternoon}</option>
            <option value="evening">{t.evening}</option>
          </SelectField>
        </div>
        <VisitFields {...around} />
      </>
    ),
    'hold-slot': <PlaceFields {...around} />,
    'book-appointment': (
      <>
        <PlaceFields {...around} />
        {name}
        {phone}
        <TextField label={t.notes} {...put('notes')} />
      </>
    ),
    'find-appointments': (
      <>
        {name}
        {code}
      </>
    ),
    'reschedule-appointment': (
      <>
        <WhichField {...around} />
        <PlaceFields {...around} />
        {name}
        {code}
      </>
    ),
    'cancel-appointment': (
      <>
        <WhichField {...around} />
        {name}
        {code}
        <TextField label={t.reason} {...put('reason')} />
      </>
    ),
    'take-message': (
      <>
        {name}
        {phone}
        <TextArea label={t.message} {...put('message')} rows={3} />
        <SelectField label={t.urgency} {...put('urgency')}>
          <option value="low">{t.low}</option>
          <option value="normal">{t.normal}</option>
          <option value="urgent">{t.urgent}</option>
        </SelectField>
      </>
    ),
    'clinic-info': <p className={styles.soft}>{t.nothingToSay}</p>,
  }
  return fields[action]
}

function VisitFields({ wish, onWish }: Around) {
  const t = useWords(testCallWords)
  const services = (useServices().data ?? []).filter(({ active }) => active)
  const practitioners = (usePractitioners().data ?? []).filter(({ active }) => active)
  return (
    <div className={styles.two}>
      <SelectField
        label={t.service}
        value={wish.service}
        onChange={(event) => onWish({ ...wish, service: event.target.value })}
      >
        <option value="">{t.any}</option>
        {services.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t.practitioner}
        value={wish.practitioner}
        onChange={(event) => onWish({ ...wish, practitioner: event.target.value })}
      >
        <option value="">{t.any}</option>
        {practitioners.map(({ id, name }) => (
          <option key={id} value={name}>
            {name}
          </option>
        ))}
      </SelectField>
    </div>
  )
}

function PlaceFields(around: Around) {
  const t = useWords(testCallWords)
  const when = useSlotWords()
  const { action, wish, onWish, memory } = around
  const isMove = action === 'reschedule-appointment'
  const held = action === 'hold-slot' ? undefined : memory.held
  return (
    <>
      <SelectField
        label={isMove ? t.newSlot : t.slot}
        value={wish.place}
        onChange={(event) => onWish({ ...wish, place: event.target.value })}
      >
        {held !== undefined && <option value="held">{t.held(when(held))}</option>}
        {memory.slots.map((slot) => (
          <option key={slot.slot_id} value={slot.slot_id}>
            {when(slot)}
          </option>
        ))}
        <option value="other">{t.other}</option>
      </SelectField>
      {wish.place === 'other' && (
        <>
          <div className={styles.two}>
            <TextField
              label={isMove ? t.newDate : t.date}
              value={wish.date}
              autoComplete="off"
              onChange={(event) => onWish({ ...wish, date: event.target.value })}
            />
            <TextField
              label={t.time}
              value={wish.time}
              autoComplete="off"
              onChange={(event) => onWish({ ...wish, time: event.target.value })}
            />
          </div>
          {!isMove && <VisitFields {...around} />}
        </>
      )}
    </>
  )
}

function WhichField({ wish, onWish, memory }: Around) {
  const t = useWords(testCallWords)
  const when = useSlotWords()
  const choose = (id: string) => {
    const code = memory.visits.find(({ appointment_id }) => appointment_id === id)?.code
    onWish({ ...wish, appointment_id: id, ...(code !== undefined && { confirmation_code: code }) })
  }
  return (
    <SelectField label={t.appointment} value={wish.appointment_id} onChange={(event) => choose(event.target.value)}>
      <option value="">{t.letFind}</option>
      {coming(memory).map((visit) => (
        <option key={visit.appointment_id} value={visit.appointment_id}>
          {when(visit)}
        </option>
      ))}
    </SelectField>
  )
}
