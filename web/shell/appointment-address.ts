import { wallTime } from '../words/formats.ts'

/** Where the calendar shows an appointment: its day, with it open. */
export const appointmentAddress = ({ id, start_time }: { id: string; start_time: string }, timeZone: string): string =>
  `/calendar?view=day&date=${wallTime(start_time, timeZone).toPlainDate()}&appointment=${id}`
