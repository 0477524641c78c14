import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inTime, letter, type McpStage, type Order, startMcpStage, type Told, wish } from './mcp-stage.ts'

/** What each tool says while a vendor errs without an end: always within its deadline, and never more than is known. */

type Fault = Omit<Order, 'target'>
const faults: Record<string, Fault> = {
  401: { kind: 'status', status: 401 },
  403: { kind: 'status', status: 403 },
  429: { kind: 'status', status: 429, retry_after: 60 },
  500: { kind: 'status', status: 500 },
  502: { kind: 'status', status: 502 },
  503: { kind: 'status', status: 503 },
  504: { kind: 'status', status: 504 },
  'cut off before': { kind: 'reset' },
  'cut off after': { kind: 'reset_after_commit' },
  'silent after': { kind: 'hang_after_commit' },
  garbage: { kind: 'garbage' },
  late: { kind: 'delay', delay_ms: 5_000 },
}

const definite = { 401: 'vendor_refused', 403: 'vendor_refused', 429: 'vendor_busy' }
const vendorErrors = { 500: 'vendor_error', 502: 'vendor_error', 503: 'vendor_error' }
const repeatable = {
  ...{ ...definite, ...vendorErrors, 504: 'vendor_error' },
  ...{ 'cut off before': 'vendor_error', 'cut off after': 'vendor_error', garbage: 'vendor_error' },
  ...{ 'silent after': 'vendor_timeout', late: 'vendor_timeout' },
}
// nobody can be asked what became of it either
const once = {
  ...{ ...definite, 500: 'outcome_unknown', 502: 'outcome_unknown', 503: 'outcome_unknown', 504: 'outcome_unknown' },
  ...{ 'cut off before': 'outcome_unknown', 'cut off after': 'outcome_unknown', garbage: 'outcome_unknown' },
  ...{ 'silent after': 'outcome_unknown', late: 'outcome_unknown' },
}
const sending = { ...once, ...vendorErrors }

type Row = {
  what: string
  target: Order['target']
  codes: Record<string, string>
  /** whatever has to be there before the vendor errs */
  before?: (stage: McpStage) => Promise<string>
  call: (stage: McpStage, before: string | undefined) => Promise<Told>
}

const ms = 600
const booked = async (stage: McpStage): Promise<string> => (await stage.calcom('create_booking', wish)).done.uid
const rows: Row[] = [
  {
    ...{ what: 'create_booking', target: 'calcom', codes: once },
    call: (stage) => stage.calcom('create_booking', wish, { ms }),
  },
  {
    ...{ what: 'reschedule_booking', target: 'calcom', codes: once, before: booked },
    call: (stage, booking_uid) =>
      stage.calcom('reschedule_booking', { booking_uid, start: '2026-12-15T16:00:00Z' }, { ms }),
  },
  {
    ...{ what: 'cancel_booking', target: 'calcom', codes: once, before: booked },
    call: (stage, booking_uid) => stage.calcom('cancel_booking', { booking_uid }, { ms }),
  },
  {
    ...{ what: 'get_booking', target: 'calcom', codes: repeatable, before: booked },
    call: (stage, booking_uid) => stage.calcom('get_booking', { booking_uid }, { ms }),
  },
  {
    ...{ what: 'get_booking by attendee', target: 'calcom', codes: repeatable },
    call: (stage) => stage.calcom('get_booking', { attendee_email: wish.attendee_email, start: wish.start }, { ms }),
  },
  {
    ...{ what: 'list_available_slots', target: 'calcom', codes: repeatable },
    call: (stage) => stage.calcom('list_available_slots', { from: '2026-12-15', timezone: 'America/New_York' }, { ms }),
  },
  {
    ...{ what: 'list_event_types', target: 'calcom', codes: repeatable },
    call: (stage) => stage.calcom('list_event_types', {}, { ms }),
  },
  {
    ...{ what: 'send_email, when Graph errs', target: 'graph', codes: sending },
    call: (stage) => stage.mail(letter, { ms }),
  },
  {
    ...{ what: 'send_email, when the log-in errs', target: 'token', codes: repeatable },
    call: (stage) => stage.mail(letter, { ms }),
  },
]

for (const { what, target, codes, before, call } of rows) {
  describe(what, { concurrency: true }, () => {
    for (const [name, fault] of Object.entries(faults)) {
      test(`${name}: ${codes[name]}`, async (t) => {
        const stage = await startMcpStage()
        t.after(stage.close)
        const given = await before?.(stage)
        await stage.order({ target, ...fault, times: 1_000 })
        const told = await call(stage, given)
        assert.equal(told.fault?.code, codes[name], told.text)
        inTime(told, ms)
        assert.ok(told.text.length > 20)
      })
    }
  })
}
