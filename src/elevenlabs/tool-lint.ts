/**
 * Rules of the platform that its schema does not hold: its own check refuses what breaks them, or a call goes wrong.
 * They read what was made as JSON, so that nothing is taken for granted that the types say.
 */
// biome-ignore lint/suspicious/noExplicitAny: nothing is known of it before it has been read
type Json = any

const sources = ['description', 'dynamic_variable', 'constant_value', 'is_system_provided', 'is_omitted']
const longestDescription = 1_000
const longestEnum = 50
const longestTool = 16_000
const longestPrompt = 20_000
const systemVariables = [
  ...['agent_id', 'current_agent_id', 'caller_id', 'called_number', 'call_duration_secs', 'time_utc', 'time'],
  ...['timezone', 'conversation_id', 'call_sid', 'call_id', 'agent_turns', 'current_agent_turns'],
  ...['current_subagent_turns', 'is_text_only', 'conversation_history'],
].map((name) => `system__${name}`)

/** What is wrong with the tools of one agent together; none when all is well. A fault begins with the tool's name. */
export function toolFaults(tools: readonly unknown[]): string[] {
  const configs = tools.map((tool) => (tool as Json).tool_config)
  const names = configs.map(({ name }) => name)
  const assigned = configs.flatMap(({ assignments = [] }) => assignments.map((each: Json) => each.dynamic_variable))
  return [
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name}: two tools have this name`),
    ...configs.flatMap((config) => faultsOf(config, assigned).map((fault) => `${config.name}: ${fault}`)),
  ]
}

/** What is wrong with an agent that uses these tools. */
export function agentFaults(request: unknown, tools: readonly unknown[]): string[] {
  const { agent } = (request as Json).conversation_config
  const { prompt } = agent.prompt
  const known = Object.keys(agent.dynamic_variables.dynamic_variable_placeholders)
  const names = tools.map((tool) => (tool as Json).tool_config.name)
  const builtIn = Object.keys(agent.prompt.built_in_tools)
  const named = [...prompt.matchAll(/\b(?:call|Call|llama a|Llama a) ([a-z]+_[a-z_]+)/g)].map(([, name]) => name)
  return [
    ...variablesIn(`${prompt} ${agent.first_message}`)
      .filter((name) => !systemVariables.includes(name) && !known.includes(name))
      .map((name) => `the variable ${name} has no value`),
    ...named.filter((name) => ![...names, ...builtIn].includes(name)).map((name) => `there is no tool ${name}`),
    ...names.filter((name) => name !== undefined && agent.prompt.tools !== undefined).map(() => 'tools go by tool_ids'),
    ...(prompt.length > longestPrompt ? [`the prompt has ${prompt.length} characters`] : []),
    ...(agent.first_message.trim() === '' ? ['there is no first message'] : []),
    ...(isZone(agent.prompt.timezone) ? [] : ['the time zone is not one: the model would not know what day it is']),
    ...secretsIn(request),
  ]
}

function faultsOf(config: Json, assigned: readonly string[]): string[] {
  const { name, description, response_timeout_secs: seconds, api_schema: api } = config
  const placeholders = Object.keys(config.dynamic_variables?.dynamic_variable_placeholders ?? {})
  const body = api.request_body_schema
  const isKnown = (variable: string) =>
    systemVariables.includes(variable) || (assigned.includes(variable) && placeholders.includes(variable))
  return [
    ...(/^[a-zA-Z0-9_-]{1,64}$/.test(name) ? [] : ['its name has other characters than letters, digits, _ and -']),
    ...(isFilled(description) ? [] : ['it has no description']),
    ...(description?.length > longestDescription ? ['its description is too long'] : []),
    ...(Number.isInteger(seconds) && seconds >= 5 && seconds <= 120 ? [] : ['its time-out is not 5 to 120 seconds']),
    ...(['passthrough', 'summarized'].includes(config.tool_error_handling_mode) ? [] : ['it hides errors']),
    ...['disable_interruptions', 'force_pre_tool_speech'].filter((old) => old in config).map((old) => `${old} is old`),
    ...addressFaults(api),
    ...(body ? objectFaults(body, 'body', isKnown) : []),
    ...Object.entries<Json>(api.query_params_schema?.properties ?? {}).flatMap(([key, value]) =>
      valueFaults(value, key, isKnown),
    ),
    ...Object.entries<Json>(api.path_params_schema ?? {}).flatMap(([key, value]) => valueFaults(value, key, isKnown)),
    ...(config.assignments ?? []).flatMap(assignmentFaults),
    ...(JSON.stringify(config).length > longestTool ? ['it is too long'] : []),
    ...secretsIn(config),
  ]
}

function addressFaults({
  url,
  method,
  request_body_schema: body,
  path_params_schema: path = {},
  ...api
}: Json): string[] {
  const placed = [...url.matchAll(/(?<!\{)\{([^{}]+)\}(?!\})/g)].map(([, key]) => key)
  const token = api.request_headers?.['X-Agent-Token'] ?? api.request_headers?.Authorization
  return [
    ...(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? [] : ['its address is no URL']),
    ...(/[?#]|:\/\/[^/]*@/.test(url) ? ['its address has a user, a query or a fragment in it'] : []),
    ...(/\{\{/.test(url) ? ['its address has a variable in double braces'] : []),
    ...placed.filter((key) => !(key in path)).map((key) => `nothing fills {${key}} in its address`),
    ...Object.keys(path)
      .filter((key) => !placed.includes(key))
      .map((key) => `{${key}} is not in its address`),
    ...(method === undefined ? ['without a method it is a GET'] : []),
    ...(body && !['POST', 'PUT', 'PATCH'].includes(method) ? [`${method} sends no body`] : []),
    ...(isFilled(token?.secret_id) ? [] : ['its token is not a reference to a secret']),
  ]
}

type IsKnown = (variable: string) => boolean

function objectFaults(object: Json, path: string, isKnown: IsKnown): string[] {
  const names = Object.keys(object.properties)
  return [
    ...sourceFaults(object, path),
    ...object.required
      .filter((key: string) => !names.includes(key))
      .map((key: string) => `${path}.${key} is not there`),
    ...names.flatMap((key) => [
      ...(/^[A-Za-z_]\w{0,63}$/.test(key) ? [] : [`${path}.${key} is no name`]),
      ...valueFaults(object.properties[key], `${path}.${key}`, isKnown),
    ]),
    ...['conversation_id', 'caller_id', 'called_number']
      .filter((key) => key in object.properties && object.properties[key].dynamic_variable !== `system__${key}`)
      .map((key) => `${path}.${key} is not what the platform knows`),
  ]
}

function valueFaults(value: Json, path: string, isKnown: IsKnown): string[] {
  if (value.type === 'object') return objectFaults(value, path, isKnown)
  const { enum: choices, allowed_values: allowed, dynamic_variable: variable } = value
  return [
    ...sourceFaults(value, path),
    ...(value.type === 'array' ? valueFaults(value.items, `${path}[]`, isKnown) : []),
    ...(variable && !isKnown(variable) ? [`nothing fills ${variable} for ${path}`] : []),
    ...(allowed && !isFilled(value.description) ? [`${path}: only what the model says can be compared`] : []),
    ...(allowed && !isKnown(allowed.dynamic_variable) ? [`nothing fills ${allowed.dynamic_variable} for ${path}`] : []),
    ...(choices && value.type !== 'string' ? [`${path}: only strings can be listed`] : []),
    ...(choices && !isShortList(choices) ? [`${path}: the list of values is empty, too long, or has one twice`] : []),
  ]
}

const isShortList = (list: unknown[]): boolean =>
  list.length > 0 &&
  list.length <= longestEnum &&
  new Set(list).size === list.length &&
  list.every((each) => isFilled(each))

/** Each value has exactly one source, and an empty one is none. */
function sourceFaults(value: Json, path: string): string[] {
  const given = sources.filter(
    (source) => value[source] !== undefined && value[source] !== '' && value[source] !== false,
  )
  return [
    ...(given.length === 1 ? [] : [`${path} has ${given.length} sources (${given.join(', ')}) and needs one`]),
    ...(value.description?.length > longestDescription ? [`${path}: its description is too long`] : []),
  ]
}

function assignmentFaults({ value_path: path, dynamic_variable: variable }: Json): string[] {
  return [
    ...(/^\w+(\.\w+)*$/.test(path) ? [] : [`${path} is not a path with dots`]),
    ...(/^(?!system__)[A-Za-z]\w*$/.test(variable) ? [] : [`${variable} cannot be set`]),
  ]
}

/** An agent token of ours, a key of the platform, or a bearer's. Never says what it found. */
function secretsIn(value: unknown): string[] {
  return /vami_agent_[\w-]{16}|\bsk_[\w-]{16}|Bearer /.test(JSON.stringify(value)) ? ['it has a secret in clear'] : []
}

const variablesIn = (text: string): string[] => [...text.matchAll(/\{\{([^}]*)\}\}/g)].map(([, name]) => name!.trim())

const isFilled = (text: unknown): boolean => typeof text === 'string' && text.trim() !== ''

function isZone(name: unknown): boolean {
  try {
    return isFilled(name) && new Intl.DateTimeFormat('en', { timeZone: name as string }).format(0) !== ''
  } catch {
    return false
  }
}
