/**
 * The one source of "now". Every rule takes a clock, so that a test, or `vami serve --clock`, can choose the hour.
 * Nothing else in the project reads the time by itself.
 */
export type Clock = { now(): Temporal.Instant }

/** The machine's clock. */
export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that stands at `start` at the moment of the call and ticks on from there at the usual pace. */
export function clockFrom(start: Temporal.Instant): Clock {
  const begun = performance.now()
  return { now: () => start.add({ milliseconds: Math.floor(performance.now() - begun) }) }
}
