import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FaultOrders, readFaultOrder } from './fault-orders.ts'
import { readJson, type VendorAnswer } from './vendor-answer.ts'

type Options = {
  faults: FaultOrders
  requests: () => unknown[]
  bookings: () => unknown[]
  emails: () => unknown[]
  messages: () => unknown[]
  clear: () => void
}

const about = {
  'GET /_sandbox/requests': 'what the vendors were asked, oldest first',
  'GET /_sandbox/bookings': 'bookings of Cal.com',
  'GET /_sandbox/emails': 'mails that Graph has sent',
  'GET /_sandbox/messages': 'texts that Twilio has taken',
  'GET /_sandbox/faults': 'faults that still wait',
  'POST /_sandbox/faults':
    '{"target": "calcom"|"graph"|"token"|"twilio", "kind": "status"|"delay"|"reset"|"reset_after_commit"|"hang_after_commit"|"garbage", "status"?, "delay_ms"?, "retry_after"?, "committed"? (status and garbage: carried out before the answer went wrong; false), "times"? (1)}',
  'DELETE /_sandbox/faults': 'takes back the faults that still wait',
  'DELETE /_sandbox/state': 'forgets all of it, faults too',
}

/** The sandbox's own paths: what it was asked, and what shall go wrong. */
export function sandboxDoor({ faults, clear, ...reads }: Options) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://sandbox').pathname.replace(/\/$/, '')
    const name = path.slice('/_sandbox/'.length)
    const { method = '' } = request
    const body = await readText(request)
    if (body === undefined) return
    const { status, body: said } = answer(method, path, name, body)
    if (said === undefined) response.writeHead(status).end()
    else response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(said))
  }

  function answer(method: string, path: string, name: string, body: string): VendorAnswer {
    if (method === 'GET' && path === '/_sandbox')
      return { status: 200, body: { service: 'vami sandbox', paths: about } }
    if (method === 'GET' && name === 'faults') return { status: 200, body: faults.waiting() }
    if (method === 'GET' && Object.hasOwn(reads, name))
      return { status: 200, body: reads[name as keyof typeof reads]() }
    if (method === 'POST' && name === 'faults') return order(faults, body)
    if (method === 'DELETE' && name === 'faults') {
      faults.clear()
      return { status: 204 }
    }
    if (method === 'DELETE' && name === 'state') {
      clear()
      return { status: 204 }
    }
    const message = `There is no ${method} ${path}. GET /_sandbox lists what is.`
    return { status: 404, body: { error: 'not_found', message } }
  }
}

function order(faults: FaultOrders, text: string): VendorAnswer {
  const body = readJson(Buffer.from(text))
  if (body === undefined)
    return { status: 400, body: { error: 'malformed_json', message: 'The body is not valid JSON.' } }
  const read = readFaultOrder(body)
  if (!Array.isArray(read)) {
    faults.add(read)
    return { status: 201, body: read }
  }
  const wrong = read.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')
  const message = `This is no fault that the sandbox knows: ${wrong}.`
  return { status: 422, body: { error: 'invalid_fields', message, details: read } }
}

/** undefined when the sender has gone, or sends more than an order can be. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  let text = ''
  try {
    for await (const part of request.setEncoding('utf8')) {
      text += part
      if (text.length > 65_536) {
        request.destroy()
        return undefined
      }
    }
    return text
  } catch {
    return undefined
  }
}
