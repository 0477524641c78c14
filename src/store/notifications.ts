import pg from 'pg'
import { type Connection, isTransactionPooler } from './sql.ts'

/**
 * A connection of its own that listens on a channel and comes back when it is lost. It says only that something may
 * have happened, never what: whoever is told looks into the tables, so a lost message costs time and no change.
 */
export type Notifications = {
  /** how word arrives: by LISTEN, or by looking every so often behind a pooler that cannot LISTEN */
  kind: 'listening' | 'polling'
  close(): Promise<void>
}

// Behind a transaction pooler, and while the listening connection is lost.
const pollMs = 500
const reconnectMs = 250

/** Calls `onWord` at every notification, after each (re)connection, and every half second while it cannot listen. */
export function listenTo(channel: string, connection: Connection, onWord: () => void): Notifications {
  if (isTransactionPooler(connection.connectionString)) return poll(onWord)
  let closed = false
  let client: pg.Client | undefined
  let timer: NodeJS.Timeout | undefined
  const connect = async () => {
    const next = new pg.Client({ ...connection, keepAlive: true, connectionTimeoutMillis: 5_000 })
    client = next
    next.on('notification', onWord)
    next.on('error', () => {})
    next.once('end', reconnectLater)
    try {
      await next.connect()
      await next.query(`listen ${channel}`)
    } catch {
      await next.end().catch(() => {})
    }
    // what happened while nobody listened
    onWord()
  }
  const reconnectLater = () => {
    if (closed) return
    timer = setTimeout(() => void connect(), reconnectMs)
  }
  void connect()
  return {
    kind: 'listening',
    close: async () => {
      closed = true
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}

function poll(onWord: () => void): Notifications {
  const timer = setInterval(onWord, pollMs)
  return { kind: 'polling', close: async () => clearInterval(timer) }
}
