import { EventSourceParserStream } from 'eventsource-parser/stream'
import { useSyncExternalStore } from 'react'
import { ApiFault, renew, send } from './api.ts'
import { currentSession } from './session.ts'

/** A change that came through whichever door. */
export type Change = {
  entity: 'appointment' | 'hold' | 'agent' | 'message'
  id: string
  change: 'created' | 'changed' | 'deleted'
  at: string
}

/** `connecting` at first, `live`, `reconnecting` after a break, `offline` when the browser knows of no network. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'offline'

type Listeners = { onChange(change: Change): void; onReset(): void }

let state: LiveState = 'connecting'
const watchers = new Set<() => void>()

export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    () => state,
  )

// the server sends a sign of life every 15 seconds
const silentTooLongMs = 40_000
const waits = [300, 1_000, 2_000, 5_000]

/** Follows the clinic's changes until told to stop, and goes on where it left off after every break. */
export function followChanges(listeners: Listeners): () => void {
  const stop = new AbortController()
  let lastId: string | undefined
  let wake: (() => void) | undefined
  let connection = new AbortController()
  const onNetwork = () => {
    // nobody says which connections outlive a lost network: the next one is sure
    connection.abort()
    if (!navigator.onLine) setState('offline')
    wake?.()
  }
  addEventListener('online', onNetwork)
  addEventListener('offline', onNetwork)
  const onFront = () => document.visibilityState === 'visible' && wake?.()
  document.addEventListener('visibilitychange', onFront)

  const follow = async () => {
    setState('connecting')
    for (let failures = 0; !stop.signal.aborted; ) {
      connection = new AbortController()
      const opened = await readStream(AbortSignal.any([stop.signal, connection.signal]), lastId, {
        onOpen: () => {
          setState('live')
          // a stream that opens late tells of nothing that came before it
          if (lastId === undefined && failures > 0) listeners.onReset()
        },
        onId: (id) => {
          lastId = id
        },
        ...listeners,
      })
      if (stop.signal.aborted || currentSession().state !== 'in') return
      failures = opened ? 0 : failures + 1
      setState(navigator.onLine ? 'reconnecting' : 'offline')
      await new Promise<void>((resolve) => {
        const wait = waits[Math.min(failures, waits.length - 1)]!
        const timer = setTimeout(resolve, wait * (0.75 + Math.random() / 2))
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wake = undefined
    }
  }
  void follow()
  return () => {
    stop.abort()
    wake?.()
    removeEventListener('online', onNetwork)
    removeEventListener('offline', onNetwork)
    document.removeEventListener('visibilitychange', onFront)
  }
}

type Reader = Listeners & { onOpen(): void; onId(id: string): void }

/**
 * One connection, to its end. Answers whether it was ever open. The first one says at once from which number on it will
 * tell; later the number of a change counts only when the change has been taken.
 */
async function readStream(over: AbortSignal, lastId: string | undefined, reader: Reader): Promise<boolean> {
  const silence = new AbortController()
  let watchdog: ReturnType<typeof setTimeout> | undefined
  const heard = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(() => silence.abort(), silentTooLongMs)
  }
  let opened = false
  try {
    heard()
    const response = await send('/api/events', {
      headers: lastId === undefined ? {} : { 'last-event-id': lastId },
      signal: AbortSignal.any([over, silence.signal]),
    })
    const signsOfLife = new TransformStream<string, string>({
      transform(text, controller) {
        heard()
        controller.enqueue(text)
      },
    })
    const parsed = response
      .body!.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(signsOfLife)
      .pipeThrough(new EventSourceParserStream({ onId: (id) => lastId ?? reader.onId(id) }))
      .getReader()
    opened = true
    reader.onOpen()
    for (;;) {
      const { done, value } = await parsed.read()
      if (done) break
      if (value.event === 'reset') reader.onReset()
      if (value.event === 'change') reader.onChange(JSON.parse(value.data) as Change)
      if (value.id !== undefined) reader.onId(value.id)
    }
  } catch (error) {
    // not at work in this clinic any more: what else one may see, if anything, the server says
    if (error instanceof ApiFault && error.status === 404) await renew().catch(() => {})
    else if (!(error instanceof Error)) throw error
  } finally {
    clearTimeout(watchdog)
  }
  return opened
}

function setState(next: LiveState): void {
  if (state === next) return
  state = next
  for (const watcher of watchers) watcher()
}
