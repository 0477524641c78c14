import type { CSSProperties } from 'react'
import type { AxisMinute } from './calendar-axis.ts'

/** What of the axis is shown, or a stretch of it. */
export type Span = { from: AxisMinute; to: AxisMinute }

const percent = (minutes: number, { from, to }: Span): number => (minutes / (to - from)) * 100

/** The height of a place in its column, in hundredths: a column may be as tall as there is room. */
export const topStyle = (at: AxisMinute, shown: Span): CSSProperties => ({ top: `${percent(at - shown.from, shown)}%` })

/** From there to there; what lies outside of what is shown is cut. */
export function spanStyle({ from, to }: Span, shown: Span): CSSProperties {
  const [top, bottom] = [Math.max(from, shown.from), Math.min(to, shown.to)]
  return { ...topStyle(top, shown), height: `${percent(Math.max(0, bottom - top), shown)}%` }
}

/** The same for a box, which leaves a little air around it and may share its column with others. */
export function boxStyle(box: Span & { lane: number; lanes: number }, shown: Span): CSSProperties {
  const { top, height } = spanStyle(box, shown)
  return {
    top: `calc(${top} + 1px)`,
    height: `calc(${height} - 2px)`,
    ...(box.lanes > 1 && {
      left: `calc(2px + (100% - 5px) * ${box.lane / box.lanes})`,
      width: `calc((100% - 5px) / ${box.lanes} - 1px)`,
    }),
  }
}
