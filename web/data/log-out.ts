import { ask } from './api.ts'
import { queryClient } from './queries.ts'
import { leave } from './session.ts'

/** Also when the server cannot be told: who leaves the desk is gone. */
export function logOut(): void {
  void ask('POST /api/auth/logout', {}).catch(() => {})
  leave()
  queryClient.clear()
}
