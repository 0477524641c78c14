import { randomUUID } from 'node:crypto'
import { systemClock } from '../clock.ts'
import type { DeploymentPlan } from '../rehearsal/deployment-check.ts'
import { checkTable } from './check-table.ts'
import { type Call, type Command, WrongUsage } from './command.ts'

export const command: Command = {
  usage: 'check URL [--key K] [--agent ID --token T] [--email E] [--full]',
  summary: 'ask a running deployment whether it does what it should',
  help: `Asks over HTTP only: health, the MCP servers, what each webhook refuses, and with --agent and --token the agent
actions. --key is the bridge's; without it BRIDGE_API_KEY is taken. --full also books a time far off and cancels it again,
and sends a mail to --email. Without --email nobody is written to, and the booking's invitation goes to an address at
example.com that nobody has. What is not set up is shown as such and is no failure. Exits 1 when something failed.`,
  example: 'vami check http://127.0.0.1:8000 --full',
  words: 1,
  options: {
    key: { type: 'string' },
    agent: { type: 'string' },
    token: { type: 'string' },
    email: { type: 'string' },
    full: { type: 'boolean' },
  },
  settings: { key: 'BRIDGE_API_KEY' },
  run: async (call) => {
    const plan = planFrom(call)
    const { checkDeployment } = await import('../rehearsal/deployment-check.ts')
    const { rows, notes } = await checkDeployment(plan)
    const isFine = rows.every(({ outcome }) => outcome !== 'failed')
    call.answer(checkTable(plan.url, { rows, notes }), { url: plan.url, ok: isFine, checks: rows, notes })
    return isFine ? 0 : 1
  },
}

function planFrom({ words, options, config }: Call): DeploymentPlan {
  const { agent, token, email, full } = options as Record<string, string | undefined>
  const url = URL.parse(words[0]!)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new WrongUsage('takes an address such as https://desk.example.com.')
  if (url.username !== '' || url.search !== '' || url.hash !== '')
    throw new WrongUsage('takes an address without a user, a question mark or a #.')
  if ((agent === undefined) !== (token === undefined)) throw new WrongUsage('--agent and --token belong together.')
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) throw new WrongUsage('--token is not a token.')
  if (email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(email)) throw new WrongUsage('--email is not an e-mail address.')
  return {
    url: url.href.replace(/\/+$/, ''),
    key: config.BRIDGE_API_KEY,
    agent: agent === undefined ? undefined : { id: agent, token: token! },
    email,
    full: full !== undefined,
    now: systemClock.now(),
    run: `vami-check-${randomUUID()}`,
  }
}
