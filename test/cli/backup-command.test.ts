import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { schemaVersion } from '../../src/store/migrate.ts'
import { alicesClinic, newBareDatabase, newDatabase, openStage } from '../cast.ts'
import { addHousehold, openPool } from '../store/engines.ts'
import { until } from '../store/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'vami-backups-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const cli = join(import.meta.dirname, '../../src/cli.ts')

// somebody's clinic in a database, and its backup
let alices = ''
const backup = join(folder, 'alice.backup')

before(async () => {
  alices = await newDatabase()
  await addHousehold(openPool(alices), 'alice')
  assert.equal((await vami(alices, 'backup', backup)).code, 0)
})

test('the file is its owner’s alone, says first what it is, and lies beside nothing half-made', async () => {
  assert.equal(statSync(backup).mode & 0o777, 0o600)
  const header = JSON.parse(readFileSync(backup).toString('latin1').split('\n')[0]!)
  assert.deepEqual([header.format, header.format_version, header.schema.version], ['vami-backup', 1, schemaVersion()])
  assert.deepEqual(readdirSync(folder), ['alice.backup'])
})

test('what it prints are counts, a word on the secret, and nobody’s name', async () => {
  const made = await vami(alices, 'backup', join(folder, 'counts.backup'))
  assert.match(made.out, /^Backed up \d+ tables with 4 rows to .+: [\d,]+ bytes\.\n/)
  assert.match(made.out, /VAMI_SECRET is not in a backup/)
  const loaded = await vami(await newBareDatabase(), 'restore', backup)
  assert.match(loaded.out, /^Restored \d+ tables with 4 rows, as of \d{4}-\d\d-\d\dT.+Z\.\n/)
  assert.match(loaded.out, /VAMI_SECRET is not in a backup/)
  assert.doesNotMatch([made, loaded].map(({ out, err }) => out + err).join(), /alice@|Dr alice/)
})

test('with --json both answer one object with the rows of each table', async () => {
  const file = join(folder, 'json.backup')
  const made = JSON.parse((await vami(alices, 'backup', file, '--json')).out)
  assert.deepEqual(
    [made.file, made.rows, made.rows_by_table.clinics, made.left_out],
    [file, 4, 1, ['conversation_offers']],
  )
  assert.equal(made.bytes, statSync(file).size)
  const loaded = JSON.parse((await vami(alices, 'restore', file, '--replace', '--json')).out)
  assert.deepEqual([loaded.rows, loaded.replaced_rows, loaded.taken_at], [4, 4, made.taken_at])
  assert.deepEqual(loaded.rows_by_table, made.rows_by_table)
})

test('an existing file is kept, unless --force is given', async () => {
  const file = join(folder, 'kept.backup')
  writeFileSync(file, 'mine')
  const refused = await vami(alices, 'backup', file)
  assert.deepEqual([refused.code, readFileSync(file, 'utf8')], [1, 'mine'])
  assert.match(refused.err, /^vami backup: .+kept\.backup is there already\. Choose another name, or give --force\.\n$/)
  assert.equal((await vami(alices, 'backup', file, '--force')).code, 0)
  assert.equal((await vami(alices, 'restore', file, '--replace')).code, 0)
})

test('through a pipe one database goes straight into another, and a file that comes through one is loaded too', async () => {
  const url = await newBareDatabase()
  const source = start(alices, ['backup', '-', '--json'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const target = start(url, ['restore', '-', '--json'], { stdio: ['pipe', 'pipe', 'pipe'] })
  source.stdout!.pipe(target.stdin!)
  const [made, loaded] = (await Promise.all([text(source.stderr!), text(target.stdout!)])).map((line) =>
    JSON.parse(line),
  )
  assert.deepEqual([made.rows, loaded.rows], [4, 4])
})

test('wrong usage is exit 2, what fails is exit 1 with one sentence, and both have a help with an example', async () => {
  const told = async (code: number, sentence: RegExp, ...words: string[]) => {
    const { code: found, err } = await vami(alices, ...words)
    assert.equal(found, code)
    assert.match(err, sentence)
  }
  await told(2, /takes one word/, 'backup')
  await told(2, /--merge/, 'restore', backup, '--merge')
  await told(1, /^vami backup: there is no folder .+\n$/, 'backup', join(folder, 'nowhere', 'x'))
  await told(1, /^vami backup: .+ is a folder\. Name a file in it\.\n$/, 'backup', folder)
  await told(1, /^vami restore: there is no file .+\n$/, 'restore', join(folder, 'nothing'))
  await told(1, /^vami restore: This is no backup of Vami\.\n$/, 'restore', cli)
  await told(1, /^vami restore: The database is not empty: .+ --replace\.\n$/, 'restore', backup)
  for (const word of ['backup', 'restore'])
    assert.match((await vami('', word, '--help')).out, /Example:\n {2}.*vami (backup|restore) /)
})

test('a data folder without a database is said to be one, and none is made there', async () => {
  const { code, err } = await vami('', 'backup', join(folder, 'none.backup'), '--data', join(folder, 'empty'))
  assert.deepEqual([code, existsSync(join(folder, 'empty'))], [1, false])
  assert.match(err, /there is no database in .+\. Name its folder with --data, or set DATABASE_URL\./)
})

test('the private PostgreSQL of a data folder is restored into, and from there into another', async () => {
  const data = join(folder, 'data')
  assert.equal((await vami('', 'restore', backup, '--data', data)).code, 0)
  const file = join(folder, 'private.backup')
  assert.equal((await vami('', 'backup', file, '--data', data)).code, 0)
  const url = await newBareDatabase()
  assert.equal((await vami(url, 'restore', file)).code, 0)
  assert.deepEqual((await openPool(url).query('select name from clinics')).rows, [{ name: 'alice' }])
})

test('a backup that is cut off by its database leaves no file', async () => {
  const url = await newDatabase()
  const pool = openPool(url)
  await addAppointments(pool, 20_000, 500)
  const file = join(folder, 'lost.backup')
  const child = start(url, ['backup', '-'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const toFile = vami(url, 'backup', file)
  await until('rows are on their way', async () => (await copying(pool)) >= 1)
  await pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  child.stdout!.resume()
  const [[code], told] = await Promise.all([once(child, 'exit'), text(child.stderr!)])
  assert.deepEqual([code, told.split('\n').length], [1, 2])
  // the other may have been through by then: then its file is whole
  const { code: its } = await toFile
  assert.equal(existsSync(file), its === 0)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  )
})

test('a restore that is killed in the middle leaves the database as it was', async () => {
  const url = await newDatabase()
  const pool = openPool(url)
  await addHousehold(pool, 'bob')
  const big = await newDatabase()
  await addAppointments(openPool(big), 4_000, 8_000)
  const file = join(folder, 'big.backup')
  assert.equal((await vami(big, 'backup', file)).code, 0)
  const child = start(url, ['restore', '-', '--replace'], { stdio: ['pipe', 'ignore', 'ignore'] })
  const bytes = readFileSync(file)
  child.stdin!.on('error', () => {})
  child.stdin!.write(bytes.subarray(0, Math.floor(bytes.length * 0.7)))
  await until('rows are being loaded', async () => (await copying(pool)) > 1_000)
  const killed = once(child, 'exit')
  child.kill('SIGKILL')
  await killed
  await until('PostgreSQL has let go', async () => (await copying(pool)) === 0)
  const { rows } = await pool.query(
    'select name, (select count(*)::int from appointments) as appointments from clinics',
  )
  assert.deepEqual(rows, [{ name: 'bob', appointments: 0 }])
  assert.equal((await vami(url, 'restore', file, '--replace')).code, 0)
})

test('memory does not grow with the rows: 110 MB of appointments pass through 90 MB more than three rows need', async () => {
  const big = await newDatabase()
  await addAppointments(openPool(big), 14_000, 8_000)
  const file = join(folder, 'large.backup')
  const peakOf = async (url: string, ...words: string[]) => {
    const { code, err, out } = await vami(url, ...words, '--json')
    assert.equal(code, 0, err)
    return { peak: Number(/^peak (\d+)$/m.exec(err)?.[1]), ...JSON.parse(out) }
  }
  const small = [
    await peakOf(alices, 'backup', join(folder, 'small.backup')),
    await peakOf(alices, 'restore', backup, '--replace'),
  ]
  const large = [await peakOf(big, 'backup', file), await peakOf(big, 'restore', file, '--replace')]
  assert.equal(large[1].rows, large[0].rows)
  assert.ok(large[1].bytes > 110_000_000)
  for (const i of [0, 1])
    assert.ok(large[i].peak - small[i].peak < 90_000, `${large[i].peak} KB, and ${small[i].peak} for three rows`)
})

test('the backup of a running server is restored, and its agent’s token goes on working', async () => {
  const stage = await openStage()
  const { agentId, token, email, password } = await alicesClinic(stage)
  const file = join(folder, 'server.backup')
  assert.equal((await vami(String(stage.sql.options.connectionString), 'backup', file)).code, 0)
  const databaseUrl = await newBareDatabase()
  assert.equal((await vami(databaseUrl, 'restore', file)).code, 0)
  const config = { VAMI_SECRET: 'another one, of thirty-two characters or more' }
  const restored = await openStage({ databaseUrl, config })
  const body = { date: '2026-12-09' }
  assert.equal(
    (await restored.call('POST', `/api/agent-actions/check-availability/${agentId}`, { token, body })).status,
    200,
  )
  const login = await restored.call('POST', '/api/auth/login', { body: { email, password } })
  const revealed = await restored.call('GET', `/api/agents/${agentId}/api-token`, { bearer: login.body.access_token })
  assert.deepEqual([login.status, revealed.body.api_token], [200, null])
  assert.match(revealed.body.message, /regenerate/i)
})

// the most memory it has had, in KB, on the last line of stderr
const tellPeak = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS+'\\n'))`

/** Runs the command line on a database and waits for its end. */
async function vami(databaseUrl: string, ...words: string[]) {
  const env = words.includes('--json') ? { NODE_OPTIONS: `--import=${encodeURI(tellPeak)}` } : {}
  const child = start(databaseUrl, words, { stdio: ['ignore', 'pipe', 'pipe'] }, env)
  const ended = once(child, 'exit')
  const [out, err] = await Promise.all([text(child.stdout!), text(child.stderr!)])
  const [code] = await ended
  return { code: code as number | null, out, err }
}

function start(databaseUrl: string, words: string[], options: SpawnOptions, env = {}): ChildProcess {
  return spawn(process.execPath, [cli, ...words], {
    ...options,
    env: { ...process.env, DATABASE_URL: databaseUrl, ...env },
  })
}

/** Rows that PostgreSQL has copied so far in this database, in whichever direction. */
async function copying(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query(
    'select coalesce(max(tuples_processed), 0)::int as count from pg_stat_progress_copy where datname = current_database()',
  )
  return rows[0].count
}

/** So many appointments of one practitioner, each with notes of that length. */
async function addAppointments(pool: pg.Pool, count: number, length: number): Promise<void> {
  const { clinicId, practitionerId, userId } = await addHousehold(pool, 'alice')
  await pool.query('alter table appointments disable trigger user')
  await pool.query(
    `insert into appointments (clinic_id, practitioner_id, user_id, start_time, end_time, buffer_minutes, status, notes)
     select $1, $2, $3, at, at + interval '30 minutes', 0, 'completed',
       repeat(md5(i::text), $5 / 32)
     from generate_series(1, $4) i, lateral (select timestamptz '2020-01-01Z' + i * interval '30 minutes' as at) t`,
    [clinicId, practitionerId, userId, count, length],
  )
  await pool.query('alter table appointments enable trigger user')
}
