import type { Clock } from '../../clock.ts'
import { readEmail, readLine, readTimeZone, readUtcInstant, refusePast, showUtc } from '../field-checks.ts'
import type { ToolCall } from '../tool.ts'
import { Faulted, faulted } from '../tool-fault.ts'
import { alternativesTo } from './available-slots.ts'
import { type BookingMark, lookUpBooking } from './booking-lookup.ts'
import { type BookingWish, type CalcomApi, dataIn, readBooking } from './calcom-api.ts'
import { refusalOf, saysTaken } from './calcom-refusals.ts'
import { onceSurely, type Surely } from './once-surely.ts'

export type CreateInput = {
  start: string
  attendee_name: string
  attendee_email: string
  attendee_timezone: string
  language?: string | undefined
  guests?: string[] | undefined
  metadata?: Record<string, string> | undefined
}

/** Books, at most once, however often it is asked with the same wish. */
export async function createBooking(
  { api, clock, eventTypeId }: { api: CalcomApi; clock: Clock; eventTypeId: number },
  input: CreateInput,
  call: ToolCall,
): Promise<Surely> {
  const wish = readWish(input, eventTypeId, clock)
  const { start, attendee, metadata } = wish
  const mark: BookingMark = { start, eventTypeId, email: attendee.email, conversationId: metadata?.conversation_id }
  return onceSurely(
    {
      what: 'the appointment was booked',
      post: (posting) => api.book(wish, posting),
      read: (outcome) => readBooking(dataIn(outcome)),
      lookUp: (looking) => lookUpBooking(api, mark, looking),
      refused: async (answer, refusing) => {
        if (!saysTaken(answer)) throw await withAlternatives(refusalOf(answer, 'event type'), api, wish, refusing)
        // what takes the slot may be our own booking, whose answer was lost
        const found = await lookUpBooking(api, mark, refusing)
        if (found.kind === 'found') return found.booking
        throw await withAlternatives(slotTaken(), api, wish, refusing)
      },
    },
    call,
  )
}

export const slotTaken = (): Faulted =>
  faulted('slot_taken', 'This time is not available: it is taken, or outside the hours. Offer another one.')

async function withAlternatives(refusal: Faulted, api: CalcomApi, wish: BookingWish, call: ToolCall): Promise<Faulted> {
  if (refusal.fault.code !== 'slot_taken') return refusal
  const { eventTypeId, start, attendee } = wish
  const alternatives = await alternativesTo(api, { eventTypeId, start, timeZone: attendee.timeZone }, call)
  return new Faulted({ ...refusal.fault, alternatives })
}

function readWish(input: CreateInput, eventTypeId: number, clock: Clock): BookingWish {
  const start = readUtcInstant(input.start, 'start')
  refusePast(start, clock.now())
  const guests = (input.guests ?? []).map((guest) => readEmail(guest, 'guests'))
  if (guests.length > mostGuests)
    throw faulted('invalid_request', `At most ${mostGuests} guests can be invited to an appointment.`)
  const metadata = readMetadata(input.metadata ?? {})
  return {
    start: showUtc(start),
    eventTypeId,
    attendee: {
      name: readLine(input.attendee_name, 'attendee_name', 255),
      email: readEmail(input.attendee_email, 'attendee_email'),
      timeZone: readTimeZone(input.attendee_timezone),
      language: readLanguage(input.language ?? 'en'),
    },
    ...(guests.length > 0 && { guests }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  }
}

const mostGuests = 10

/** What Cal.com keeps beside a booking: at most 50 keys of 40 characters, with 500 characters each. */
function readMetadata(metadata: Record<string, string>): Record<string, string> {
  const entries = Object.entries(metadata)
  const fits =
    entries.length <= 50 && entries.every(([key, value]) => key !== '' && key.length <= 40 && value.length <= 500)
  if (fits) return metadata
  throw faulted('invalid_request', 'metadata may have 50 keys of at most 40 characters, with at most 500 each.')
}

/** In which Cal.com writes to attendees. */
const languages = new Set(
  (
    'ar az bg bn ca cs da de el en es es-419 et eu fi fr he hr hu id it iw ja km ko lv nl no pl pt pt-BR ro ru sk sr ' +
    'sv ta th tr uk vi zh-CN zh-TW'
  ).split(' '),
)

/** de-AT is de, and what Cal.com does not write in is English: no appointment fails for its language. */
function readLanguage(tag: string): string {
  const [primary = '', region = ''] = tag.trim().split(/[-_]/)
  const language = primary.toLowerCase()
  const known = [`${language}-${region.toUpperCase()}`, language, language === 'zh' ? 'zh-CN' : 'en']
  return known.find((one) => languages.has(one)) ?? 'en'
}
