import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage } from '../../cast.ts'
import { accepted, cookieOf, refused } from './answers.ts'

suite('the log', async () => {
  const stage = await openStage()
  const alice = await alicesClinic(stage)

  test('names routes, ids, codes and times; nobody’s name, number, e-mail, password, token or text', async () => {
    const secrets = [
      alice.email,
      alice.password,
      alice.token,
      alice.token.slice(11),
      alice.bearer,
      alice.bearer.split('.')[2]!,
    ]
    const say = (text: string) => {
      secrets.push(text)
      return text
    }
    const login = await stage.call('POST', '/api/auth/login', {
      body: { email: alice.email, password: alice.password },
    })
    say(cookieOf(login).value)
    accepted(
      await stage.call('POST', '/api/auth/refresh', { headers: { cookie: `vami_refresh=${cookieOf(login).value}` } }),
    )
    const wrong = { email: say('nobody.known@example.com'), password: say('a wrong password') }
    refused(await stage.call('POST', '/api/auth/login', { body: wrong }), 401, 'invalid_credentials')
    const post = {
      email: say('colleague.new@example.com'),
      password: say('a colleague’s password'),
      name: say('Connie Colleague'),
      role: 'manager',
    }
    accepted(await alice.as('POST', '/api/staff', post), 201)
    const wish = {
      start_time: '2026-12-15T15:00:00Z',
      end_time: '2026-12-15T15:30:00Z',
      attendee_name: say('Maria Lopez'),
      attendee_phone: '+12125550123',
      attendee_email: say('maria.lopez@example.com'),
      notes: say('afraid of needles'),
      title: say('Root canal'),
    }
    say('2125550123')
    const { id } = accepted(await alice.as('POST', '/api/appointments', wish), 201)
    accepted(await alice.as('GET', '/api/appointments?phone=2125550123'))
    refused(await alice.as('POST', '/api/appointments', wish), 409, 'slot_taken')
    refused(
      await alice.as('PATCH', `/api/appointments/${id}`, { attendee_email: say('no e-mail at all') }),
      422,
      'invalid_fields',
      'attendee_email',
    )
    refused(await alice.as('GET', `/api/agents/${say('an_agent_unheard_of')}`), 404, 'not_found')
    refused(await stage.call('GET', `/${say('unknown-place')}?q=x`), 404, 'not_found')
    const made = accepted(await alice.as('POST', `/api/agents/${alice.agentId}/regenerate-token`))
    say(made.api_token.slice(11))
    accepted(await alice.as('PATCH', '/api/clinic', { address: say('1 Secret Street'), phone: say('+12125550999') }))

    // faults of ours are where a message would quote a row
    await stage.sql.query("alter table appointments add constraint odd check (title <> 'Odd one')")
    const odd = {
      start_time: '2026-12-15T16:00:00Z',
      end_time: '2026-12-15T16:30:00Z',
      title: say('Odd one'),
      attendee_name: say('Otto Odd'),
    }
    refused(await alice.as('POST', '/api/appointments', odd), 500, 'internal_error')

    const log = JSON.stringify(stage.log)
    assert.ok(stage.log.length > 15)
    assert.ok(stage.log.some(({ route }) => route === '/api/agents/:agent_id'))
    assert.ok(stage.log.some(({ clinic_id }) => clinic_id === alice.clinicId))
    assert.ok(stage.log.some(({ msg, constraint }) => msg === 'fault' && constraint === 'odd'))
    for (const secret of secrets) assert.ok(!log.includes(secret), `the log holds “${secret}”`)
  })
})
