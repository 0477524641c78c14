import type { ToolCall } from '../tool.ts'
import { isObject } from '../vendor-call.ts'
import { type CalcomApi, dataIn } from './calcom-api.ts'
import { nothingDone } from './calcom-refusals.ts'

/** The event types of the key's owner. Throws `Faulted`. */
export async function eventTypesOf(
  api: CalcomApi,
  call: ToolCall,
): Promise<{ id: number; title: string; minutes: number }[]> {
  const own = await listed(undefined)
  // some versions list nothing unless they are told whose
  return own.length > 0 ? own : listed(await ownName())

  async function listed(username: string | undefined) {
    const outcome = await api.eventTypes(username, call)
    const data = dataIn(outcome)
    if (!Array.isArray(data)) throw nothingDone(outcome, 'event type')
    return data.map(readEventType).filter((type) => type !== undefined)
  }

  async function ownName(): Promise<string> {
    const outcome = await api.me(call)
    const data = dataIn(outcome)
    if (!isObject(data) || typeof data.username !== 'string') throw nothingDone(outcome, 'event type')
    return data.username
  }
}

function readEventType(shown: unknown) {
  if (!isObject(shown)) return undefined
  const { id, title, lengthInMinutes } = shown
  if (typeof id !== 'number' || typeof title !== 'string' || typeof lengthInMinutes !== 'number') return undefined
  return { id, title, minutes: lengthInMinutes }
}
