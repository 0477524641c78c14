import { z } from 'zod'
import { readEmail, readText } from '../language/said.ts'
import type { BridgeFaultCode, Detail } from '../problems.ts'
import type { Failure } from './webhook-outcome.ts'

/** The pieces of both webhooks' bodies. */

/** A value that is there and of the right type, and still of no use. */
export type FieldFault = { code: BridgeFaultCode; path: string; message: string }

/** Text that has to be there. An empty one is there: whether it will do is asked later. */
export const textField = (description: string) =>
  z.string({ error: ({ input }) => (input === undefined || input === null ? 'Is missing.' : 'Must be text.') }).meta({
    description,
  })

/** The body as its schema has it, or 422 with every field that is missing or of the wrong type. */
export function readShape<Body extends z.ZodType>(schema: Body, body: unknown): z.output<Body> | Failure {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const details = read.error.issues.map(({ path, message }): Detail => ({ path: path.join('.'), message }))
  return { code: 'invalid_fields', details, message: `Missing or of the wrong type: ${namesOf(details)}.` }
}

// names of our own fields, and a place in a list
const namesOf = (details: readonly Detail[]): string =>
  details
    .map(({ path }) => path)
    .filter((path) => path !== '')
    .slice(0, 10)
    .join(', ')

/** 400 with every faulty field; its code and sentence are the first one's. */
export function refuseFields([first, ...others]: readonly [FieldFault, ...FieldFault[]]): Failure {
  return {
    code: first.code,
    message: first.message,
    details: [first, ...others].map(({ path, message }) => ({ path, message })),
  }
}

/** Trimmed text of one line, or undefined. */
export const lineOf = (text: string, longest: number): string | undefined => {
  const line = readText(text)
  return line !== undefined && line.length <= longest ? line : undefined
}

/** Lower-cased; undefined for what is no address. A line break within is no blank to be forgiven: it starts a header. */
export function emailOf(text: string): string | undefined {
  if (/[\r\n\0]/.test(text.trim())) return undefined
  const email = readEmail(text)
  return email !== undefined && email.indexOf('@') <= 64 ? email : undefined
}
