import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { openBackup, verifyBackup } from '../store/backup-format.ts'
import { restore } from '../store/restore.ts'
import { counted, secretsApart, tellTable, withBareDatabase } from './backup-command.ts'
import { type Command, WrongUsage } from './command.ts'

export const command: Command = {
  usage: 'restore FILE [--replace] [--data ./data]',
  summary: 'load a backup, all of it or nothing',
  help: `Loads what "vami backup" has written into DATABASE_URL, else into the private PostgreSQL of --data: an empty database,
or with --replace one whose rows are deleted in the same transaction. FILE - is stdin. A file that is damaged, cut off
or of a later schema is refused and nothing is changed. Beside a running server requests wait meanwhile, or are answered
with 503; restart it afterwards. See docs/backup.md.`,
  example: 'DATABASE_URL=postgres://vami@db.example.com/vami vami restore vami-2026-12-07.backup',
  words: 1,
  options: { replace: { type: 'boolean' } },
  run: async ({ words, options, config, answer }) => {
    const file = words[0]!
    const source = await openSource(file)
    const backup = await openBackup(source)
    const replace = options.replace === true
    const restored = withBareDatabase(config, (pool) => restore(pool, backup, { replace, onTable: tellTable }))
    // whoever writes into the pipe is to hear of a refusal
    const done = await restored.finally(() => source.destroy())
    const { tables, replacedRows, schemaVersion } = done
    const rows = tables.reduce((sum, table) => sum + table.rows, 0)
    const replaced = replacedRows > 0 ? ` in place of ${counted(replacedRows)}` : ''
    answer(
      `Restored ${counted(tables.length)} tables with ${counted(rows)} rows${replaced}, as of ${backup.header.taken_at}.\n${secretsApart}`,
      {
        file,
        tables: tables.length,
        rows,
        bytes: tables.reduce((sum, table) => sum + table.bytes, 0),
        rows_by_table: Object.fromEntries(tables.map((table) => [table.name, table.rows])),
        replaced_rows: replacedRows,
        schema_version: schemaVersion,
        taken_at: backup.header.taken_at,
      },
    )
    return 0
  },
}

/** A file is read twice: once to its seal, before any database is touched. What comes through a pipe comes once. */
async function openSource(file: string): Promise<Readable> {
  if (file === '-') {
    if (process.stdin.isTTY) throw new WrongUsage('FILE - reads from stdin: lead a backup into it.')
    return process.stdin
  }
  const there = statSync(file, { throwIfNoEntry: false })
  if (there === undefined) throw new Error(`there is no file ${file}.`)
  if (there.isDirectory()) throw new Error(`${file} is a folder.`)
  const read = () => createReadStream(file, { highWaterMark: 1 << 20 })
  if (there.isFile()) await verifyBackup(read())
  return read()
}
