import { createContext, use } from 'react'
import { wallTime } from '../../words/formats.ts'

/** The clinic's zone, for everything on Today. */
export const DayZone = createContext('UTC')
export const useDayZone = (): string => use(DayZone)

/** An instant of the server's as the clinic's wall time. */
export function useWallTime(): (instant: string) => Temporal.PlainDateTime {
  const timeZone = useDayZone()
  return (instant) => wallTime(instant, timeZone)
}
