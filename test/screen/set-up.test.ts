import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { customsOf } from '../../web/pages/set-up/customs-of.ts'
import { alicesClinic } from '../cast.ts'
import { onScreen, openScreenStage, untilPage } from './browser.ts'

const stage = await openScreenStage()
const alice = await alicesClinic(stage)

suite('the set-up of a new clinic', () => {
  onScreen('suggests the customs of the browser, and saves them with the step', async (visit) => {
    const other = await stage.call('POST', '/api/auth/register', {
      body: {
        email: 'ana@example.com',
        password: 'junto al mar',
        clinic_name: 'Clínica Puerto',
        timezone: 'America/Mexico_City',
      },
    })
    assert.equal(other.status, 201)
    const page = await visit(stage.url, '/set-up', {
      as: { email: 'ana@example.com', password: 'junto al mar' },
      locale: 'es-MX',
    })
    await untilPage(page, 'Háblenos de la clínica')
    await page.getByRole('button', { name: 'Guardar y continuar' }).click()
    await untilPage(page, /Cuándo/)
    const { body } = await stage.call('GET', '/api/clinic', { bearer: other.body.access_token })
    assert.deepEqual([body.locale, body.region], ['es-MX', 'MX'])
  })

  onScreen('leaves alone what has been set already', async (visit) => {
    assert.equal((await alice.as('PATCH', '/api/clinic', { locale: 'en-GB', region: 'GB' })).status, 200)
    const page = await visit(stage.url, '/set-up?step=clinic', { as: alice, locale: 'es-MX' })
    await page.getByRole('button', { name: 'Guardar y continuar' }).click()
    await untilPage(page, /Cuándo/)
    const { body } = await alice.as('GET', '/api/clinic')
    assert.deepEqual([body.locale, body.region], ['en-GB', 'GB'])
  })
})

test('a bare language is that of where most speak it, and names no country; what is not offered is left out', () => {
  assert.deepEqual(customsOf(['es', 'en-US']), { locale: 'es-ES' })
  assert.deepEqual(customsOf(['es-419', 'es-AR', 'en']), { locale: 'es-AR' })
  assert.deepEqual(customsOf(['ja-JP', 'en-US']), { region: 'JP' })
  assert.deepEqual(customsOf(['*', '']), {})
})
