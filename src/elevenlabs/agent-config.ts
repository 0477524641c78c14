import { voiceOf } from '../language/sentences.ts'
import { agentTools, emptyVariables, heldSlot, offeredSlots } from './agent-tools.ts'
import { englishPrompt, type PromptFacts, spanishPrompt } from './prompt-words.ts'
import type { ToolRequest } from './tool-form.ts'
import { agentFaults, toolFaults } from './tool-lint.ts'

/** The agent and its clinic, as far as the platform has to know of them. */
export type Receptionist = {
  agentId: string
  name: string
  /** tag such as `es-MX` */
  language: string
  requireConfirmation: boolean
  verification: 'standard' | 'strict'
  todayTool: boolean
  clinic: { name: string; timezone: string; emergency: string | null }
}

/** What `POST /v1/convai/agents/create` takes. `tool_ids` is for the ids that the tools get when they are created. */
export type AgentRequest = {
  name: string
  conversation_config: {
    agent: {
      first_message: string
      language: string
      dynamic_variables: { dynamic_variable_placeholders: Record<string, string> }
      prompt: {
        prompt: string
        temperature: 0
        timezone: string
        tool_ids: string[]
        built_in_tools: Record<string, { type: 'system'; name: string; params: { system_tool_type: string } }>
      }
    }
    tts?: { model_id: string }
    turn: { spelling_patience: 'auto'; soft_timeout_config: { timeout_seconds: number; message: string } }
  }
}

export type AgentConfig = { tools: ToolRequest[]; agent: AgentRequest; warnings: string[] }

/**
 * An agent of ours as ElevenLabs takes it: its tools, its prompt, and what the integrator has to mend first.
 * `publicUrl` is where callers reach this server. No secret is in it.
 */
export function agentConfig(receptionist: Receptionist, publicUrl: string): AgentConfig {
  const tools = agentTools({ ...receptionist, publicUrl: publicUrl.replace(/\/+$/, '') })
  const agent = agentRequest(receptionist)
  return { tools, agent, warnings: [...warningsAbout(publicUrl), ...toolFaults(tools), ...agentFaults(agent, tools)] }
}

function agentRequest(receptionist: Receptionist): AgentRequest {
  const { name, language, clinic, requireConfirmation } = receptionist
  const words = spokenWords[baseOf(language)] ?? spokenWords.en!
  return {
    name,
    conversation_config: {
      agent: {
        first_message: words.greeting.replace('{clinic}', () => plain(clinic.name)),
        language: platformLanguage(language),
        dynamic_variables: {
          dynamic_variable_placeholders: {
            [offeredSlots]: emptyVariables[offeredSlots]!,
            ...(requireConfirmation && { [heldSlot]: emptyVariables[heldSlot]! }),
            // Only a phone call has them; without a value a test in the browser would not begin. We read it as no number.
            system__caller_id: 'anonymous',
            system__called_number: 'anonymous',
          },
        },
        prompt: {
          prompt: promptOf(receptionist),
          temperature: 0,
          // Without it the model has no idea what day it is.
          timezone: clinic.timezone,
          tool_ids: [],
          built_in_tools: {
            end_call: { type: 'system', name: 'end_call', params: { system_tool_type: 'end_call' } },
          },
        },
      },
      // The platform's default voice model speaks English only.
      ...(baseOf(language) !== 'en' && { tts: { model_id: 'eleven_flash_v2_5' } }),
      turn: {
        spelling_patience: 'auto',
        // Its own filler is English, and off.
        soft_timeout_config: { timeout_seconds: 3, message: words.patience },
      },
    },
  }
}

function promptOf({ language, clinic, requireConfirmation, verification, todayTool }: Receptionist): string {
  const base = baseOf(language)
  const speaks = spokenWords[base]?.name
  const facts: PromptFacts = {
    clinic: plain(clinic.name),
    timezone: clinic.timezone,
    emergency: plain(clinic.emergency || voiceOf(language).say('emergency')),
    requireConfirmation,
    strict: verification === 'strict',
    todayTool,
    ...(speaks !== undefined && { speaks }),
  }
  return base === 'es' ? spanishPrompt(facts) : englishPrompt(facts)
}

/** `name` is set where the prompt has to be told to speak it. */
const spokenWords: Record<string, { name?: string; greeting: string; patience: string }> = {
  en: { greeting: '{clinic}, good day. How can I help you?', patience: 'One moment, please.' },
  es: { greeting: '{clinic}, buenas. ¿En qué puedo ayudarle?', patience: 'Un momento, por favor.' },
  fr: {
    name: 'French',
    greeting: '{clinic}, bonjour. Que puis-je faire pour vous ?',
    patience: 'Un instant, s’il vous plaît.',
  },
  de: { name: 'German', greeting: '{clinic}, guten Tag. Wie kann ich Ihnen helfen?', patience: 'Einen Moment, bitte.' },
  pt: { name: 'Portuguese', greeting: '{clinic}, olá. Como posso ajudar?', patience: 'Um momento, por favor.' },
}

const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0]!

/** Of the platform's codes only that of Brazil has a region. */
const platformLanguage = (tag: string): string => (tag.toLowerCase() === 'pt-br' ? 'pt-br' : baseOf(tag))

/**
 * An owner's text within ours: one line, and no braces. `{{…}}` is a variable to the platform, and one that nobody sets
 * ends every call at its first second.
 */
const plain = (text: string): string =>
  text.replaceAll('{', '(').replaceAll('}', ')').replaceAll('"', '’').replace(/\s+/g, ' ').trim()

function warningsAbout(publicUrl: string): string[] {
  const { protocol, hostname } = new URL(publicUrl)
  const own =
    /^(localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\]|10\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+)$/
  return [
    ...(protocol === 'https:'
      ? []
      : ['PUBLIC_URL is not https: the agent’s token and what callers say would cross the net in clear.']),
    ...(own.test(hostname)
      ? [
          'PUBLIC_URL is an address of this machine or network: ElevenLabs calls from its own servers, and cannot reach it.',
        ]
      : []),
  ]
}
