import { randomBytes } from 'node:crypto'
import { findUserByEmail, setPassword } from '../accounts/accounts.ts'
import { forgetFailures } from '../accounts/login-throttle.ts'
import type { Command } from './command.ts'
import { withHouse } from './operator-house.ts'

export const command: Command = {
  usage: 'user reset EMAIL [--data ./data]',
  summary: 'a new password for somebody who lost theirs',
  help: 'Sets a new password, prints it, ends all sessions of that user and forgets their failed log-ins.',
  example: 'vami user reset alice@example.com',
  words: 1,
  options: {},
  run: ({ words, config, answer }) =>
    withHouse(config, async (house) => {
      const user = await findUserByEmail(house, words[0]!)
      if (user === undefined) throw new Error('there is no user with this e-mail.')
      const password = randomBytes(12).toString('base64url')
      await setPassword(house, user.id, password, null)
      await forgetFailures(house, user.email)
      answer(password, { email: user.email, password })
      return 0
    }),
}
