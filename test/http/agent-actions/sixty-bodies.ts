import { maria } from './at-the-desk.ts'

/**
 * Sixty bodies as voice models really send them to book-appointment, and what must come of each: what the database
 * keeps, in the clinic's zone, or what the caller is asked. It is Monday, 7 December 2026: 7:00 in New York, 13:00 in
 * Berlin, 17:30 in Kolkata. Each clinic is open from Monday to Friday, nine to five, by the quarter of an hour.
 */

export type Desk = `${'New York' | 'Berlin' | 'Kolkata'}, ${'en' | 'es' | 'fr' | 'de' | 'pt'}`

/** What is not named is as usual: Maria Lopez, half an hour, no e-mail, no notes, no warnings. */
export type KeptAfter = {
  at: string
  minutes?: number
  name?: string
  phone?: string
  email?: string
  notes?: string
  practitioner?: string
  warnings?: string[]
}

export type AskedAfter = {
  error: string
  /** what the sentence for the caller has to say */
  say: RegExp
  did_you_mean?: string[]
  fields?: string[]
}

export type MessyBody = { desk: Desk; before: Record<string, unknown>; kept?: KeptAfter; asked?: AskedAfter }

export const datesAndTimes: MessyBody[] = [
  {
    desk: 'New York, en',
    before: { ...maria, date: 'next Tuesday', start_time: 'half past two', duration_minutes: '30' },
    kept: { at: '2026-12-15 14:30' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '12/15/2026', start_time: '2:30 p.m.', service: '', practitioner: null },
    kept: { at: '2026-12-15 14:30' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'the 15th', start_time: 'at 3' },
    kept: { at: '2026-12-15 15:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'the 12th', start_time: '10am' },
    asked: { error: 'outside_hours', say: /Saturday, December 12th at 10 AM.*Friday, December 11th/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'tomorrow at 3', start_time: null },
    kept: { at: '2026-12-08 15:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'null', start_time: 'tomorrow at half past nine' },
    kept: { at: '2026-12-08 09:30' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15T14:00:00', start_time: '' },
    kept: { at: '2026-12-15 14:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15T00:00:00.000Z', start_time: '14:00' },
    kept: { at: '2026-12-15 14:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15T00:00:00-05:00', start_time: '2 PM' },
    kept: { at: '2026-12-15 14:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, start_time: '2026-12-15 at 2:00 PM' },
    kept: { at: '2026-12-15 14:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'Dec 15th, 2026', start_time: 'Wednesday at 2 pm' },
    asked: {
      error: 'unclear_date',
      say: /Tuesday, December 15th.*Wednesday, December 9th/,
      did_you_mean: ['2026-12-15', '2026-12-09'],
    },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 20261215, start_time: 930 },
    kept: { at: '2026-12-15 09:30' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2025-12-15', start_time: '14:00' },
    asked: { error: 'in_the_past', say: /Tuesday, December 15th/, did_you_mean: ['2026-12-15'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '12/15/25', start_time: '2pm' },
    asked: { error: 'in_the_past', say: /Tuesday, December 15th/, did_you_mean: ['2026-12-15'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2025-12-15T14:00:00' },
    asked: { error: 'in_the_past', say: /Tuesday, December 15th/, did_you_mean: ['2026-12-15'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'February 30th', start_time: '9:00' },
    asked: {
      error: 'unclear_date',
      say: /February 28th.*March 1st/,
      did_you_mean: ['2027-02-28', '2027-03-01'],
    },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '25:00' },
    asked: { error: 'unclear_time', say: /what hour/i },
  },
  {
    desk: 'New York, en',
    before: {
      ...maria,
      date: 'Tuesday the 15th',
      start_time: 'a quarter to five in the evening',
      duration_minutes: 15,
    },
    kept: { at: '2026-12-15 16:45', minutes: 15 },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'in two weeks', start_time: 'quarter past nine', duration_minutes: 'an hour and a half' },
    kept: { at: '2026-12-21 09:15', minutes: 90 },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'tomorow', start_time: '3 o"clock' },
    kept: { at: '2026-12-08 15:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '5 pm' },
    asked: { error: 'outside_hours', say: /5 PM.*4:30 PM/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'Monday or Tuesday', start_time: '10:00' },
    asked: { error: 'unclear_date', say: /date/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: 'between 2 and 3' },
    asked: { error: 'unclear_time', say: /hour/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: 'tomorrow at 2 pm' },
    asked: {
      error: 'unclear_date',
      say: /December 15th.*December 8th/,
      did_you_mean: ['2026-12-15', '2026-12-08'],
    },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15T14:00', start_time: '15:00' },
    asked: { error: 'unclear_time', say: /2 PM.*3 PM/, did_you_mean: ['14:00', '15:00'] },
  },
  {
    // one figure is not both a day and an hour
    desk: 'New York, en',
    before: { ...maria, date: '', start_time: '15' },
    asked: { error: 'missing_field', say: /date/, fields: ['date'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: 'next week', start_time: 'whenever' },
    asked: { error: 'unclear_date', say: /date/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '2 pm', duration_minutes: 'an hour or two' },
    asked: { error: 'unclear_duration', say: /how long/i },
  },
]

export const callersAndStaff: MessyBody[] = [
  {
    desk: 'New York, en',
    before: {
      customer_name: '  Maria\n Lopez ',
      customer_phone: 2125550123,
      customer_email: 'null',
      notes: 'N/A',
      date: '2026-12-15',
      start_time: '14:00',
      duration_minutes: '45',
      service: 'none',
      practitioner: 'not specified',
    },
    kept: { at: '2026-12-15 14:00', minutes: 45 },
  },
  {
    desk: 'New York, en',
    before: {
      customer_name: 'Maria Lopez',
      customer_phone: 'two one two, triple five, zero one two three',
      customer_email: 'maria dot lopez at gmail dot com',
      date: '2026-12-15',
      start_time: '14:00',
    },
    kept: { at: '2026-12-15 14:00', email: 'maria.lopez@gmail.com' },
  },
  {
    desk: 'New York, en',
    before: {
      customer_name: 'Maria Lopez',
      customer_phone: 'same as the one I am calling from',
      caller_id: '+12125550188',
      date: '2026-12-15',
      start_time: '14:00',
    },
    kept: { at: '2026-12-15 14:00', phone: '+12125550188' },
  },
  {
    desk: 'New York, en',
    before: { customer_name: 'Maria Lopez', customer_phone: '555-1234', date: '2026-12-15', start_time: '14:00' },
    kept: { at: '2026-12-15 14:00', phone: '555-1234', warnings: ['phone_unclear'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, customer_name: 'not provided', date: '2026-12-15', start_time: '14:00' },
    asked: { error: 'missing_field', say: /name/, fields: ['customer_name'] },
  },
  {
    desk: 'New York, en',
    before: {
      customer_name: 'Maria Lopez',
      customer_phone: '<unknown>',
      caller_id: 'anonymous',
      date: '2026-12-15',
      start_time: '14:00',
    },
    asked: { error: 'missing_field', say: /phone/, fields: ['customer_phone'] },
  },
  {
    desk: 'New York, en',
    before: { date: '', start_time: 'N/A', customer_name: null, customer_phone: '-', caller_id: '' },
    asked: { error: 'missing_field', say: /date/, fields: ['date', 'start_time', 'customer_name', 'customer_phone'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, customer_email: 'maria at home', date: '2026-12-15', start_time: '14:00' },
    kept: { at: '2026-12-15 14:00', warnings: ['email_unclear'] },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', practitioner: 'anyone' },
    kept: { at: '2026-12-15 09:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', practitioner: 'No preference' },
    kept: { at: '2026-12-15 09:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', practitioner: 'any available doctor' },
    kept: { at: '2026-12-15 09:00' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', practitioner: 'DR. ELENA RUÍZ' },
    kept: { at: '2026-12-15 09:00', practitioner: 'Dr. Elena Ruiz' },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', practitioner: 'Dr. Nobody' },
    asked: { error: 'unknown_practitioner', say: /Dr\. Elena Ruiz/ },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', service: ' cleaning ', duration_minutes: '' },
    kept: { at: '2026-12-15 09:00', minutes: 45 },
  },
  {
    desk: 'New York, en',
    before: { ...maria, date: '2026-12-15', start_time: '9am', service: 'root canal' },
    asked: { error: 'unknown_service', say: /Cleaning/ },
  },
  {
    desk: 'New York, en',
    before: {
      ...maria,
      'date ': '2026-12-16',
      date: '2026-12-15',
      start_time: '14:00',
      end_time: '14:30',
      tool_call_id: 'call_7',
      parameters: { date: '2026-12-17' },
      reasoning: 'The caller wants Tuesday.',
      notes: 'left knee',
    },
    kept: { at: '2026-12-15 14:00', notes: 'left knee' },
  },
]
