import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { alicesClinic, openStage, strangersClinic } from '../../cast.ts'
import { booked, changeAgent, changeClinic, maria, tuesday } from './at-the-desk.ts'

const stage = await openStage()
const [alice, sofia] = await Promise.all([alicesClinic(stage), strangersClinic(stage)])
await changeAgent(sofia, { language: 'es' })
await changeClinic(sofia, { timezone: 'America/New_York', region: 'US' })
for (const owner of [alice, sofia]) {
  await changeClinic(owner, {
    horizon_days: 60,
    closures: [
      { date: '2026-12-16', hours: [['09:00', '09:30']] },
      { date: '2026-12-17', hours: [['09:00', '10:00']] },
      { date: '2026-12-18', hours: [['12:00', '12:30']] },
    ],
  })
  await booked(owner, { date: '2026-12-16', start_time: '09:00' })
  await booked(owner, { date: '2026-12-22', start_time: '14:00' })
}

const owners = { en: alice, es: sofia }
type Case = [title: string, action: 'check' | 'book', wish: Record<string, unknown>, en: RegExp, es: RegExp]
const december = (weekday: string, day: number) => new RegExp(`el ${weekday} ${day} de diciembre`)
const cases: Case[] = [
  ['a day with room', 'check', { date: tuesday }, /Tuesday, December 15th/, december('martes', 15)],
  [
    'two openings',
    'check',
    { date: '2026-12-17' },
    /Thursday, December 17th .*9 AM and 9:30 AM/,
    /17 de diciembre .*las 9 de la mañana y las 9:30/,
  ],
  [
    'one opening, at noon',
    'check',
    { date: '2026-12-18' },
    /Friday, December 18th .*one opening, at noon/,
    /viernes 18 .*mediodía/,
  ],
  [
    'a free time',
    'check',
    { date: tuesday, time: '13:30' },
    /Tuesday, December 15th at 1:30 PM is free/,
    /martes 15 de diciembre a la 1:30 de la tarde está libre/,
  ],
  [
    'a taken time',
    'check',
    { date: '2026-12-22', time: '14:00' },
    /Tuesday, December 22nd at 2 PM is not/,
    /martes 22 de diciembre a las 2 de la tarde no/,
  ],
  [
    'a closed day',
    'check',
    { date: '2026-12-19' },
    /closed on Saturday, December 19th.* Monday, December 21st at 9 AM/,
    /cerrado el sábado 19 .* lunes 21 de diciembre a las 9 de la mañana/,
  ],
  [
    'a full day',
    'check',
    { date: '2026-12-16' },
    /Wednesday, December 16th is fully booked/,
    december('miércoles', 16),
  ],
  ['a day that has been', 'check', { date: '2026-03-02' }, /Monday, March 2nd/, /el lunes 2 de marzo/],
  [
    'a day too far, in another year',
    'check',
    { date: '2027-06-01' },
    /Tuesday, June 1st, 2027/,
    /el martes 1 de junio de 2027/,
  ],
  [
    'a past year',
    'check',
    { date: '2025-12-15' },
    /Did you mean Tuesday, December 15th\?/,
    /¿Quiere decir el martes 15 de diciembre\?/,
  ],
  [
    'an impossible date',
    'check',
    { date: '2027-02-30' },
    /Sunday, February 28th, 2027 or Monday, March 1st, 2027/,
    /domingo 28 de febrero de 2027 o el lunes 1 de marzo de 2027/,
  ],
  [
    'a booking',
    'book',
    { date: '2026-12-21', start_time: '09:00' },
    /booked for Monday, December 21st at 9 AM\..*(\w, ){5}\w\.$/,
    /lunes 21 de diciembre a las 9 de la mañana\..*(\w, ){5}\w\.$/,
  ],
  [
    'a taken slot',
    'book',
    { date: '2026-12-22', start_time: '14:00', customer_name: 'Ann' },
    /^Tuesday, December 22nd at 2 PM is already taken/,
    /^El martes 22 de diciembre a las 2 de la tarde ya está ocupado/,
  ],
  [
    'outside hours',
    'book',
    { date: tuesday, start_time: '20:00' },
    /Tuesday, December 15th at 8 PM/,
    /martes 15 de diciembre a las 8 de la noche/,
  ],
  [
    'off the grid',
    'book',
    { date: tuesday, start_time: '09:05' },
    /Tuesday, December 15th at 9:05 AM/,
    /martes 15 de diciembre a las 9:05 de la mañana/,
  ],
  [
    'a time that has passed',
    'book',
    { date: '2026-12-04', start_time: '09:00' },
    /^Friday, December 4th at 9 AM/,
    /^El viernes 4 de diciembre a las 9/,
  ],
  [
    'too far',
    'book',
    { date: '2027-06-01', start_time: '09:00' },
    /Tuesday, June 1st, 2027/,
    /martes 1 de junio de 2027/,
  ],
  ['nothing said', 'book', {}, /\?$/, /^¿.*\?$/],
  ['no such time', 'book', { date: tuesday, start_time: '25:00' }, /\?$/, /\?$/],
  ['no such duration', 'check', { date: tuesday, duration_minutes: 4 }, /5 minutes to 8 hours/, /5 minutos a 8 horas/],
  ['no such service', 'check', { date: tuesday, service: 'Botox' }, /\?$/, /\?$/],
  ['no such practitioner', 'check', { date: tuesday, practitioner: 'House' }, /Practitioner/, /Practitioner/],
  ['no such slot', 'book', { slot_id: 'slot_1' }, /check what is free/, /mirar qué hay libre/],
]

for (const language of ['en', 'es'] as const) {
  suite(`what is said in ${language === 'en' ? 'English' : 'Spanish'}`, () => {
    for (const [title, action, wish, en, es] of cases) {
      test(`of ${title} is for the ear: the weekday, three offers at most, no digits of a date`, async () => {
        const path = action === 'check' ? 'check-availability' : 'book-appointment'
        const { status, body } = await owners[language].agent(path, action === 'check' ? wish : { ...maria, ...wish })
        assert.equal(status, 200)
        const { say } = body
        assert.match(say, language === 'en' ? en : es)
        assert.match(say, /^[\p{Lu}¿]/u)
        assert.doesNotMatch(say, /\d{4}-\d\d|\d\d:\d\d:|\b(1[3-9]|2\d|0\d):\d\d|[{}_]|undefined|null|NaN|\s\s/)
        const times = say.match(/\d:\d\d|\d [AP]M|\bnoon\b|\d de la (mañana|tarde|noche)/g) ?? []
        // the time that was asked for, and three that are offered
        assert.ok(times.length <= 4, say)
        if (language === 'es') assert.doesNotMatch(say, /\b(the|and|at|is|on|you)\b|day\b/i)
      })
    }
  })
}

test('today is said in the agent’s language, one and many', async () => {
  const today = async (owner: typeof alice) => {
    const path = `/api/agent-actions/appointments/${owner.agentId}/today`
    return (await stage.call('GET', path, { token: owner.token })).body.say
  }
  const said = [[await today(alice), await today(sofia)]]
  for (const start_time of ['09:00', '10:00']) {
    for (const owner of [alice, sofia]) await booked(owner, { date: '2026-12-07', start_time })
    said.push([await today(alice), await today(sofia)])
  }
  assert.match(said[0]![0]!, /no appointments/)
  assert.match(said[0]![1]!, /no hay citas/)
  assert.match(said[1]![0]!, /one appointment today/)
  assert.match(said[1]![1]!, /una cita/)
  assert.match(said[2]![0]!, /2 appointments today/)
  assert.match(said[2]![1]!, /2 citas/)
})

test('a language without sentences of ours is answered in English', async () => {
  await changeAgent(sofia, { language: 'fr' })
  assert.match((await sofia.agent('check-availability', { date: tuesday })).body.say, /Tuesday/)
  await changeAgent(sofia, { language: 'es-MX' })
  assert.match((await sofia.agent('check-availability', { date: tuesday })).body.say, /martes/)
})
