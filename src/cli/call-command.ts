import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Desk, deskAt } from '../rehearsal/desk.ts'
import { type Played, play } from '../rehearsal/player.ts'
import { readScript, type Script } from '../rehearsal/script.ts'
import { ScriptFault } from '../rehearsal/script-fault.ts'
import { transcriptOf } from '../rehearsal/transcript.ts'
import { type Command, WrongUsage } from './command.ts'

const ownScripts = join(import.meta.dirname, '../../test/rehearsals')

export const command: Command = {
  usage: 'call SCRIPT.yaml|--all [--url http://127.0.0.1:8000] --agent AGENT_ID --token TOKEN',
  summary: 'play a scripted call against a Vami and print it',
  help: `Plays a call that is written down as YAML: what the caller says, which action the agent takes, and what has to come
back. Prints it as a transcript with the time of each answer; exits 1 when an expectation did not hold. It books real
times and cancels them again afterwards, so play against a clinic where that does no harm. --all plays those in
test/rehearsals which need nothing but a clinic that is open from 9 to 5 on weekdays; what needs other settings or a
long wait is named and passed over, and played when it is asked for by name.`,
  example: 'vami call test/rehearsals/first-booking.yaml --agent agent_clinic_receptionist --token vami_agent_…',
  words: 1,
  leastWords: 0,
  options: {
    all: { type: 'boolean' },
    url: { type: 'string' },
    agent: { type: 'string' },
    token: { type: 'string' },
  },
  run: async ({ words, options, answer }) => {
    if ((words.length === 0) !== (options.all === true)) throw new WrongUsage('takes a script, or --all without one.')
    const desk = deskFrom(options)
    const files = words.length > 0 ? words : await listOwnScripts()
    const scripts: { file: string; script: Script }[] = []
    for (const file of files) scripts.push({ file, script: await openScript(file) })
    const isPassedOver = ({ script }: { script: Script }) => options.all === true && obstaclesOf(script).length > 0
    const played: ({ file: string } & Played)[] = []
    for (const each of scripts.filter((one) => !isPassedOver(one)))
      played.push({ file: basename(each.file), ...(await play(each.script, desk)) })
    const passedOver = scripts
      .filter(isPassedOver)
      .map(({ file, script }) => ({ file: basename(file), needs: obstaclesOf(script) }))
    const held = played.filter((each) => each.held).length
    const lines = [
      ...played.map((each) => `${transcriptOf(each)}\n`),
      ...passedOver.map(({ file, needs }) => `– ${file} passed over: it needs ${needs.join(', ')}`),
      ...(options.all === true ? [`${held} of ${played.length} calls held; ${passedOver.length} passed over`] : []),
    ]
    answer(lines.join('\n').trimEnd(), { held: held === played.length, calls: played, passed_over: passedOver })
    return held === played.length ? 0 : 1
  },
}

function deskFrom({ url, agent, token }: Record<string, string | boolean | undefined>): Desk {
  const address = typeof url === 'string' ? url : 'http://127.0.0.1:8000'
  if (!/^https?:$/.test(URL.parse(address)?.protocol ?? ''))
    throw new WrongUsage('--url must be an address such as http://127.0.0.1:8000.')
  if (typeof agent !== 'string' || typeof token !== 'string') throw new WrongUsage('--agent and --token are needed.')
  if (!/^[\x21-\x7e]+$/.test(token)) throw new WrongUsage('--token must be the token as "vami token" prints it.')
  return deskAt(address, agent, token, (duration) => setTimeout(duration.total('milliseconds')))
}

const listOwnScripts = async (): Promise<string[]> =>
  (await readdir(ownScripts))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(ownScripts, name))

async function openScript(file: string): Promise<Script> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return await readScript(text)
  } catch (error) {
    throw error instanceof ScriptFault ? new WrongUsage(`${file}, ${error.message}`) : error
  }
}

/** What keeps a script from being played on any clinic, and at once. */
function obstaclesOf({ needs, turns }: Script): string[] {
  const waits = turns.some(({ kind }) => kind === 'wait')
  const settings = Object.entries(needs ?? {}).map(([what, how]) => `${what} ${JSON.stringify(how)}`)
  return [...settings, ...(waits ? ['a wait'] : [])]
}
