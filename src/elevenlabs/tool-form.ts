/** The parts of a webhook tool of ElevenLabs that are used here, as its API names them (`WebhookToolConfig`). */

/**
 * A value has exactly one source: the model, by a description; a variable of the platform; or a constant. ElevenLabs
 * refuses none and two, and its document does not say so.
 */
type Source = { description: string } | { dynamic_variable: string } | { constant_value: string }

export type LiteralParameter = {
  type: 'string' | 'integer' | 'number' | 'boolean'
  enum?: readonly string[]
  /** the platform itself refuses what is not in the list that this variable holds */
  allowed_values?: { dynamic_variable: string }
} & Source

export type Parameter =
  | LiteralParameter
  | { type: 'array'; description: string; items: LiteralParameter }
  | ObjectParameter

export type ObjectParameter = {
  type: 'object'
  description: string
  required: readonly string[]
  properties: Readonly<Record<string, Parameter>>
}

/** What a variable of the conversation takes from an answer; a path that is not there leaves it as it was. */
export type Assignment = {
  source: 'response'
  dynamic_variable: string
  value_path: string
  /** true: neither the model nor the transcript sees it */
  sanitize: boolean
  /** true: a list stays a list */
  preserve_native_type: boolean
}

export type WebhookTool = {
  type: 'webhook'
  name: string
  description: string
  /** 5 to 120: newer documents of the platform say 300, older parts of it refuse more than 120 */
  response_timeout_secs: number
  interruption_mode: 'allow' | 'disable_during_tool'
  pre_tool_speech: 'auto' | 'force' | 'off'
  tool_call_sound?: 'typing'
  /** `passthrough`: else the model is not shown what we answer to a failure */
  tool_error_handling_mode: 'passthrough'
  execution_mode: 'immediate'
  dynamic_variables?: { dynamic_variable_placeholders: Readonly<Record<string, string>> }
  assignments?: readonly Assignment[]
  api_schema: {
    url: string
    method: 'GET' | 'POST'
    request_headers: Readonly<Record<string, string | { secret_id: string }>>
    /** with POST only */
    content_type?: 'application/json'
    request_body_schema?: ObjectParameter
  }
}

/** What `POST /v1/convai/tools` takes. */
export type ToolRequest = { tool_config: WebhookTool }
