import { useSyncExternalStore } from 'react'
import type { LoggedIn, User } from './endpoints.ts'

/**
 * Who is logged in. The access token lives in memory only; the cookie that renews it can be read by no script. Tabs tell
 * each other when somebody logs out.
 */
export type Session =
  | { state: 'unknown' }
  /** `nowhere`: logged in, and at work in no clinic */
  | { state: 'out'; reason?: 'ended' | 'nowhere' }
  /** the server could not be asked */
  | { state: 'unreachable' }
  | { state: 'in'; user: User; token: string; clinicId: string }

// a log-out that the server has not heard of yet; its cookie would let the next one at this desk in
export const unheardLogOut = 'vami.log-out'

export type ClinicOfUser = User['clinics'][number]

let session: Session = { state: 'unknown' }
const listeners = new Set<() => void>()
let forget = () => {}
const tabs = new BroadcastChannel('vami')
tabs.onmessage = ({ data }) => {
  if (data === 'logged-out' && session.state === 'in') set({ state: 'out' })
}

/** What is to be forgotten when another person or another clinic comes before the screen: before anything is drawn. */
export function forgetBetweenSessions(how: () => void): void {
  forget = how
}

export const currentSession = (): Session => session

export const useSession = (): Session =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentSession)

/** The logged-in user's session; for pages behind the log-in only. */
export function useMember(): { user: User; clinic: ClinicOfUser } {
  const now = useSession()
  if (now.state !== 'in') throw new Error('nobody is logged in')
  return { user: now.user, clinic: now.user.clinics.find(({ id }) => id === now.clinicId)! }
}

/** What somebody may do here: the server decides, the screen only does not offer what it would refuse. */
export function useMay(): { manage: boolean; own: boolean } {
  const { role } = useMember().clinic
  return { manage: role === 'owner' || role === 'manager', own: role === 'owner' }
}

export function enter({ access_token, user }: LoggedIn): void {
  localStorage.removeItem(unheardLogOut)
  // a tab stays with its clinic, whatever another tab has chosen since, also when it is loaded anew
  const chosen = [sessionStorage, localStorage].map((storage) => storage.getItem('vami.clinic'))
  const here = session.state === 'in' && session.user.id === user.id ? [session.clinicId, ...chosen] : chosen
  const clinic = here.map((wish) => user.clinics.find(({ id }) => id === wish)).find(Boolean) ?? user.clinics[0]
  if (clinic === undefined) set({ state: 'out', reason: 'nowhere' })
  else {
    sessionStorage.setItem('vami.clinic', clinic.id)
    set({ state: 'in', user, token: access_token, clinicId: clinic.id })
  }
}

/** After a change of clinics (one more, another name), without a new log-in. */
export function setUser(user: User): void {
  if (session.state === 'in') set({ ...session, user })
}

export function chooseClinic(id: string): void {
  if (session.state !== 'in') return
  for (const storage of [sessionStorage, localStorage]) storage.setItem('vami.clinic', id)
  set({ ...session, clinicId: id })
}

export function leave(reason?: 'ended'): void {
  set(reason === undefined ? { state: 'out' } : { state: 'out', reason })
  tabs.postMessage('logged-out')
}

export function cannotReach(): void {
  if (session.state === 'unknown' || session.state === 'unreachable') set({ state: 'unreachable' })
}

export function askAgain(): void {
  set({ state: 'unknown' })
}

/** Whose screen it is, and of which clinic; nobody's is `undefined`. */
export const whose = (of: Session): string | undefined =>
  of.state === 'in' ? `${of.user.id} ${of.clinicId}` : undefined

function set(next: Session): void {
  const isAnother = whose(session) !== whose(next)
  session = next
  if (isAnother) forget()
  for (const listener of listeners) listener()
}
