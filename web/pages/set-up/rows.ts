import { ask } from '../../data/api.ts'
import type { Practitioner, Service } from '../../data/endpoints.ts'

/** A line of a list that is being typed; without an id it is not on the server yet. */
export type PersonRow = { key: string; id?: string; name: string }
export type ServiceRow = { key: string; id?: string; name: string; minutes: string }

// what a new clinic's first one is called
const unnamed = 'Practitioner'

export const personRows = (practitioners: readonly Practitioner[]): PersonRow[] =>
  practitioners
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ key: id, id, name: name === unnamed && practitioners.length === 1 ? '' : name }))

export const serviceRows = (services: readonly Service[]): ServiceRow[] =>
  services
    .filter(({ active }) => active)
    .map(({ id, name, duration_minutes }) => ({ key: id, id, name, minutes: String(duration_minutes) }))

/**
 * Makes the server's list the typed one, a line at a time. `onId` hears of each line that is on the server from now on, so
 * that another try after a fault adds nothing twice.
 */
export async function savePeople(
  rows: readonly PersonRow[],
  saved: readonly Practitioner[],
  onId: (key: string, id: string) => void,
): Promise<void> {
  for (const { key, id, name } of rows) {
    const before = saved.find((each) => each.id === id)
    if (id === undefined) onId(key, (await ask('POST /api/practitioners', { body: { name: name.trim() } })).id)
    else if (before?.name !== name.trim())
      await ask('PATCH /api/practitioners/{id}', { params: { id }, body: { name: name.trim() } })
  }
  for (const { id } of saved.filter(({ active, id }) => active && !rows.some((row) => row.id === id)))
    await ask('DELETE /api/practitioners/{id}', { params: { id } })
}

export async function saveServices(
  rows: readonly ServiceRow[],
  saved: readonly Service[],
  onId: (key: string, id: string) => void,
): Promise<void> {
  for (const { key, id, name, minutes } of rows) {
    const body = { name: name.trim(), duration_minutes: Number(minutes) }
    const before = saved.find((each) => each.id === id)
    if (id === undefined) onId(key, (await ask('POST /api/services', { body })).id)
    else if (before?.name !== body.name || before.duration_minutes !== body.duration_minutes)
      await ask('PATCH /api/services/{id}', { params: { id }, body })
  }
  for (const { id } of saved.filter(({ active, id }) => active && !rows.some((row) => row.id === id)))
    await ask('DELETE /api/services/{id}', { params: { id } })
}

export const isLength = (minutes: string): boolean => /^\d+$/.test(minutes) && +minutes >= 5 && +minutes <= 480
