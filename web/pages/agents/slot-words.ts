import { useFormats } from '../../words/formats.ts'

/** `Tue, Dec 15, 2:00 PM` for a place in the calendar as the actions name it. */
export function useSlotWords(): (slot: { date: string; start_time: string }) => string {
  const { shortDate, time } = useFormats()
  return ({ date, start_time }) =>
    `${shortDate(Temporal.PlainDate.from(date))}, ${time(Temporal.PlainTime.from(start_time))}`
}
