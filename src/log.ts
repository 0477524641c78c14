import { type Logger, pino } from 'pino'
import type { Config } from './config.ts'

/**
 * One JSON line an event, on stderr, so that stdout stays a command's answer. Gathered for a tenth of a second or 4 kB:
 * a write for each line was an eighth of the time of a request.
 */
export const logger = (config: Config): Logger =>
  pino(
    { level: config.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: false, minLength: 4_096, periodicFlush: 100 }),
  )
