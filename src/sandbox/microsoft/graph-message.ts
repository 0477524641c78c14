import { isObject, type JsonObject } from '../vendor-answer.ts'

/** A fault of a request to Graph: `code` is what clients branch on. */
export class GraphRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** A mail as it will be sent. */
export type Mail = {
  to: string[]
  cc: string[]
  bcc: string[]
  subject: string
  contentType: 'html' | 'text'
  content: string
  saveToSentItems: boolean
  headers: { name: string; value: string }[]
  attachments: { name: string; size: number }[]
}

/** Reads the body of sendMail in its JSON form by the rules of Graph; `sender` is the mailbox that sends. */
export function readMailBody(body: unknown, sender: string): Mail {
  if (!isObject(body)) throw unread('The payload must be a JSON object.')
  const parameters = byLowerCase(body)
  for (const name of Object.keys(body))
    if (!/^(message|savetosentitems)$/i.test(name) && !name.includes('@'))
      throw unread(
        `The parameter '${name}' in the request payload is not a valid parameter for the operation 'sendMail'.`,
      )
  const message = parameters.get('message')
  const save = parameters.get('savetosentitems')
  if (message === undefined || message === null)
    throw new GraphRefusal(400, 'ErrorInvalidParameter', "The value of the parameter 'Message' is empty.")
  if (save !== undefined && save !== null && typeof save !== 'boolean') throw notConvertible(save, 'Edm.Boolean')
  const mail = readMessage(message, sender)
  return { ...mail, saveToSentItems: save !== false }
}

type Type = (value: unknown, property: string) => void

const string: Type = (value) => {
  if (typeof value !== 'string') throw notConvertible(value, 'Edm.String')
}
const boolean: Type = (value) => {
  if (typeof value !== 'boolean') throw notConvertible(value, 'Edm.Boolean')
}
const instant: Type = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value))
    throw notConvertible(value, 'Edm.DateTimeOffset')
}
const oneOf =
  (name: string, ...members: string[]): Type =>
  (value) => {
    if (typeof value !== 'string' || !members.includes(value.toLowerCase()))
      throw unread(`Requested value '${shown(value)}' was not found in the enumeration '${name}'.`)
  }
const listOf =
  (type: Type): Type =>
  (value, property) => {
    if (!Array.isArray(value)) throw unexpected(value, 'StartArray')
    for (const one of value) type(one, property)
  }
/** An object with these properties and no others; null is allowed where the metadata makes a property nullable. */
const complex =
  (name: string, properties: Record<string, Type>, notNull: readonly string[] = []): Type =>
  (value) => {
    if (!isObject(value)) throw unexpected(value, 'StartObject')
    for (const [property, one] of Object.entries(value)) {
      if (property.includes('@')) continue
      if (!Object.hasOwn(properties, property))
        throw unread(
          `The property '${property}' does not exist on type '${name}'. Make sure to only use property names that are defined by the type.`,
        )
      if (one !== null) properties[property]!(one, property)
      else if (notNull.includes(property))
        throw unread(`A null value was found for the property named '${property}', which does not allow null values.`)
    }
  }

const recipient = complex('microsoft.graph.recipient', {
  emailAddress: complex('microsoft.graph.emailAddress', { address: string, name: string }),
})
const itemBody = complex('microsoft.graph.itemBody', {
  contentType: oneOf('microsoft.graph.bodyType', 'text', 'html'),
  content: string,
})
const dateTimeTimeZone = complex('microsoft.graph.dateTimeTimeZone', { dateTime: string, timeZone: string })
const anyNumber: Type = (value) => {
  if (!Number.isInteger(value)) throw notConvertible(value, 'Edm.Int32')
}

const attachment: Type = (value, property) => {
  const kind = isObject(value) ? value['@odata.type'] : undefined
  if (!/^#?microsoft\.graph\.(file|item|reference)Attachment$/.test(typeof kind === 'string' ? kind : ''))
    throw unread(
      "An attachment needs an '@odata.type' that the model knows, such as '#microsoft.graph.fileAttachment'.",
    )
  complex(
    'microsoft.graph.fileAttachment',
    {
      ...{ id: string, name: string, contentType: string, contentId: string, contentLocation: string },
      ...{ isInline: boolean, size: anyNumber, lastModifiedDateTime: instant },
      contentBytes: (bytes) => {
        if (typeof bytes !== 'string' || !/^[\w+/-]*={0,2}$/.test(bytes)) throw notConvertible(bytes, 'Edm.Binary')
      },
      item: complexAnything,
      ...(/reference/.test(kind as string) && { sourceUrl: string, providerType: string, permission: string }),
    },
    ['isInline', 'size', 'id'],
  )(value, property)
}

const complexAnything: Type = (value) => {
  if (!isObject(value)) throw unexpected(value, 'StartObject')
}

const collections = [
  ...['toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'internetMessageHeaders'],
  ...['attachments', 'categories'],
]

const messageType = complex(
  'microsoft.graph.message',
  {
    ...{ id: string, changeKey: string, subject: string, bodyPreview: string, conversationId: string },
    ...{ internetMessageId: string, parentFolderId: string, webLink: string, conversationIndex: string },
    ...{ createdDateTime: instant, lastModifiedDateTime: instant, receivedDateTime: instant, sentDateTime: instant },
    ...{ hasAttachments: boolean, isDraft: boolean, isRead: boolean },
    ...{ isDeliveryReceiptRequested: boolean, isReadReceiptRequested: boolean },
    ...{ body: itemBody, uniqueBody: itemBody, from: recipient, sender: recipient },
    ...{ toRecipients: listOf(recipient), ccRecipients: listOf(recipient) },
    ...{ bccRecipients: listOf(recipient), replyTo: listOf(recipient) },
    importance: oneOf('microsoft.graph.importance', 'low', 'normal', 'high'),
    inferenceClassification: oneOf('microsoft.graph.inferenceClassificationType', 'focused', 'other'),
    flag: complex('microsoft.graph.followupFlag', {
      ...{ completedDateTime: dateTimeTimeZone, dueDateTime: dateTimeTimeZone, startDateTime: dateTimeTimeZone },
      flagStatus: oneOf('microsoft.graph.followupFlagStatus', 'notflagged', 'complete', 'flagged'),
    }),
    internetMessageHeaders: listOf(complex('microsoft.graph.internetMessageHeader', { name: string, value: string })),
    attachments: listOf(attachment),
    categories: listOf(string),
  },
  [...collections, 'id'],
)

function readMessage(message: unknown, sender: string): Omit<Mail, 'saveToSentItems'> {
  messageType(message, 'message')
  const given = message as JsonObject
  const headers = (given.internetMessageHeaders ?? []) as { name: string; value: string }[]
  refuseHeaders(headers)
  for (const field of ['from', 'sender'] as const) {
    const address = addressOf(given[field])
    if (address !== undefined && address.toLowerCase() !== sender)
      throw new GraphRefusal(
        403,
        'ErrorSendAsDenied',
        'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account., Cannot submit message.',
      )
  }
  const [to, cc, bcc] = ['toRecipients', 'ccRecipients', 'bccRecipients'].map((field) => addressesOf(given[field]))
  if (to!.length + cc!.length + bcc!.length === 0)
    throw invalidRecipients("A message can't be sent because it contains no recipients.")
  const body = (given.body ?? {}) as { contentType?: string; content?: string | null }
  const attachments = (given.attachments ?? []) as { name?: string; contentBytes?: string }[]
  return {
    ...{ to: to!, cc: cc!, bcc: bcc!, headers },
    subject: (given.subject ?? '') as string,
    contentType: body.contentType?.toLowerCase() === 'html' ? 'html' : 'text',
    content: body.content ?? '',
    attachments: attachments.map(({ name = '', contentBytes = '' }) => ({
      name,
      size: Buffer.from(contentBytes, 'base64').length,
    })),
  }
}

function addressesOf(recipients: unknown): string[] {
  return ((recipients ?? []) as unknown[]).map((one) => {
    const address = addressOf(one) ?? ''
    if (!/^[^\s@;,<>()[\]\\:"]+@[^\s@;,<>()[\]\\:"]+$/.test(address))
      throw invalidRecipients(
        `Recipient '${address}' isn't resolved. All recipients must be resolved before a message can be submitted.`,
      )
    return address
  })
}

function addressOf(recipient: unknown): string | undefined {
  const { emailAddress } = (recipient ?? {}) as { emailAddress?: { address?: string | null } | null }
  return emailAddress?.address ?? undefined
}

/** Custom headers only, and at most five of them. */
function refuseHeaders(headers: readonly { name?: string | null; value?: string | null }[]): void {
  const wrong = headers.find(({ name }) => !/^x-[!-9;-~]+$/i.test(name ?? ''))
  if (wrong !== undefined)
    throw new GraphRefusal(
      400,
      'InvalidInternetMessageHeader',
      `The internet message header name '${wrong.name}' should start with 'x-' or 'X-'.`,
    )
  if (headers.some(({ value }) => /[\r\n]/.test(value ?? '')))
    throw new GraphRefusal(400, 'InvalidInternetMessageHeader', 'The internet message header value is not valid.')
  if (headers.length > 5)
    throw new GraphRefusal(
      400,
      'InvalidInternetMessageHeaderCollection',
      'Maximum number of internet message headers in one message should be less than or equal to 5.',
    )
}

export const invalidRecipients = (why: string): GraphRefusal =>
  new GraphRefusal(400, 'ErrorInvalidRecipients', `At least one recipient is not valid., ${why}`)

const unread = (message: string): GraphRefusal => new GraphRefusal(400, 'RequestBodyRead', message)

const unexpected = (value: unknown, expected: string): GraphRefusal => {
  const found = Array.isArray(value) ? 'StartArray' : isObject(value) ? 'StartObject' : 'PrimitiveValue'
  return unread(
    `An unexpected '${found}' node was found when reading from the JSON reader. A '${expected}' node was expected.`,
  )
}

const notConvertible = (value: unknown, type: string): GraphRefusal =>
  unread(`Cannot convert the literal '${shown(value)}' to the expected type '${type}'.`)

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 60)

const byLowerCase = (value: JsonObject): Map<string, unknown> =>
  new Map(Object.entries(value).map(([name, one]) => [name.toLowerCase(), one]))
