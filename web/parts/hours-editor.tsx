import { Switch } from '@base-ui/react/switch'
import { Copy } from 'lucide-react'
import type { OpeningHours } from '../data/endpoints.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/words.ts'
import { Button } from './button.tsx'
import fieldStyles from './field.module.css'
import styles from './hours-editor.module.css'
import { hoursWords } from './hours-words.ts'
import { Menu, MenuItem } from './menu.tsx'
import { type Stretch, type Weekday, weekdays, workdays } from './stretches.ts'
import { StretchesEditor } from './stretches-editor.tsx'

/**
 * The hours of a week: each day open or closed, with as many stretches as it has. `faults` are the server's, with paths
 * such as `opening_hours.monday.0`. Whether it can be saved says `hoursAreSound`.
 */
export function HoursEditor({
  value,
  onChange,
  faults = [],
  disabled = false,
}: {
  value: OpeningHours
  onChange(value: OpeningHours): void
  faults?: readonly { path: string; message: string }[]
  disabled?: boolean
}) {
  const names = useWeekdayNames()
  const copyTo = (from: Weekday, days: readonly Weekday[]) =>
    onChange({ ...value, ...Object.fromEntries(days.map((day) => [day, value[from]])) })
  return (
    <div className={styles.week}>
      {weekdays.map((day) => (
        <DayRow
          key={day}
          day={day}
          name={names[day]}
          stretches={value[day]}
          usual={usualBefore(value, day)}
          faultAt={(index) => faultOf(faults, day, index)}
          disabled={disabled}
          onChange={(stretches) => onChange({ ...value, [day]: stretches })}
          onCopy={(days) => copyTo(day, days)}
        />
      ))}
    </div>
  )
}

function DayRow({
  day,
  name,
  stretches,
  usual,
  faultAt,
  disabled,
  onChange,
  onCopy,
}: {
  day: Weekday
  name: string
  stretches: Stretch[]
  usual: Stretch[]
  faultAt(index: number): string | undefined
  disabled: boolean
  onChange(stretches: Stretch[]): void
  onCopy(days: readonly Weekday[]): void
}) {
  const t = useWords(hoursWords)
  const open = stretches.length > 0
  return (
    <fieldset className={styles.day} aria-label={name}>
      <div className={styles.name}>
        <Switch.Root
          className={fieldStyles.switch}
          checked={open}
          onCheckedChange={(opens) => onChange(opens ? usual : [])}
          disabled={disabled}
          aria-label={t.open(name)}
        >
          <Switch.Thumb className={fieldStyles.thumb} />
        </Switch.Root>
        <span>{name}</span>
      </div>
      {open ? (
        <StretchesEditor day={name} value={stretches} onChange={onChange} faultAt={faultAt} disabled={disabled} />
      ) : (
        <p className={styles.closed}>{t.closed}</p>
      )}
      {!disabled && <CopyMenu day={day} name={name} onCopy={onCopy} />}
    </fieldset>
  )
}

function CopyMenu({ day, name, onCopy }: { day: Weekday; name: string; onCopy(days: readonly Weekday[]): void }) {
  const t = useWords(hoursWords)
  const names = useWeekdayNames()
  const next = weekdays[(weekdays.indexOf(day) + 1) % 7]!
  return (
    <Menu
      trigger={
        <Button look="quiet" small className={styles.copy} aria-label={t.copyFrom(name)}>
          <Copy aria-hidden="true" /> <span>{t.copy}</span>
        </Button>
      }
    >
      <MenuItem onSelect={() => onCopy(workdays)}>{t.toWorkdays}</MenuItem>
      <MenuItem onSelect={() => onCopy(weekdays)}>{t.toAll}</MenuItem>
      <MenuItem onSelect={() => onCopy([next])}>{t.toNext(names[next])}</MenuItem>
    </Menu>
  )
}

/** A day that is opened begins with the hours of the open day before it. */
function usualBefore(value: OpeningHours, day: Weekday): Stretch[] {
  const at = weekdays.indexOf(day)
  const before = weekdays.slice(0, at).findLast((earlier) => value[earlier].length > 0)
  return before === undefined ? [['09:00', '17:00']] : value[before]
}

const faultOf = (faults: readonly { path: string; message: string }[], day: Weekday, index: number) =>
  faults.find(({ path }) => `.${path}.`.includes(`.${day}.${index}.`))?.message

// a Monday
const monday = '2024-01-01'

export function useWeekdayNames(width: 'long' | 'short' = 'long'): Record<Weekday, string> {
  const { weekday } = useFormats()
  const first = Temporal.PlainDate.from(monday)
  return Object.fromEntries(
    weekdays.map((day, days) => {
      const name = weekday(first.add({ days }), width)
      return [day, name.charAt(0).toUpperCase() + name.slice(1)]
    }),
  ) as Record<Weekday, string>
}
