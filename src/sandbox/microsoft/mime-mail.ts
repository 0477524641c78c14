import { GraphRefusal, invalidRecipients, type Mail } from './graph-message.ts'

/** Reads sendMail's other form: the whole MIME message in base64. Its parts are kept as they are, undecoded. */
export function readMimeMail(base64: string): Mail {
  const text = base64.replace(/[\r\n]/g, '')
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(text))
    throw new GraphRefusal(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.')
  const mime = Buffer.from(text, 'base64').toString('utf8')
  const [head = '', ...rest] = mime.split(/\r?\n\r?\n/)
  const headers = head
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .map((line) => ({ name: line.split(':')[0]!.trim(), value: line.slice(line.indexOf(':') + 1).trim() }))
  const headerOf = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.value ?? ''
  const [to, cc, bcc] = ['to', 'cc', 'bcc'].map((name) => headerOf(name).match(/[^\s<>,;"]+@[^\s<>,;"]+/g) ?? [])
  if (to!.length + cc!.length + bcc!.length === 0)
    throw invalidRecipients("A message can't be sent because it contains no recipients.")
  return {
    ...{ to: [...to!], cc: [...cc!], bcc: [...bcc!], headers: [], attachments: [] },
    subject: headerOf('subject'),
    contentType: /^text\/html/i.test(headerOf('content-type')) ? 'html' : 'text',
    content: rest.join('\r\n\r\n'),
    saveToSentItems: true,
  }
}
