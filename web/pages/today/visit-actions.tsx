import { CalendarDays, Check, CheckCheck, Ellipsis, Phone, Undo2, UserX } from 'lucide-react'
import type { MouseEvent } from 'react'
import { useLocation } from 'wouter'
import { useSetStatus } from '../../data/day-status.ts'
import type { Appointment } from '../../data/endpoints.ts'
import buttonStyles from '../../parts/button.module.css'
import { Button, IconButton } from '../../parts/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../parts/menu.tsx'
import { notify } from '../../parts/notices.tsx'
import { appointmentAddress } from '../../shell/appointment-address.ts'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { useDayZone } from './day-zone.ts'
import { isOpen, isVisit, phaseOf } from './days-work.ts'
import { todayWords } from './today-words.ts'

type Status = Appointment['status']

/** Marks an appointment, says so, and offers to take it back. */
function useMark(): (appointment: Appointment, status: Status) => void {
  const t = useWords(todayWords)
  const set = useSetStatus()
  const say = useFaultWords()
  const mark = async ({ id, attendee_name, status: before }: Appointment, status: Status, undoing = false) => {
    const name = attendee_name ?? t.blocked
    try {
      await set(id, status)
      const undo = () => void mark({ id, attendee_name, status } as Appointment, before, true)
      notify({ title: t.marked(name, t[status]), ...(!undoing && { action: { label: t.undo, run: undo } }) })
    } catch (fault) {
      notify({ title: t.notMarked(name), description: say(fault), fault: true })
    }
  }
  return (appointment, status) => void mark(appointment, status)
}

/** What is done most with the one that is next; the rest is in its menu. */
export function QuickActions({ appointment, begun }: { appointment: Appointment; begun: boolean }) {
  const t = useWords(todayWords)
  const mark = useMark()
  if (!isVisit(appointment)) return null
  const name = appointment.attendee_name!
  const markAndStay = (status: Status) => (event: MouseEvent<HTMLElement>) => {
    focusMenu(event.currentTarget)
    mark(appointment, status)
  }
  return (
    <>
      {!begun && appointment.status === 'scheduled' && (
        <Button small onClick={markAndStay('confirmed')} aria-label={t.of(t.confirm, name)}>
          <Check aria-hidden="true" />
          {t.confirm}
        </Button>
      )}
      {begun && (
        <Button small onClick={markAndStay('completed')} aria-label={t.of(t.complete, name)}>
          <CheckCheck aria-hidden="true" />
          {t.complete}
        </Button>
      )}
      <CallLink phone={appointment.attendee_phone} name={name} />
    </>
  )
}

/** What is over wants to be closed: one press says that it took place. */
export function CloseButton({ appointment, now }: { appointment: Appointment; now: Temporal.Instant }) {
  const t = useWords(todayWords)
  const mark = useMark()
  if (!isVisit(appointment) || !isOpen(appointment) || phaseOf(appointment, now) !== 'over') return null
  return (
    <IconButton
      label={t.of(t.complete, appointment.attendee_name!)}
      small
      onClick={(event) => {
        focusMenu(event.currentTarget)
        mark(appointment, 'completed')
      }}
    >
      <CheckCheck aria-hidden="true" />
    </IconButton>
  )
}

/** A button that goes when it has been pressed leaves the keyboard with its neighbour that stays. */
function focusMenu(button: HTMLElement): void {
  button.closest('li')?.querySelector<HTMLElement>('[aria-haspopup="menu"]')?.focus()
}

function CallLink({ phone, name }: { phone: string | null; name: string }) {
  const t = useWords(todayWords)
  if (phone === null) return null
  return (
    <a
      className={`${buttonStyles.button} ${buttonStyles.plain} ${buttonStyles.small}`}
      href={`tel:${phone}`}
      title={phone}
      aria-label={t.of(t.call, name)}
    >
      <Phone aria-hidden="true" />
      {t.call}
    </a>
  )
}

/** Everything that can be done with an appointment from here. */
export function VisitMenu({ appointment }: { appointment: Appointment }) {
  const t = useWords(todayWords)
  const mark = useMark()
  const timeZone = useDayZone()
  const [, go] = useLocation()
  const name = appointment.attendee_name ?? appointment.title ?? t.blocked
  const visit = isVisit(appointment)
  return (
    <Menu
      trigger={
        <IconButton label={t.more(name)} small>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      }
    >
      {visit && appointment.status === 'scheduled' && (
        <MenuItem onSelect={() => mark(appointment, 'confirmed')}>
          <Check aria-hidden="true" />
          {t.confirm}
        </MenuItem>
      )}
      {visit && isOpen(appointment) && (
        <>
          <MenuItem onSelect={() => mark(appointment, 'completed')}>
            <CheckCheck aria-hidden="true" />
            {t.complete}
          </MenuItem>
          <MenuItem onSelect={() => mark(appointment, 'no_show')}>
            <UserX aria-hidden="true" />
            {t.noShow}
          </MenuItem>
        </>
      )}
      {visit && appointment.status !== 'scheduled' && (
        <MenuItem onSelect={() => mark(appointment, 'scheduled')}>
          <Undo2 aria-hidden="true" />
          {t.reopen}
        </MenuItem>
      )}
      {visit && <MenuSeparator />}
      <MenuItem onSelect={() => go(appointmentAddress(appointment, timeZone))}>
        <CalendarDays aria-hidden="true" />
        {t.open}
      </MenuItem>
    </Menu>
  )
}
