import type { EpochMs } from './interval.ts'
import { DAY, type WallMs } from './wall-clock.ts'

/** A stretch of time, [from, until), in which a zone's clocks keep one offset from UTC. */
type Season = { from: EpochMs; until: EpochMs; offset: number }

/** What is known so far of a zone's clocks; `latest` was asked for last and most likely is next. */
export type Zone = { timeZone: string; seasons: Season[]; latest: Season }

/** A zone has two seasons a year at most times, so this is 25 zones over 400 years, or all zones over 15. */
const MOST_SEASONS = 20_000
const zones = new Map<string, Zone>()
let seasonsKept = 0

/**
 * The clocks of an IANA zone; one that does not exist throws a RangeError.
 *
 * Kept are not offsets by date but whole seasons with their exact ends: Temporal is asked twice a year and zone
 * instead of once a day, and what happens on the day of a change needs no second way of calculating.
 */
export function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone)
  if (known !== undefined) return known
  const season = askTemporal(timeZone, 0)
  const zone = { timeZone, seasons: [season], latest: season }
  remember(1)
  zones.set(timeZone, zone)
  return zone
}

/** The zone's offset at an instant, in milliseconds east of UTC. */
export function offsetAt(zone: Zone, at: EpochMs): number {
  return seasonAt(zone, at).offset
}

/** Until when, at the least, clocks keep the offset they have at this instant. */
export function steadyUntil(zone: Zone, at: EpochMs): EpochMs {
  return seasonAt(zone, at).until
}

/**
 * The first instant at which the wall clock has reached `wall`: the earlier one where clocks go back, the change
 * itself where they jump over it. At a date's midnight this is the start of that date.
 */
export function firstInstantAt(zone: Zone, wall: WallMs): EpochMs {
  // No zone is a day off UTC, so a day earlier as UTC the clock had surely not come to `wall`.
  let season = seasonAt(zone, wall - DAY)
  for (;;) {
    const at = Math.max(season.from, wall - season.offset)
    if (at < season.until) return at
    season = seasonAt(zone, season.until)
  }
}

/** All instants at which the wall clock shows `wall`, ascending: one, two when clocks go back, none in a gap. */
export function instantsShowing(zone: Zone, wall: WallMs): EpochMs[] {
  const found: EpochMs[] = []
  for (let from = wall - DAY; from <= wall + DAY; ) {
    const season = seasonAt(zone, from)
    const at = wall - season.offset
    if (season.from <= at && at < season.until) found.push(at)
    from = season.until
  }
  return found
}

function seasonAt(zone: Zone, at: EpochMs): Season {
  if (zone.latest.from <= at && at < zone.latest.until) return zone.latest
  let season = zone.seasons.find((each) => each.from <= at && at < each.until)
  if (season === undefined) {
    season = askTemporal(zone.timeZone, at)
    zone.seasons.push(season)
    remember(1)
  }
  zone.latest = season
  return season
}

function askTemporal(timeZone: string, at: EpochMs): Season {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone)
  // "previous" leaves out a change at the very instant, so it is asked a moment later.
  const changed = here.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  const changes = here.getTimeZoneTransition('next')
  return {
    from: changed?.epochMilliseconds ?? -Infinity,
    until: changes?.epochMilliseconds ?? Infinity,
    offset: here.offsetNanoseconds / 1_000_000,
  }
}

function remember(more: number): void {
  seasonsKept += more
  if (seasonsKept <= MOST_SEASONS) return
  zones.clear()
  seasonsKept = more
}
