import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, normalize, relative, sep } from 'node:path'

/**
 * Which room may import from which. A room is a folder of src/, or a file that stands there alone. What is not listed
 * is forbidden: Biome's restricted imports were tried first, but an override there replaces another instead of adding
 * to it, so that "nobody but these two" could not be said.
 */
const mayImport: Record<string, readonly string[]> = {
  // pure: nothing of ours
  calendar: [],
  problems: [],
  config: [],
  clock: [],
  version: [],
  secrets: [],
  log: ['config'],
  language: ['locales'],
  // what every room may ask for
  store: ['problems', 'config'],
  house: ['clock', 'config', 'secrets', 'store'],
  // nouns
  audit: ['clinics', 'house', 'store'],
  clinics: ['calendar', 'language', 'house', 'problems', 'store'],
  accounts: ['clinics', 'audit', 'house', 'problems', 'store', 'config'],
  agents: ['clinics', 'audit', 'house', 'problems', 'store'],
  events: ['clinics', 'store'],
  messages: ['clinics', 'audit', 'house', 'problems', 'store'],
  appointments: ['agents', 'clinics', 'audit', 'calendar', 'language', 'house', 'problems', 'store'],
  // no database
  elevenlabs: ['language', 'problems', 'config'],
  bridge: ['mcp-servers', 'language', 'problems', 'config', 'clock', 'version'],
  'mcp-servers': ['problems', 'config', 'clock', 'version'],
  sandbox: ['problems', 'config', 'clock'],
  // what the bridge has done, in the database
  'webhook-ledger': ['bridge', 'house', 'store'],
  rehearsal: ['language', 'problems'],
  // thin doors
  http: [
    ...[
      'accounts',
      'agents',
      'appointments',
      'clinics',
      'messages',
      'events',
      'audit',
      'elevenlabs',
      'bridge',
      'mcp-servers',
    ],
    ...['calendar', 'language', 'house', 'problems', 'config', 'clock', 'version'],
  ],
}

// The composition root wires everything but the command line and the vendors' stand-ins, the command line everything.
// The screen is built apart, and served as files.
const wiresEverything: Record<string, readonly string[]> = { server: ['cli', 'sandbox', 'web'], cli: ['web'] }

/** Names that only these files may use, with the reason. */
const reserved: readonly { name: RegExp; what: string; allowed: readonly string[] }[] = [
  {
    name: /\bmintClinicId\b/,
    what: 'mintClinicId is for the doors that authenticate',
    allowed: [
      'src/clinics/clinic-id.ts',
      'src/agents/agent-tokens.ts',
      'src/appointments/calendar-feeds.ts',
      'src/accounts/membership.ts',
      'src/cli/demonstration.ts',
    ],
  },
  {
    name: /\bnew (globalThis\.)?Date\b|\bDate\.(now|parse|UTC)\b/,
    what: 'Date does not occur; Temporal does',
    // jose takes nothing else
    allowed: ['src/accounts/access-tokens.ts'],
  },
  {
    name: /\bTemporal\.Now\b/,
    what: 'only the clock reads the time',
    // the zone of the machine, for the demonstration clinic
    allowed: ['src/clock.ts', 'src/cli/demonstration.ts', 'web/data/clock.ts'],
  },
]

const longest = 400
const bannedNames = /^(index|types|utils?|helpers?|common|misc|lib)\.tsx?$/

/** What breaks the rules of the house below `root`, a line each; none when all is well. */
export function brokenRules(root: string): string[] {
  const files = ['src', 'test', 'tools', 'prove', 'bench', 'web'].flatMap((folder) => listFiles(root, folder))
  const broken = files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [
      ...lengthFaults(file, text),
      ...(file.startsWith('src/') ? [...importFaults(file, text), ...nameFaults(file, text)] : []),
      ...(file.startsWith('web/') ? [...valueFaults(file, text), ...nameFaults(file, text)] : []),
    ]
  })
  return [
    ...broken,
    ...['src/', 'web/'].flatMap((folder) => twinFaults(files.filter((file) => file.startsWith(folder)))),
  ]
}

function lengthFaults(file: string, text: string): string[] {
  const lines = text.split('\n').length - 1
  return lines > longest ? [`${file}: ${lines} lines, and ${longest} is the end`] : []
}

function importFaults(file: string, text: string): string[] {
  const from = roomOf(file)
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map((match) => match[1]!)
  return specifiers
    .map((specifier) => roomOf(pathFrom(file, specifier)))
    .filter((to) => to !== from && !isAllowed(from, to))
    .map((to) => `${file}: ${from} may not import from ${to}`)
}

const isServers = (path: string): boolean => path.startsWith('src/') && !path.startsWith('src/calendar/')

/**
 * The screen may ask src/ for types, which leave nothing behind, and for the pure calendar, so that the grid and the
 * slots have one opinion on hours: anything else would take the server into the browser.
 */
function valueFaults(file: string, text: string): string[] {
  const statements = text.matchAll(
    /\b(?:import|export)\b(\s+type\b)?(?:(?!\b(?:import|export)\b)[^'"`;])*?['"`](\.[^'"`]+)['"`]/g,
  )
  return [...statements]
    .filter(([, onlyTypes, specifier]) => onlyTypes === undefined && isServers(pathFrom(file, specifier!)))
    .map(([, , specifier]) => `${file}: web may only import types from src (import type), not ${specifier}`)
}

function isAllowed(from: string, to: string): boolean {
  const except = wiresEverything[from]
  return except === undefined ? (mayImport[from] ?? []).includes(to) : !except.includes(to)
}

function nameFaults(file: string, text: string): string[] {
  const faults = reserved
    .filter(({ name, allowed }) => name.test(text) && !allowed.includes(file))
    .map(({ what }) => `${file}: ${what}`)
  if (/^src\/http\//.test(file) && /\bsql(<[^>]*>)?`/.test(text)) faults.push(`${file}: http holds no SQL`)
  if (bannedNames.test(basename(file))) faults.push(`${file}: a file is named for its main export`)
  return faults
}

function twinFaults(files: readonly string[]): string[] {
  const byName = Map.groupBy(files, (file) => basename(file))
  return [...byName]
    .filter(([, twins]) => twins.length > 1)
    .map(([name, twins]) => `${twins.join(', ')}: two files are called ${name}`)
}

const pathFrom = (file: string, specifier: string): string =>
  normalize(join(dirname(file), specifier))
    .split(sep)
    .join('/')

/** src/http/wire.ts → http, src/house.ts → house, locales/en.json → locales */
function roomOf(file: string): string {
  const parts = file.split('/')
  return parts[0] === 'src' ? parts[1]!.replace(/\.ts$/, '') : parts[0]!
}

function listFiles(root: string, folder: string): string[] {
  const path = join(root, folder)
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter(
        (entry) => entry.isFile() && /\.(tsx?|mts)$/.test(entry.name) && !entry.parentPath.includes('node_modules'),
      )
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && statSync(root).isDirectory()) return []
    throw error
  }
}
