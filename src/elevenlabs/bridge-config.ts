import { type AgentConfig, addressWarnings, toolTimeout } from './platform-agent.ts'
import type { LiteralParameter, ObjectParameter, WebhookTool } from './tool-form.ts'

export type BridgeWish = {
  /** PUBLIC_URL; empty: `localAddress` stands in, with a warning */
  publicUrl: string
  localAddress: string
  /** BRIDGE_DEADLINE_MS */
  deadlineMs: number
  /** of the secret in ElevenLabs that holds BRIDGE_API_KEY */
  secretId: string
}

export type BridgeConfig = { tools: WebhookTool[]; agent: AgentConfig; warnings: string[] }

/** The bridge's two webhooks as tools of ElevenLabs, and an agent that uses them. */
export function bridgeConfig({ publicUrl, localAddress, deadlineMs, secretId }: BridgeWish): BridgeConfig {
  const address = publicUrl === '' ? localAddress : publicUrl
  const webhook: Webhook = (path, { name, description, body }) => ({
    type: 'webhook',
    name,
    description,
    response_timeout_secs: toolTimeout(deadlineMs),
    interruption_mode: 'disable_during_tool',
    pre_tool_speech: 'auto',
    tool_call_sound: 'typing',
    tool_error_handling_mode: 'passthrough',
    execution_mode: 'immediate',
    api_schema: {
      url: address + path,
      method: 'POST',
      content_type: 'application/json',
      request_headers: { 'X-Api-Key': { secret_id: secretId } },
      request_body_schema: body,
    },
  })
  return {
    tools: [bookingTool(webhook), mailTool(webhook)],
    agent: agentConfig,
    warnings: addressWarnings(publicUrl),
  }
}

type Webhook = (path: string, tool: { name: string; description: string; body: ObjectParameter }) => WebhookTool

const said = (description: string): LiteralParameter => ({ type: 'string', description })

const bookingTool = (webhook: Webhook): WebhookTool =>
  webhook('/webhook/cal/schedule_consultation', {
    name: 'schedule_consultation',
    description:
      'Books a consultation in the calendar. Call it once the caller has confirmed date, time, time zone, name and e-mail ' +
      'address, and never say that something is booked before it has answered with status success. Otherwise do what its ' +
      'message says; of its alternatives, which are in UTC, offer one in the time zone of the caller.',
    body: {
      type: 'object',
      description: 'The consultation that the caller wants.',
      required: ['start_time_utc', 'attendee_timezone', 'attendee_name', 'attendee_email', 'metadata'],
      properties: {
        start_time_utc: said(
          'When it begins, converted from the time zone of the caller to UTC, as YYYY-MM-DDTHH:MM:SSZ. ' +
            'Nine in the morning in New York on December 15th 2026 is 2026-12-15T14:00:00Z.',
        ),
        attendee_timezone: said(
          'IANA time zone of the caller, such as America/New_York. Ask in which city they are; never guess it.',
        ),
        attendee_name: said('Full name of the caller.'),
        attendee_email: said(
          'E-mail address in written form, such as maria.lopez@example.com. Have it spelled and read it back first.',
        ),
        language: said('Language in which the caller is written to, as a code such as en, es or fr.'),
        metadata: {
          type: 'object',
          description: 'Names the call, so that asking twice books once.',
          required: ['conversation_id'],
          properties: { conversation_id: { type: 'string', dynamic_variable: 'system__conversation_id' } },
        },
      },
    },
  })

const mailTool = (webhook: Webhook): WebhookTool =>
  webhook('/webhook/outlook/send_email', {
    name: 'send_email',
    description:
      'Sends one e-mail to the caller. Call it after schedule_consultation has answered with status success, to confirm the ' +
      'consultation, and say that a mail is on its way only when it has answered with status success.',
    body: {
      type: 'object',
      description: 'The mail.',
      required: ['recipient_email', 'email_subject', 'email_body_html'],
      properties: {
        recipient_email: said('The same e-mail address that was booked with.'),
        email_subject: said('Subject of one line, such as: Your consultation on Tuesday, December 15th'),
        email_body_html: said(
          'Short mail in simple HTML (p, b, br) in the language of the caller: their name, and date and time with the time ' +
            'zone of the caller in words. No script, no style, nothing that was not agreed on.',
        ),
      },
    },
  })

const agentConfig: AgentConfig = {
  first_message: 'Hello, thank you for calling. Would you like to book a consultation?',
  language: 'en',
  prompt: {
    // callers come from anywhere; the tools speak UTC
    timezone: 'UTC',
    temperature: 0,
    tool_ids: [],
    built_in_tools: {
      end_call: {
        type: 'system',
        name: 'end_call',
        description: 'When the caller has what they wanted and has said goodbye.',
        params: { system_tool_type: 'end_call' },
      },
    },
    prompt: `# Who you are
You book consultations on the telephone. You are friendly and brief: one question at a time, and times and addresses in words.

# The time
It is now {{system__time_utc}} (UTC). Work out today, tomorrow and every weekday from this, in the time zone of the caller.

# How to book
1. Ask on which day and at what time, and in which city the caller is. The city gives the IANA time zone. Never assume one.
2. Ask for their full name, then for their e-mail address. Have it spelled, and turn "at" and "dot" into signs.
3. Read back: weekday, date, time, city, name and address. Go on only after a yes.
4. Convert the time to UTC and call schedule_consultation.
5. Only when its status is success: say that it is booked, and call send_email with a short confirmation.

# When a tool does not succeed
- Read "message" and do what it says. Never claim that something was booked or sent, and never invent a time.
- With "alternatives": offer one of them, converted to the time zone of the caller.
- With the code outcome_unknown: do not say that it failed. Call once more with the same data.
- After a second failure: apologise, and say that somebody will call back.

# Keep to this
Give no advice beyond booking. Do not speak of tools, UTC or error codes.`,
  },
}
