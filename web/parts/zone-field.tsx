import { Combobox } from '@base-ui/react/combobox'
import { Field as BaseField } from '@base-ui/react/field'
import { Check, ChevronsUpDown } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { serverNow } from '../data/clock.ts'
import { useWords } from '../words/words.ts'
import fieldStyles from './field.module.css'
import styles from './zone-field.module.css'
import { zoneWords } from './zone-words.ts'

// more than anybody reads; whoever types sees the rest
const mostShown = 60

// browsers list these under names that nobody looks for any more
const renamed: Readonly<Record<string, string>> = {
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
}

/** One of all time zones, found by typing a part of its name. `value` is an IANA name. */
export function ZoneField({
  label,
  hint,
  error,
  value,
  onChange,
  disabled = false,
}: {
  label: string
  hint?: ReactNode
  error?: string | undefined
  value: string
  onChange(zone: string): void
  disabled?: boolean
}) {
  const t = useWords(zoneWords)
  const zones = useMemo(() => [...new Set([value, ...allZones()])], [value])
  return (
    <BaseField.Root className={fieldStyles.field} invalid={error !== undefined}>
      <Combobox.Root
        items={zones}
        value={value}
        onValueChange={(zone: string | null) => zone !== null && onChange(zone)}
        itemToStringLabel={zoneName}
        limit={mostShown}
        disabled={disabled}
        autoHighlight
      >
        <Combobox.Label className={fieldStyles.label}>{label}</Combobox.Label>
        <Combobox.Trigger className={`${fieldStyles.control} ${styles.trigger}`}>
          <span>{zoneName(value)}</span>
          <ChevronsUpDown aria-hidden="true" />
        </Combobox.Trigger>
        <Combobox.Portal>
          <Combobox.Positioner sideOffset={4} align="start" className={styles.positioner}>
            <Combobox.Popup className={styles.popup} aria-label={label}>
              <div className={styles.search}>
                <Combobox.Input
                  className={fieldStyles.control}
                  placeholder={t.search}
                  spellCheck={false}
                  autoComplete="off"
                />
              </div>
              <Combobox.Empty>
                <p className={styles.none}>{t.none}</p>
              </Combobox.Empty>
              <Combobox.List className={styles.list} aria-label={label}>
                {(zone: string) => (
                  <Combobox.Item key={zone} value={zone} className={styles.item}>
                    <span>{zoneName(zone)}</span>
                    <Combobox.ItemIndicator className={styles.mark}>
                      <Check aria-hidden="true" />
                    </Combobox.ItemIndicator>
                    <span className={styles.offset}>{offsetOf(zone)}</span>
                  </Combobox.Item>
                )}
              </Combobox.List>
            </Combobox.Popup>
          </Combobox.Positioner>
        </Combobox.Portal>
      </Combobox.Root>
      {error !== undefined && (
        <BaseField.Error className={fieldStyles.error} match>
          {error}
        </BaseField.Error>
      )}
      {hint !== undefined && <BaseField.Description className={fieldStyles.hint}>{hint}</BaseField.Description>}
    </BaseField.Root>
  )
}

/** Where this browser is, as a first guess for where its clinic is. */
export const browsersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** `America/New York` */
export const zoneName = (zone: string): string => zone.replaceAll('_', ' ')

const offsetOf = (zone: string): string => `UTC${serverNow().toZonedDateTimeISO(zone).offset.replace('-', '−')}`

const allZones = (): string[] => [...Intl.supportedValuesOf('timeZone').map((zone) => renamed[zone] ?? zone), 'UTC']
