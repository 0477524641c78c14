import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { problem } from '../problems.ts'
import { version } from '../version.ts'

/** Where `npm run build` puts it. */
const built = join(import.meta.dirname, '../../web/dist')

// The page finds out which of them it is at.
const clientAddresses = [
  ...['/login', '/register', '/set-up', '/today', '/activity', '/messages'],
  ...['/calendar', '/agents', '/settings'].flatMap((address) => [address, `${address}/*`]),
]

// Only what comes from this server runs, and nobody frames it. Positions are written into style attributes.
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')
const safe = { 'content-security-policy': policy, 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' }

const forever = 'public, max-age=31536000, immutable'
const anHour = 'public, max-age=3600'

/**
 * The dashboard from the folder where it has been built: its page at `/` and at the addresses it makes up itself, for
 * who accepts HTML, and its files. `/` is JSON for anybody else.
 */
export function screen(server: FastifyInstance, folder = built): void {
  // HEAD along with GET is one route: with one for each these addresses took twice the time at each start
  const get = (url: string, handler: RouteHandlerMethod) =>
    server.route({ method: ['GET', 'HEAD'], url, schema: { hide: true }, handler })
  get('/', async (request, reply) => {
    if (wantsPage(request)) return sendPage(folder, request, reply)
    return reply.header('vary', 'accept').send({ service: 'vami', status: 'ok', version, docs: '/docs' })
  })
  for (const address of clientAddresses)
    get(address, async (request, reply) => {
      if (wantsPage(request)) return sendPage(folder, request, reply)
      throw problem('not_found')
    })
  get('/assets/*', (request, reply) =>
    sendFile(join(folder, 'assets'), (request.params as { '*': string })['*'], forever, request, reply),
  )
  get('/:file(^[\\w-]+\\.(?:ico|js|png|svg|txt|webmanifest)$)', (request, reply) =>
    sendFile(folder, (request.params as { file: string }).file, anHour, request, reply),
  )
}

const wantsPage = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true

/**
 * Read whole and marked by its content: a build that replaces it meanwhile cannot mix two of them, and servers that
 * were built apart agree on the mark.
 */
async function sendPage(folder: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  reply.headers(safe).header('vary', 'accept, accept-encoding').type('text/html; charset=utf-8')
  for (const [coding, suffix] of codingsFor(request)) {
    const page = await readFile(join(folder, `index.html${suffix}`)).catch(onlyMissing)
    if (page === undefined) continue
    const mark = `"${createHash('sha256').update(page).digest('base64url').slice(0, 22)}"`
    reply.headers({ 'cache-control': 'no-cache', etag: mark })
    if (request.headers['if-none-match']?.includes(mark)) return reply.status(304).send()
    if (coding !== undefined) reply.header('content-encoding', coding)
    return reply.send(page)
  }
  return reply.send(unbuilt)
}

/** `path` is decoded; what lies outside of the folder, or begins with a dot, is not found. */
async function sendFile(
  folder: string,
  path: string,
  caching: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // loaded when somebody looks at the screen: a voice agent has no use for it
  const { send, mime, isUtf8MimeType } = (await import('@fastify/send')).default
  const options = {
    root: folder,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    contentType: false,
    acceptRanges: false,
  } as const
  for (const [coding, suffix] of codingsFor(request)) {
    const found = await send(request.raw, encodeURIComponent(path + suffix), options)
    if (found.type !== 'file') continue
    const type = mime.getType(path) ?? 'application/octet-stream'
    reply.headers({ ...safe, ...found.headers, 'cache-control': caching, vary: 'accept-encoding' })
    reply.status(found.statusCode)
    if (found.statusCode === 304) return reply.send(found.stream)
    reply.type(isUtf8MimeType(type) ? `${type}; charset=utf-8` : type)
    if (coding !== undefined) reply.header('content-encoding', coding)
    return reply.send(found.stream)
  }
  throw problem('not_found')
}

type Coding = readonly [name: string | undefined, suffix: string]

/** How the answer may be compressed, the best first; not at all is always allowed. */
function codingsFor({ headers }: FastifyRequest): Coding[] {
  const accepted = String(headers['accept-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().split(/\s*;\s*q\s*=\s*/))
    .filter(([, weight]) => weight === undefined || Number(weight) > 0)
    .map(([name]) => name)
  const known: Coding[] = [
    ['br', '.br'],
    ['gzip', '.gz'],
  ]
  return [...known.filter(([name]) => accepted.includes(name)), [undefined, '']]
}

function onlyMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error
}

const unbuilt = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Vami</title></head>
<body>
<main>
<h1>Vami</h1>
<p>The front desk behind a voice agent is open. Its dashboard has not been built: <code>npm run build</code> does it.</p>
<p><a href="/docs">All addresses of the API</a> · <a href="/health">Health</a></p>
</main>
</body>
</html>
`
