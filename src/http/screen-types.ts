import type { z } from 'zod'
import type { agentChange, agentWire, saidAgent, tokenWire } from './agents-api.ts'
import type { appointmentChange, appointmentWire, saidAppointment } from './appointments-api.ts'
import type { deedWire } from './audit-api.ts'
import type { loggedInWire, userWire } from './auth-api.ts'
import type { calendarAppointmentWire, calendarWire, holdWire } from './calendar-api.ts'
import type { calendarFeedWire, saidFeed } from './calendar-feeds-api.ts'
import type {
  affectedWire,
  changedClinicWire,
  clinicChange,
  clinicWire,
  planWire,
  subscriptionWire,
} from './clinic-api.ts'
import type { elevenLabsConfigWire } from './elevenlabs-api.ts'
import type { messageWire } from './messages-api.ts'
import type { practitionerChange, practitionerWire, saidPractitioner } from './practitioners-api.ts'
import type { saidService, serviceChange, serviceWire } from './services-api.ts'
import type { roleChange, saidStaffMember, staffWire } from './staff-api.ts'
import type { newsWire, todayWire } from './today-api.ts'
import type { saidWhenWire, whenWire } from './when-api.ts'
import type { closureWire, faultWire, openingHoursWire } from './wire.ts'

/**
 * The owner's API as the screen sees it: types alone, so that nothing of the server is loaded, and the two cannot drift.
 * What is answered is the output of its schema; what is sent is the input, before the server reads it.
 */

export type Fault = z.output<typeof faultWire>

export type LoggedIn = z.output<typeof loggedInWire>
export type User = z.output<typeof userWire>

export type Clinic = z.output<typeof clinicWire>
export type ChangedClinic = z.output<typeof changedClinicWire>
export type ClinicChange = z.input<typeof clinicChange>
export type AffectedAppointment = z.output<typeof affectedWire>
export type OpeningHours = z.output<typeof openingHoursWire>
export type Closure = z.output<typeof closureWire>
export type Plan = z.output<typeof planWire>
export type Subscription = z.output<typeof subscriptionWire>

export type Practitioner = z.output<typeof practitionerWire>
export type NewPractitioner = z.input<typeof saidPractitioner>
export type PractitionerChange = z.input<typeof practitionerChange>

export type Service = z.output<typeof serviceWire>
export type NewService = z.input<typeof saidService>
export type ServiceChange = z.input<typeof serviceChange>

export type StaffMember = z.output<typeof staffWire>
export type NewStaffMember = z.input<typeof saidStaffMember>
export type RoleChange = z.input<typeof roleChange>

export type Agent = z.output<typeof agentWire>
export type NewAgent = z.input<typeof saidAgent>
export type AgentChange = z.input<typeof agentChange>
export type AgentToken = z.output<typeof tokenWire>
export type ElevenLabsConfig = z.output<typeof elevenLabsConfigWire>

export type Appointment = z.output<typeof appointmentWire>
export type NewAppointment = z.input<typeof saidAppointment>
export type AppointmentChange = z.input<typeof appointmentChange>

export type Calendar = z.output<typeof calendarWire>
export type CalendarAppointment = z.output<typeof calendarAppointmentWire>
export type Hold = z.output<typeof holdWire>
export type Today = z.output<typeof todayWire>
export type News = z.output<typeof newsWire>

export type CalendarFeed = z.output<typeof calendarFeedWire>
export type NewCalendarFeed = z.input<typeof saidFeed>

export type SaidWhen = z.input<typeof saidWhenWire>
export type When = z.output<typeof whenWire>

export type Message = z.output<typeof messageWire>

export type { Action } from '../audit/audit.ts'
export type Deed = z.output<typeof deedWire>
