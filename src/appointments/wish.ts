import type { EpochMs } from '../calendar/interval.ts'
import type { Visit } from './availability.ts'

/** For whom an appointment is. `phone` is E.164 where it could be made, else as said. */
export type Customer = { name: string; phone: string; email: string | null; notes: string | null }

/** One of the instants that a said time may mean: the first that is free is booked. */
export type WishedVisit = {
  visit: Visit
  starts: readonly EpochMs[]
  /** clocks jump over the time that was said, and `starts` is the hour after: good for a reason, not for a booking */
  skipped: boolean
  /** the time of day that was said, since midnight; null when it came with a slot */
  minutes: number | null
}

/** What an agent asks to book: a held slot or a visit, for whom, and what a repeat of it would look like. */
export type Wish = {
  customer: Customer
  idempotencyKey: string | null
  /** the request as it came, to know a repeat by */
  body: unknown
} & ({ holdId: string } | WishedVisit)
