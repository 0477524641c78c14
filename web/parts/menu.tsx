import { Menu as BaseMenu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import styles from './menu.module.css'

/** A button that opens a list of things to do. `trigger` is the button. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'end'
}) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger render={trigger} />
      {/* inside the page's landmark, where who hears the page looks for it */}
      <BaseMenu.Portal container={document.querySelector('main')}>
        <BaseMenu.Positioner sideOffset={6} align={align}>
          <BaseMenu.Popup className={styles.popup}>{children}</BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  )
}

export function MenuItem({
  onSelect,
  danger,
  disabled,
  children,
}: {
  onSelect(): void
  danger?: boolean
  disabled?: boolean
  children: ReactNode
}) {
  return (
    <BaseMenu.Item
      className={danger ? `${styles.item} ${styles.danger}` : styles.item}
      onClick={onSelect}
      disabled={disabled}
    >
      {children}
    </BaseMenu.Item>
  )
}

/** One of several, under a heading. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: {
  label: string
  value: Value
  options: readonly (readonly [Value, ReactNode])[]
  onChoose(value: Value): void
}) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className={styles.groupLabel}>{label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup value={value} onValueChange={onChoose}>
        {options.map(([option, words]) => (
          <BaseMenu.RadioItem key={option} value={option} className={styles.item} closeOnClick>
            {words}
            <BaseMenu.RadioItemIndicator className={styles.mark}>
              <Check aria-hidden="true" />
            </BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  )
}

export const MenuSeparator = () => <BaseMenu.Separator className={styles.separator} />
