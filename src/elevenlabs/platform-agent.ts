/** What `POST /v1/convai/agents/create` takes as `conversation_config.agent`. */
export type AgentConfig = {
  first_message: string
  language: string
  prompt: {
    prompt: string
    temperature: number
    /** IANA. Without one the model knows neither date nor time. */
    timezone: string
    /** of the tools, once they are made */
    tool_ids: string[]
    built_in_tools: {
      end_call: { type: 'system'; name: 'end_call'; description: string; params: { system_tool_type: 'end_call' } }
    }
  }
}

// what ElevenLabs waits unless told otherwise
const usualSeconds = 20
const headStartSeconds = 5

/** Seconds that ElevenLabs is to wait: longer than we take at most, so that it is we who say what happened. */
export const toolTimeout = (deadlineMs: number): number =>
  Math.max(usualSeconds, Math.ceil(deadlineMs / 1_000) + headStartSeconds)

/** What somebody should know who pastes this address into ElevenLabs, a sentence each. */
export function addressWarnings(publicUrl: string): string[] {
  if (publicUrl === '') return ['PUBLIC_URL is not set: the address in the tools is one of this machine alone.']
  if (!publicUrl.startsWith('https://'))
    return ['PUBLIC_URL is not https: keys and callers’ data would travel in the clear, and ElevenLabs may refuse it.']
  return []
}
