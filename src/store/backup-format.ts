import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { z } from 'zod'

/**
 * The backup file: a line of JSON that says what it is, then frames, each a letter, its length (four bytes, the
 * highest first) and its bytes.
 *
 *     T  a table begins: its name
 *     D  part of its rows, as PostgreSQL's COPY writes them (text, UTF-8), compressed with zstd
 *     Z  JSON: rows, bytes and SHA-256 of each table, and how far its numbers were given out
 *     S  the SHA-256 of every byte before this frame; nothing follows
 *
 * Both ways it is a stream: a block of each table is all that is ever in memory.
 */
const formatVersion = 1
const blockBytes = 1 << 20
const longestFrame = 4 * blockBytes
const longestHeader = blockBytes
const firstWords = '{"format":"vami-backup",'

/** A file that this program does not take, or a database it must not load it into; nothing has been changed. */
export class BackupRefused extends Error {}

const headerShape = z.object({
  format: z.literal('vami-backup'),
  format_version: z.number(),
  /** the Vami that wrote it */
  vami: z.string(),
  /** the server_version of the PostgreSQL it comes from */
  postgres: z.string(),
  taken_at: z.string(),
  schema: z.object({
    version: z.number(),
    migrations: z.array(z.object({ version: z.number(), name: z.string(), checksum: z.string() })),
  }),
  /** in an order in which they can be loaded */
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  left_out: z.array(z.string()),
})

const trailerShape = z.object({
  tables: z.array(z.object({ name: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() })),
  /** the last number that each numbered column has given out */
  numbers: z.array(z.object({ table: z.string(), column: z.string(), last: z.number() })),
})

export type BackupHeader = Omit<z.infer<typeof headerShape>, 'format' | 'format_version'>
export type BackupTrailer = z.infer<typeof trailerShape>
export type TableSum = BackupTrailer['tables'][number]

/** One table's rows on their way; the next table comes when these have been read to their end. */
export type TableRows = { name: string; rows: AsyncIterable<Buffer> }

export type WriteParts = {
  header: BackupHeader
  tables: AsyncIterable<TableRows>
  /** asked when every table is through */
  numbers: () => Promise<BackupTrailer['numbers']>
  onTable: (sum: TableSum) => void
}

/** The bytes of a backup file. */
export async function* encodeBackup({ header, tables, numbers, onTable }: WriteParts): AsyncGenerator<Buffer> {
  const whole = createHash('sha256')
  const sealed = (bytes: Buffer) => {
    whole.update(bytes)
    return bytes
  }
  const sums: TableSum[] = []
  const first = { format: 'vami-backup', format_version: formatVersion, ...header }
  yield sealed(Buffer.from(`${JSON.stringify(first)}\n`))
  for await (const { name, rows } of tables) {
    const sum = summing(name)
    yield sealed(frame('T', Buffer.from(name)))
    for await (const block of inBlocks(rows)) {
      sum.add(block)
      yield sealed(frame('D', await pack(block)))
    }
    sums.push(sum.done())
    onTable(sums.at(-1)!)
  }
  yield sealed(frame('Z', Buffer.from(JSON.stringify({ tables: sums, numbers: await numbers() }))))
  yield frame('S', whole.digest())
}

export type OpenBackup = {
  header: BackupHeader
  /** The tables, in the file's order. Throws `BackupRefused` at the first sign of damage, the last of it at the end. */
  tables(): AsyncGenerator<TableRows>
  /** known when the last table has been read and the seal was found right */
  trailer(): BackupTrailer
}

/** Reads the first line. Throws `BackupRefused` for what is no backup, or one of a later format. */
export async function openBackup(source: AsyncIterable<Buffer>): Promise<OpenBackup> {
  const bytes = byteReader(source)
  const header = await readHeader(bytes)
  let trailer: BackupTrailer | undefined
  return {
    header,
    async *tables() {
      const names: string[] = []
      trailer = undefined
      const sums: TableSum[] = []
      let next = await readFrame(bytes)
      async function* rowsOf(sum: Summing) {
        for (next = await readFrame(bytes); next.type === 'D'; next = await readFrame(bytes)) {
          const block = await decompress(next.payload)
          sum.add(block)
          yield block
        }
      }
      while (next.type === 'T') {
        const sum = summing(next.payload.toString())
        names.push(sum.name)
        yield { name: sum.name, rows: rowsOf(sum) }
        sums.push(sum.done())
      }
      if (next.type !== 'Z') throw damaged()
      const told = parsed(trailerShape, next.payload)
      await expectSeal(bytes)
      if (JSON.stringify(told.tables) !== JSON.stringify(sums)) throw damaged()
      if (names.join() !== header.tables.map(({ name }) => name).join()) throw damaged()
      trailer = told
    },
    trailer: () => {
      if (trailer === undefined) throw new Error('the backup has not been read to its end')
      return trailer
    },
  }
}

/** Reads a backup to its end and keeps nothing: returns when all of it is as it was written. */
export async function verifyBackup(source: AsyncIterable<Buffer>): Promise<BackupHeader> {
  const backup = await openBackup(source)
  for await (const { rows } of backup.tables()) for await (const _ of rows);
  return backup.header
}

async function readHeader(bytes: ByteReader): Promise<BackupHeader> {
  const line = await bytes.line()
  if (line === undefined) throw new BackupRefused('This is no backup of Vami.')
  const { format_version } = parsed(z.object({ format_version: z.number() }), line)
  if (format_version > formatVersion) {
    const { vami } = parsed(z.object({ vami: z.string() }), line)
    throw new BackupRefused(`This backup was written by a later Vami, ${vami}, in a form unknown here: use that one.`)
  }
  const { format: _, format_version: __, ...header } = parsed(headerShape, line)
  return header
}

type Frame = { type: string; payload: Buffer }

function frame(type: string, payload: Buffer): Buffer {
  const head = Buffer.alloc(5, type, 'latin1')
  head.writeUInt32BE(payload.length, 1)
  return Buffer.concat([head, payload])
}

async function readFrame(bytes: ByteReader): Promise<Frame> {
  const head = await bytes.take(5)
  const length = head.readUInt32BE(1)
  if (length > longestFrame) throw damaged()
  return { type: head.toString('latin1', 0, 1), payload: await bytes.take(length) }
}

async function expectSeal(bytes: ByteReader): Promise<void> {
  const expected = bytes.digest()
  const { type, payload } = await readFrame(bytes)
  if (type !== 'S' || !payload.equals(expected) || !(await bytes.atEnd())) throw damaged()
}

const compress = promisify(zstdCompress)
// its own checksum too, so that no altered row gets as far as the database
const pack = (block: Buffer) => compress(block, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
const unpack = promisify(zstdDecompress)

async function decompress(bytes: Buffer): Promise<Buffer> {
  try {
    // rows of a block and no more: a file made to fill the memory ends here
    return await unpack(bytes, { maxOutputLength: longestFrame })
  } catch (cause) {
    throw damaged(cause)
  }
}

type Summing = ReturnType<typeof summing>

/** Every row ends with a line feed, and COPY writes those within a value as `\n`. */
function summing(name: string) {
  const hash = createHash('sha256')
  let rows = 0
  let length = 0
  return {
    name,
    add(block: Buffer) {
      hash.update(block)
      length += block.length
      for (let at = block.indexOf(10); at !== -1; at = block.indexOf(10, at + 1)) rows += 1
    },
    done: (): TableSum => ({ name, rows, bytes: length, sha256: hash.digest('hex') }),
  }
}

/** PostgreSQL sends a chunk a row or a few: together they compress better and cost fewer frames. */
async function* inBlocks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    for (let rest = chunk; rest.length > 0; ) {
      const part = rest.subarray(0, blockBytes - length)
      gathered.push(part)
      length += part.length
      rest = rest.subarray(part.length)
      if (length < blockBytes) continue
      yield Buffer.concat(gathered)
      gathered = []
      length = 0
    }
  }
  if (length > 0) yield Buffer.concat(gathered)
}

type ByteReader = ReturnType<typeof byteReader>

/** Takes bytes off a stream in the lengths one needs, and sums up all that were taken. */
function byteReader(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  const whole = createHash('sha256')
  let held: Buffer[] = []
  let length = 0
  const more = async () => {
    const { value, done } = await chunks.next()
    if (done === true) return false
    held.push(value)
    length += value.length
    return true
  }
  const joined = () => {
    if (held.length > 1) held = [Buffer.concat(held)]
    return held[0] ?? Buffer.alloc(0)
  }
  const cut = (count: number) => {
    const all = joined()
    const taken = all.subarray(0, count)
    held = [all.subarray(count)]
    length -= count
    whole.update(taken)
    return taken
  }
  return {
    async take(count: number): Promise<Buffer> {
      while (length < count) if (!(await more())) throw damaged()
      return cut(count)
    },
    /** The first line without its end; undefined when it does not begin as ours do, or does not end. */
    async line(): Promise<Buffer | undefined> {
      while (length < firstWords.length && (await more()));
      if (joined().toString('latin1', 0, firstWords.length) !== firstWords) return undefined
      while (!joined().includes(10)) if (length > longestHeader || !(await more())) throw damaged()
      return cut(joined().indexOf(10) + 1).subarray(0, -1)
    },
    digest: () => whole.copy().digest(),
    atEnd: async () => length === 0 && !(await more()),
  }
}

function parsed<Shape extends z.ZodType>(shape: Shape, json: Buffer): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(json.toString()))
  } catch (cause) {
    throw damaged(cause)
  }
}

const damaged = (cause?: unknown) =>
  new BackupRefused('The backup is damaged or incomplete, so nothing of it was loaded. Take another copy of it.', {
    cause,
  })
