import { ask, renew } from './api.ts'
import { leave, unheardLogOut } from './session.ts'

/** Also when the server cannot be told: who leaves the desk is gone, and the server is told when it can be. */
export function logOut(): void {
  localStorage.setItem(unheardLogOut, 'yes')
  ask('POST /api/auth/logout', {}).then(
    () => localStorage.removeItem(unheardLogOut),
    () => {},
  )
  leave()
}

/** Who is logged in already has a cookie that says so. Throws `ApiFault`. */
export async function comeBack(): Promise<void> {
  const isLeaving = localStorage.getItem(unheardLogOut) !== null
  await renew()
  if (isLeaving) logOut()
}
