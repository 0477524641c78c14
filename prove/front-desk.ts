/** A clinic in UTC, open around the clock on a grid of 15 minutes, with one practitioner and an agent at work. */
export type FrontDesk = {
  email: string
  clinicId: string
  agentId: string
  /** the agent's */
  token: string
  /** the owner's */
  bearer: string
  /** where its agent books, on whichever server */
  path: string
}

/** Opens it through the doors of a running server. */
export async function openFrontDesk(server: string, name: string): Promise<FrontDesk> {
  const email = `${name}@example.com`
  const account = { email, password: `the password of ${name}`, clinic_name: name, timezone: 'UTC' }
  const registered = await post(server, 'POST', '/api/auth/register', account)
  const { access_token: bearer, user } = registered
  const { agent } = await post(server, 'POST', '/api/subscriptions', { plan: 'self_hosted', agent_name: name }, bearer)
  const agentId: string = agent.agent_id
  const { api_token: token } = await post(server, 'GET', `/api/agents/${agentId}/api-token`, undefined, bearer)
  const hours = { slot_minutes: 15, horizon_days: 3_650, opening_hours: aroundTheClock }
  await post(server, 'PATCH', '/api/clinic', hours, bearer)
  const path = `/api/agent-actions/book-appointment/${agentId}`
  return { email, clinicId: user.clinics[0].id, agentId, token, bearer, path }
}

/** Asks as the owner; throws when the answer is not what was asked for. */
export async function post(
  server: string,
  method: string,
  path: string,
  body?: unknown,
  bearer?: string,
): Promise<any> {
  const response = await fetch(`${server}${path}`, {
    method,
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`)
  return response.json()
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const aroundTheClock = Object.fromEntries(weekdays.map((day) => [day, [['00:00', '24:00']]]))
