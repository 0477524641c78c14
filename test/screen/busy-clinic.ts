/**
 * A clinic with a day's work in it, furnished through the doors that everybody uses: what is drawn for the pages of the
 * documentation and looked at in tests. Everybody in it is made up.
 */
export type BusyClinic = {
  email: string
  password: string
  bearer: string
  agentId: string
  token: string
  practitioners: string[]
}

const zone = 'America/New_York'
type Ask = (method: string, path: string, body?: unknown) => Promise<any>

/** `on` is the local date that the server takes for today: a weekday. */
export async function furnishClinic(url: string, on: string, email = 'office@harbor.example'): Promise<BusyClinic> {
  const password = 'a harbour at dawn'
  const asker =
    (headers: Record<string, string>): Ask =>
    async (method, path, body) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const answer: any = response.status === 204 ? null : await response.json()
      if (!response.ok || answer?.success === false) throw new Error(`${path}: ${JSON.stringify(answer)}`)
      return answer
    }
  const open = { email, password, clinic_name: 'Harbor Family Clinic', timezone: zone }
  const { access_token: bearer } = await asker({})('POST', '/api/auth/register', open)
  const ask = asker({ authorization: `Bearer ${bearer}` })
  await ask('PATCH', '/api/clinic', {
    opening_hours: Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [
        day,
        [
          ['08:30', '12:30'],
          ['13:30', '17:30'],
        ],
      ]),
    ),
    closures: [{ date: later(on, 10), hours: [] }],
    locale: 'en-US',
    region: 'US',
    phone: '+1 212 555 0100',
    address: '12 Harbor Street, Brooklyn, NY 11231',
  })
  const first = (await ask('GET', '/api/practitioners')).practitioners[0].id
  await ask('PATCH', `/api/practitioners/${first}`, { name: 'Dr. Amelia Reyes' })
  const second = (await ask('POST', '/api/practitioners', { name: 'Dr. Jonas Weber' })).id
  const third = (await ask('POST', '/api/practitioners', { name: 'Priya Nair, PT' })).id
  const practitioners: string[] = [first, second, third]
  for (const [name, duration_minutes, price_cents] of services)
    await ask('POST', '/api/services', { name, duration_minutes, price_cents, currency: 'USD' })
  const { agent } = await ask('POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: 'Front Desk' })
  const { api_token: token } = await ask('GET', `/api/agents/${agent.agent_id}/api-token`)
  const call = asker({ 'x-agent-token': token })
  const asAgent = (action: string, body: object) => call('POST', `/api/agent-actions/${action}/${agent.agent_id}`, body)

  for (const [day, time, minutes, who, name, service] of desk) {
    const start = Temporal.PlainDateTime.from(`${later(on, day)}T${time}`).toZonedDateTime(zone)
    await ask('POST', '/api/appointments', {
      start_time: start.toInstant().toString(),
      end_time: start.add({ minutes }).toInstant().toString(),
      practitioner: practitioners[who],
      ...(name === null ? { title: service } : { attendee_name: name, service, attendee_phone: '+1 212 555 0142' }),
    })
  }
  for (const [number, [day, time, name, service, who]] of calls.entries())
    await asAgent('book-appointment', {
      date: later(on, day),
      start_time: time,
      customer_name: name,
      customer_phone: `+1 212 555 01${60 + number}`,
      service,
      practitioner: practitioners[who],
      conversation_id: `conv_7${number}01k8`,
    })
  await asAgent('hold-slot', {
    date: later(on, 1),
    start_time: '10:00',
    practitioner: first,
    conversation_id: 'conv_9901k8',
  })
  for (const [customer_name, message, urgency] of messages)
    await asAgent('take-message', { customer_name, customer_phone: '+1 212 555 0177', message, urgency })
  const { appointments } = await ask('GET', `/api/appointments?from=${on}&to=${later(on, 1)}`)
  await ask('PATCH', `/api/appointments/${appointments[0].id}`, { status: 'completed' })
  await ask('PATCH', `/api/appointments/${appointments[1].id}`, { status: 'confirmed' })
  await ask('POST', `/api/appointments/${appointments.at(-1).id}/cancel`)
  return { email, password, bearer, agentId: agent.agent_id, token, practitioners }
}

const later = (date: string, days: number): string => Temporal.PlainDate.from(date).add({ days }).toString()

const services = [
  ['Consultation', 30, 12_000],
  ['Annual check-up', 60, 21_000],
  ['Vaccination', 15, 4_500],
  ['Physiotherapy', 45, 9_500],
] as const

// day, time, minutes, practitioner, name (null: blocked), service or title
const desk: readonly (readonly [number, string, number, number, string | null, string])[] = [
  [0, '08:30', 30, 0, 'Grace Okafor', 'Consultation'],
  [0, '09:00', 60, 1, 'Henrik Sørensen', 'Annual check-up'],
  [0, '09:30', 15, 0, 'Tomás Álvarez', 'Vaccination'],
  [0, '10:30', 45, 2, 'Ruth Goldberg', 'Physiotherapy'],
  [0, '11:30', 60, 0, null, 'Team meeting'],
  [0, '14:30', 30, 1, 'Noor Haddad', 'Consultation'],
  [0, '15:15', 45, 2, 'Walter Brandt', 'Physiotherapy'],
  [1, '09:00', 60, 0, 'Li Wei Chen', 'Annual check-up'],
  [1, '11:00', 30, 1, 'Sofia Rossi', 'Consultation'],
  [1, '13:30', 45, 2, 'Daniel Kim', 'Physiotherapy'],
  [2, '08:30', 120, 1, null, 'Home visits'],
  [2, '10:00', 30, 0, 'Amara Diallo', 'Consultation'],
  [2, '15:00', 60, 0, 'Peter Novak', 'Annual check-up'],
  [3, '09:00', 45, 2, 'Ines Martins', 'Physiotherapy'],
  [3, '13:30', 30, 1, 'Oliver Grant', 'Consultation'],
  [4, '10:30', 60, 1, 'Fatima Zahra', 'Annual check-up'],
  [-1, '10:00', 30, 0, 'Yuki Tanaka', 'Consultation'],
]

// day, time, name, service, practitioner
const calls: readonly (readonly [number, string, string, string, number])[] = [
  [0, '14:00', 'Maria Lopez', 'Consultation', 0],
  [0, '16:00', 'James O’Connor', 'Consultation', 1],
  [0, '16:30', 'Elif Yılmaz', 'Physiotherapy', 2],
  [0, '17:00', 'Robert Hill', 'Consultation', 0],
  [1, '09:30', 'Chloé Dubois', 'Physiotherapy', 2],
  [1, '14:30', 'Samuel Adeyemi', 'Annual check-up', 1],
  [2, '09:00', 'Hannah Weiss', 'Consultation', 0],
  [2, '14:00', 'Carlos Mendes', 'Physiotherapy', 2],
  [3, '10:00', 'Ivy Thompson', 'Consultation', 0],
  [3, '15:30', 'Mateo García', 'Annual check-up', 1],
  [4, '09:00', 'Zoe Laurent', 'Consultation', 0],
  [4, '14:00', 'Kwame Mensah', 'Physiotherapy', 2],
]

const messages = [
  ['Linda Park', 'Needs the results of Tuesday’s blood test. Please call back after 4 PM.', 'normal'],
  ['George Michaelides', 'The new tablets give him a rash on both arms. Asks whether to go on taking them.', 'urgent'],
  ['Beatriz Santos', 'Would like a copy of the invoice for November by e-mail.', 'normal'],
] as const
