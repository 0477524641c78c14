import type { KeyboardEvent } from 'react'
import type { CalendarAddress, View } from './calendar-address.ts'
import { stepped } from './calendar-range.ts'

const viewKeys: Record<string, View> = { d: 'day', w: 'week', o: 'month', l: 'list' }
const backKeys = new Set(['[', 'PageUp'])
const onKeys = new Set([']', 'PageDown'])

/**
 * Single keys, as long as the focus is inside the calendar and not where one writes (WCAG 2.1.4). What bubbles up from a
 * dialog is not the calendar's: React's events follow the tree of components, the page's the document.
 */
export function onCalendarKey(
  event: KeyboardEvent<HTMLElement>,
  { view, date, go }: CalendarAddress,
  today: Temporal.PlainDate,
  { onNew, onHelp }: { onNew(): void; onHelp(): void },
): void {
  const target = event.target as HTMLElement
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
  if (!event.currentTarget.contains(target) || target.matches('input:not([type="radio"]), textarea, select')) return
  const { key } = event
  const to = viewKeys[key]
  if (to !== undefined) {
    // what had the focus goes with the view that is left
    event.currentTarget.focus({ preventScroll: true })
    go({ view: to })
  } else if (key === 't') go({ date: today })
  else if (key === 'n') onNew()
  else if (key === '?') onHelp()
  else if (backKeys.has(key)) go({ date: stepped(view, date, -1) })
  else if (onKeys.has(key)) go({ date: stepped(view, date, 1) })
  else return
  event.preventDefault()
}
