/**
 * Every setting, once: its name, its default, what it means and how it is read. `vami serve --help` prints this table,
 * and a value that cannot be read stops the start with a sentence.
 */
type Setting<T> = {
  fallback: T
  /** how the default reads in the help, where it is not the value itself */
  shown?: string
  meaning: string
  /** throws a sentence fragment that follows "NAME must be" */
  read: (text: string) => T
}

const settings = {
  PORT: number(8000, 0, 65_535, 'port to listen on'),
  HOST: text('127.0.0.1', 'address to listen on'),
  PUBLIC_URL: url('', 'address that callers of this server use, such as https://desk.example.com'),
  RENDER_EXTERNAL_HOSTNAME: text('', 'set by Render: the name under which it is reached'),
  TRUST_PROXY: flag(false, 'believe X-Forwarded-For and -Proto of the proxy in front'),
  DATABASE_URL: databaseUrl('PostgreSQL 15 or later; unset: the private one in VAMI_DATA'),
  DIRECT_DATABASE_URL: databaseUrl('the same database past a pooler that cannot LISTEN, for live events'),
  DATABASE_POOL_SIZE: number(16, 1, 500, 'connections kept to the database'),
  VAMI_DATA: text('./data', 'folder of the private PostgreSQL and of the generated secret'),
  VAMI_SECRET: secret('encrypts tokens and signing keys at rest; unset: made in VAMI_DATA (mode 600)'),
  VAMI_REGISTRATION: choice(
    undefined,
    ['open', 'first', 'closed'],
    'who may register',
    'first in production, else open',
  ),
  NODE_ENV: choice('', ['', 'production', 'development', 'test'], 'production turns the demonstration and --clock off'),
  LOG_LEVEL: choice(
    'info',
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
    'what is logged, to stderr',
  ),
  METRICS_KEY: text('', 'Bearer key for /metrics; unset: this machine only'),
  SESSION_MINUTES: number(60, 1, 1_440, 'life of an access token'),
  LIMIT_TOKEN_PER_MINUTE: number(1_200, 1, 1_000_000, 'requests a minute with one agent token'),
  LIMIT_TOKEN_BURST: number(600, 1, 1_000_000, 'requests at once with one agent token'),
  LIMIT_REGISTRATIONS_PER_MINUTE: number(30, 1, 1_000_000, 'registrations a minute from one address'),
  LIMIT_FEEDS_PER_MINUTE: number(300, 1, 1_000_000, 'calendar feeds read a minute from one address'),
  LIMIT_FAILED_LOGINS: number(10, 1, 1_000_000, 'failed log-ins in 15 minutes for one e-mail'),
  LIMIT_HOLDS_PER_CALLER: number(3, 1, 1_000_000, 'live holds of one caller'),
  LIMIT_HOLDS_PER_AGENT: number(250, 1, 1_000_000, 'live holds of one agent'),
  LIMIT_SECONDS_TO_ARRIVE: number(15, 1, 300, 'seconds that a request may take to arrive'),
  LIMIT_REQUESTS_AT_ONCE: number(2_000, 1, 1_000_000, 'requests under way before new ones get 429'),
  LIMIT_BRIDGE_PER_MINUTE: number(300, 1, 1_000_000, 'requests a minute with one key of the bridge'),
  LIMIT_MAILS_PER_RECIPIENT_HOUR: number(20, 1, 1_000_000, 'mails and invitations an hour to one address'),
  BRIDGE_API_KEY: bearerKey('key of the webhooks; unset: they are open to this machine only'),
  BRIDGE_DEADLINE_MS: number(15_000, 1_000, 60_000, 'milliseconds in which a webhook answers'),
  CALCOM_API_KEY: text('', 'API key of Cal.com'),
  CALCOM_API_URL: webAddress('https://api.cal.com', 'Cal.com, or a Cal.com of your own'),
  CALCOM_API_VERSION: pattern(
    '2024-08-13',
    /^\d{4}-\d{2}-\d{2}$/,
    'a date such as 2024-08-13',
    'version of its bookings',
  ),
  CALCOM_EVENT_TYPE_ID: eventType('event type that is booked when a request names none'),
  CALCOM_MCP_URL: webAddress('', 'vami mcp calcom elsewhere; unset: in this process'),
  CALCOM_MCP_KEY: bearerKey('key of the Cal.com MCP server'),
  OUTLOOK_TENANT_ID: pattern('', /^[A-Za-z0-9.-]+$/, 'an id or a domain', 'tenant in Microsoft Entra'),
  OUTLOOK_CLIENT_ID: text('', 'application that may send mail there'),
  OUTLOOK_CLIENT_SECRET: text('', 'secret of that application'),
  OUTLOOK_SENDER: text('', 'mailbox that sends, such as desk@example.com'),
  OUTLOOK_RECIPIENTS: recipients('who may be written to: any, domains:a.com,b.org, or known (has booked lately)'),
  OUTLOOK_MCP_URL: webAddress('', 'vami mcp outlook elsewhere; unset: in this process'),
  OUTLOOK_MCP_KEY: bearerKey('key of the Outlook MCP server'),
  GRAPH_API_URL: webAddress('https://graph.microsoft.com', 'Microsoft Graph, or that of a national cloud'),
  MICROSOFT_LOGIN_URL: webAddress('https://login.microsoftonline.com', 'where its tokens come from'),
} as const satisfies Record<string, Setting<unknown>>

type Settings = typeof settings
export type SettingName = keyof Settings
export type Config = { readonly [Name in SettingName]: ReturnType<Settings[Name]['read']> | Settings[Name]['fallback'] }

/** A setting that cannot be read, as a sentence for the operator. Never shows the value: it may be a secret. */
export class UnreadableSetting extends Error {
  readonly setting: string
  readonly reason: string

  constructor(setting: string, reason: string) {
    super(`${setting} must be ${reason}.`)
    this.setting = setting
    this.reason = reason
  }
}

/** Reads the environment; empty values count as unset. Throws `UnreadableSetting`. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const config = Object.entries(settings).map(([name, setting]) => {
    const text = environment[name]?.trim()
    if (text === undefined || text === '') return [name, setting.fallback]
    try {
      return [name, setting.read(text)]
    } catch (error) {
      throw new UnreadableSetting(name, (error as Error).message)
    }
  })
  return Object.fromEntries(config) as Config
}

/** Whether this is a production server. */
export const isProduction = (config: Config): boolean => config.NODE_ENV === 'production'

/** The settings, or those of these names, as lines of a help text. */
export function describeSettings(names = /^/): string {
  const rows = Object.entries(settings as Record<string, Setting<unknown>>).filter(([name]) => names.test(name))
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows
    .map(([name, { meaning, fallback, shown }]) => {
      const standard = shown ?? (fallback === '' || fallback === undefined ? 'unset' : String(fallback))
      return `  ${name.padEnd(width)}  ${meaning} (${standard})`
    })
    .join('\n')
}

function text(fallback: string, meaning: string): Setting<string> {
  return { fallback, meaning, read: (value) => value }
}

function secret(meaning: string): Setting<string> {
  const read = (value: string) => {
    if (value.length < 32) throw new Error('at least 32 characters long')
    return value
  }
  return { fallback: '', meaning, read }
}

function number(fallback: number, least: number, most: number, meaning: string): Setting<number> {
  const read = (value: string) => {
    const parsed = Number(value)
    if (!Number.isInteger(parsed) || parsed < least || parsed > most)
      throw new Error(`a whole number from ${least} to ${most}`)
    return parsed
  }
  return { fallback, meaning, read }
}

function flag(fallback: boolean, meaning: string): Setting<boolean> {
  const read = (value: string) => {
    if (/^(1|true|yes|on)$/i.test(value)) return true
    if (/^(0|false|no|off)$/i.test(value)) return false
    throw new Error('true or false')
  }
  return { fallback, meaning, read }
}

function url(fallback: string, meaning: string): Setting<string> {
  const read = (value: string) => {
    if (!URL.canParse(value) || !/^https?:/i.test(value))
      throw new Error('a complete URL that begins with http:// or https://')
    return value.replace(/\/$/, '')
  }
  return { fallback, meaning, read }
}

/** Of a service that is asked over HTTP, without a slash at the end. */
function webAddress(fallback: string, meaning: string): Setting<string> {
  const read = (value: string) => {
    const at = URL.canParse(value) ? new URL(value) : undefined
    if (at === undefined || !/^https?:$/.test(at.protocol))
      throw new Error('a URL that begins with https:// or http://')
    // fetch refuses such an address, and an error message may quote it
    if (at.username !== '' || at.password !== '') throw new Error('a URL without a user and password in it')
    return value.replace(/\/+$/, '')
  }
  return { fallback, meaning, read }
}

/** What can be sent after `Bearer`. */
function bearerKey(meaning: string): Setting<string> {
  return pattern('', /^[\x21-\x7e]+$/, 'without blanks and other characters that a header cannot carry', meaning)
}

function pattern(fallback: string, form: RegExp, words: string, meaning: string): Setting<string> {
  const read = (value: string) => {
    if (!form.test(value)) throw new Error(words)
    return value
  }
  return { fallback, meaning, read }
}

function eventType(meaning: string): Setting<number | undefined> {
  const { read } = number(0, 1, 2_147_483_647, meaning)
  return { fallback: undefined, meaning, read }
}

/** In lower case and without blanks: `any`, `known` or `domains:a.com,b.org`. */
function recipients(meaning: string): Setting<string> {
  const read = (value: string) => {
    const policy = value.toLowerCase().replace(/\s+/g, '')
    const domain = '[a-z0-9-]+(\\.[a-z0-9-]+)+'
    if (!new RegExp(`^(any|known|domains:${domain}(,${domain})*)$`).test(policy))
      throw new Error('any, known, or domains: with domains such as a.com,b.org')
    return policy
  }
  return { fallback: 'any', meaning, read }
}

function databaseUrl(meaning: string): Setting<string> {
  const read = (value: string) => {
    if (!/^postgres(ql)?:\/\/./.test(value)) throw new Error('a URL that begins with postgres:// or postgresql://')
    // without a host, as pg allows it when the host stands among the parameters
    if (!URL.canParse(value) && !URL.canParse(value.replace('@/', '@localhost/')))
      throw new Error('a complete URL; in its password # is written %23, / is %2F, and so on')
    return value
  }
  return { fallback: '', meaning, read }
}

function choice<T extends string, F extends T | undefined>(
  fallback: F,
  among: readonly T[],
  meaning: string,
  shown?: string,
): Setting<T | F> {
  const read = (value: string) => {
    if (!among.includes(value as T)) throw new Error(`one of ${among.filter((one) => one !== '').join(', ')}`)
    return value as T
  }
  return {
    fallback,
    meaning: `${meaning}: ${among.filter((one) => one !== '').join(', ')}`,
    read,
    ...(shown === undefined ? {} : { shown }),
  }
}
