import type {
  Agent,
  AgentChange,
  AgentToken,
  Appointment,
  AppointmentChange,
  Calendar,
  CalendarFeed,
  ChangedClinic,
  Clinic,
  ClinicChange,
  Deed,
  ElevenLabsConfig,
  LoggedIn,
  Message,
  NewAgent,
  NewAppointment,
  NewCalendarFeed,
  NewPractitioner,
  NewService,
  NewStaffMember,
  Practitioner,
  PractitionerChange,
  SaidWhen,
  Service,
  ServiceChange,
  StaffMember,
  Today,
  User,
  When,
} from '../../src/http/screen-types.ts'

export type * from '../../src/http/screen-types.ts'

export type ClinicOfUser = User['clinics'][number]

/**
 * What the server answers to what: each type is derived from the server's own schema, so that screen and server cannot
 * drift. `query` and `body` are what may be sent, `answer` is what comes.
 */
export type Endpoints = {
  'POST /api/auth/register': {
    body: { email: string; password: string; clinic_name: string; timezone?: string }
    answer: LoggedIn
  }
  'POST /api/auth/login': { body: { email: string; password: string }; answer: LoggedIn }
  'POST /api/auth/refresh': { answer: LoggedIn }
  'POST /api/auth/logout': { answer: null }
  'POST /api/auth/password': { body: { current_password: string; new_password: string }; answer: null }
  'GET /api/auth/me': { answer: User }
  'POST /api/clinics': { body: { name: string; timezone?: string }; answer: ClinicOfUser }
  'POST /api/subscriptions': { body: { plan: string; agent_name?: string }; answer: { agent: Agent } }
  'GET /api/clinic': { answer: Clinic }
  'PATCH /api/clinic': { body: ClinicChange; answer: ChangedClinic }
  'GET /api/calendar': { query: { from: string; to: string }; answer: Calendar }
  'GET /api/today': { query: { since?: string }; answer: Today }
  'GET /api/appointments': {
    query: { from?: string; to?: string; status?: string; phone?: string; page?: number }
    answer: { appointments: Appointment[]; next_page: number | null }
  }
  'POST /api/appointments': { body: NewAppointment; answer: Appointment }
  'GET /api/appointments/{id}': { params: { id: string }; answer: Appointment }
  'PATCH /api/appointments/{id}': { params: { id: string }; body: AppointmentChange; answer: Appointment }
  'POST /api/appointments/{id}/cancel': { params: { id: string }; answer: Appointment }
  'POST /api/when': { body: SaidWhen; answer: When }
  'GET /api/messages': {
    query: { status?: 'open' | 'done'; page?: number }
    answer: { messages: Message[]; next_page: number | null }
  }
  'GET /api/messages/{id}': { params: { id: string }; answer: Message }
  'PATCH /api/messages/{id}': { params: { id: string }; body: { done: boolean }; answer: Message }
  'GET /api/agents': { answer: { agents: Agent[] } }
  'POST /api/agents': { body: NewAgent; answer: Agent }
  'GET /api/agents/{agent_id}': { params: { agent_id: string }; answer: Agent }
  'PATCH /api/agents/{agent_id}': { params: { agent_id: string }; body: AgentChange; answer: Agent }
  'DELETE /api/agents/{agent_id}': { params: { agent_id: string }; answer: null }
  'GET /api/agents/{agent_id}/api-token': { params: { agent_id: string }; answer: AgentToken }
  'POST /api/agents/{agent_id}/regenerate-token': { params: { agent_id: string }; answer: AgentToken }
  'GET /api/agents/{agent_id}/elevenlabs-config': { params: { agent_id: string }; answer: ElevenLabsConfig }
  'GET /api/practitioners': { answer: { practitioners: Practitioner[] } }
  'POST /api/practitioners': { body: NewPractitioner; answer: Practitioner }
  'PATCH /api/practitioners/{id}': { params: { id: string }; body: PractitionerChange; answer: Practitioner }
  'DELETE /api/practitioners/{id}': { params: { id: string }; answer: null }
  'GET /api/services': { answer: { services: Service[] } }
  'POST /api/services': { body: NewService; answer: Service }
  'PATCH /api/services/{id}': { params: { id: string }; body: ServiceChange; answer: Service }
  'DELETE /api/services/{id}': { params: { id: string }; answer: null }
  'GET /api/staff': { answer: { staff: StaffMember[] } }
  'POST /api/staff': { body: NewStaffMember; answer: StaffMember }
  'PATCH /api/staff/{id}': { params: { id: string }; body: { role: 'manager' | 'receptionist' }; answer: StaffMember }
  'DELETE /api/staff/{id}': { params: { id: string }; answer: null }
  'GET /api/audit': {
    query: {
      page?: number
      action?: string
      outcome?: string
      agent_id?: string
      user_id?: string
      conversation_id?: string
      subject_id?: string
      from?: string
      to?: string
    }
    answer: { entries: Deed[]; next_page: number | null }
  }
  'GET /api/calendar-feeds': { answer: { feeds: CalendarFeed[] } }
  'POST /api/calendar-feeds': { body: NewCalendarFeed; answer: CalendarFeed }
  'DELETE /api/calendar-feeds/{id}': { params: { id: string }; answer: null }
}
export type EndpointName = keyof Endpoints
