import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { parse } from 'yaml'
import { readConfig } from '../src/config.ts'

/** What is written for hosts is read here as they would, as far as that goes without one. */
const root = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const yaml = (file: string) => parse(read(file), { strict: true, uniqueKeys: true })
const settings = new Set(Object.keys(readConfig({})))

// names of others that stand in these files
const strangers = new Set(['POSTGRES_PASSWORD', 'POSTGRES_USER', 'POSTGRES_DB', 'RENDER_EXTERNAL_URL', 'NODE_IMAGE'])
// what a reader puts a word of their own for, and what Linux says
const words = new Set(['AGENT_ID', 'NO_COLOR', 'ELEVENLABS_API_KEY', 'SECRET_ID_OF_VAMI_AGENT_TOKEN'])
const blueprints = ['render.yaml', 'render-three-services.yaml']

test('every setting that these files and pages name exists', () => {
  const files = ['Dockerfile', 'compose.yaml', '.env.example', ...blueprints, 'README.md', ...pages()]
  for (const file of files)
    for (const [name] of read(file).matchAll(/(?<![\w$./-])[A-Z][A-Z0-9]*_[A-Z0-9_]*[A-Z0-9](?![\w…])/g))
      assert.ok(settings.has(name) || strangers.has(name) || words.has(name), `${file}: ${name}`)
})

test('every link between the pages leads somewhere', () => {
  for (const page of ['README.md', ...pages()])
    for (const [, target] of read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g))
      assert.ok(existsSync(join(root, page, '..', target!)), `${page}: ${target}`)
})

function pages(): string[] {
  return readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`)
}

test('what the screen is built from is installed without the tools of development', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  const sources = readdirSync(join(root, 'web'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(tsx?|css)$/.test(file) && !file.startsWith('dist/'),
  )
  const named = ['tools/build-screen.mjs', ...sources.map((file) => `web/${file}`)].flatMap((file) =>
    [...read(file).matchAll(/(?:\bfrom|\bimport|@import)\s*\(?\s*['"]((?:@[\w-]+\/)?[\w-]+)/g)].map(
      ([, name]) => name!,
    ),
  )
  assert.ok(named.includes('vite'))
  for (const name of named) assert.ok(!(name in devDependencies) || name in dependencies, name)
})

suite('the Dockerfile', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n')
  const said = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

  test('copies what is there, and the build is given no more than that', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1))
    assert.ok(read('.dockerignore').split('\n').includes('*'))
    const copied = said('COPY')
      .filter((line) => !line.startsWith('--from'))
      .flatMap((line) => line.split(' ').slice(0, -1))
    // what lies in a folder that is let in is let in with it
    const roots = copied.filter((path) => !copied.some((other) => path.startsWith(`${other}/`)))
    assert.deepEqual([...new Set(roots)].sort(), allowed.sort())
    for (const file of copied) assert.ok(existsSync(join(root, file)), file)
  })

  test('copies all that the program reads besides itself', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.ts$/.test(file),
    )
    const outside = sources.flatMap((file) =>
      [...read(`src/${file}`).matchAll(/import\.meta\.dirname, '((?:\.\.\/)+)([\w./-]+)/g)]
        .filter(([, up]) => up!.length / 3 >= file.split('/').length)
        .map(([, , name]) => name!),
    )
    const imported = sources.flatMap((file) =>
      [...read(`src/${file}`).matchAll(/from '(?:\.\.\/)+(locales)\//g)].map(([, name]) => name!),
    )
    assert.ok(outside.length > 0)
    for (const name of [...outside, ...imported])
      assert.ok(
        said('COPY').some((line) => line.split(' ').includes(name)),
        name,
      )
  })

  test('brings the built screen, and none that lay about where it was made', () => {
    const stages = lines.flatMap((line, at) => (line.startsWith('FROM ') ? [at] : []))
    const ofStage = (name: RegExp) => {
      const from = stages.find((at) => name.test(lines[at]!))!
      return lines.slice(
        from,
        stages.find((at) => at > from),
      )
    }
    const builds = ofStage(/ AS screen$/)
    const order = [
      /^RUN npm ci /,
      /^COPY tools\/build-screen\.mjs tools\/$/,
      /^COPY web web$/,
      /^COPY src\/calendar /,
      /^RUN npm run build$/,
    ]
    const at = order.map((step) => builds.findIndex((line) => step.test(line)))
    assert.ok(!at.includes(-1), String(at))
    assert.deepEqual(
      at,
      at.toSorted((a, b) => a - b),
    )
    // Vite's parts for the platform are optional packages
    assert.ok(builds.every((line) => !line.includes('--omit=optional')))
    assert.ok(ofStage(/^FROM \$\{NODE_IMAGE\}$/).includes('COPY --from=screen /app/web/dist web/dist'))
    assert.ok(read('.dockerignore').split('\n').includes('web/dist'))
    // what is left out there cannot be built with
    for (const line of said('RUN').filter((line) => line.includes('--omit=optional')))
      assert.match(line, /--ignore-scripts/)
  })

  test('ends as somebody who owns nothing, and lets SIGTERM through', () => {
    assert.equal(said('USER').at(-1), 'node')
    // a list, and no shell in between
    assert.deepEqual(JSON.parse(said('ENTRYPOINT')[0]!), ['node', '/app/src/cli.ts'])
    assert.deepEqual(JSON.parse(said('CMD')[0]!), ['serve'])
    assert.ok(said('RUN').every((line) => !/npm (ci|install)/.test(line) || line.includes('--omit=dev')))
  })
})

suite('compose.yaml', () => {
  const { services, volumes } = yaml('compose.yaml')

  test('takes every secret from .env, and .env.example names each', () => {
    const known = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name)
    const used = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
    assert.deepEqual([...new Set(used)].sort(), known.sort())
    for (const name of [
      'VAMI_SECRET',
      'POSTGRES_PASSWORD',
      'BRIDGE_API_KEY',
      'CALCOM_API_KEY',
      'OUTLOOK_CLIENT_SECRET',
    ])
      assert.match(read('compose.yaml'), new RegExp(`\\$\\{${name}`))
    assert.ok(read('.gitignore').split('\n').includes('.env'))
  })

  test('starts Vami once the database is ready, with settings that it can read', () => {
    assert.equal(services.vami.depends_on.db.condition, 'service_healthy')
    assert.ok(services.db.healthcheck.test.includes('pg_isready'))
    assert.ok(Object.keys(services.vami.environment).every((name) => settings.has(name)))
    // what nobody has filled in is empty, and counts as unset
    const filled = { PUBLIC_URL: 'https://desk.example.com', VAMI_SECRET: 'x'.repeat(64), POSTGRES_PASSWORD: 'ab12' }
    const environment = Object.entries(services.vami.environment as Record<string, string>).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)[^}]*\}/g, (_all, variable) => filled[variable as keyof typeof filled] ?? ''),
    ])
    const config = readConfig(Object.fromEntries(environment))
    assert.equal(config.DATABASE_URL, 'postgres://vami:ab12@db:5432/vami')
    assert.deepEqual([config.TRUST_PROXY, config.LOG_LEVEL, config.CALCOM_EVENT_TYPE_ID], [true, 'info', undefined])
  })

  test('is reached from its own machine only, and keeps the database in a volume', () => {
    assert.deepEqual(services.vami.ports, ['127.0.0.1:8000:8000'])
    assert.equal(services.db.ports, undefined)
    for (const mount of services.db.volumes) assert.ok(mount.split(':')[0] in volumes, mount)
  })
})

type Variable = {
  key: string
  value?: unknown
  generateValue?: unknown
  sync?: unknown
  fromService?: { type: string; name: string; envVarKey?: string }
  fromDatabase?: { name: string; property: string }
}

for (const file of blueprints)
  suite(file, () => {
    const blueprint = yaml(file)
    const services = blueprint.services as {
      name: string
      type: string
      startCommand: string
      buildCommand: string
      envVars: Variable[]
    }[]
    const variables = services.flatMap(({ envVars }) => envVars)

    // https://render.com/docs/blueprint-spec
    test('says of every service what Render asks for, and nothing that it does not know', () => {
      const known = ['type', 'name', 'runtime', 'plan', 'buildCommand', 'startCommand', 'healthCheckPath']
      const optional = ['autoDeployTrigger', 'maxShutdownDelaySeconds', 'envVars']
      for (const service of services) {
        assert.deepEqual(Object.keys(service).sort(), [...known, ...optional].sort())
        assert.deepEqual([service.type, Object.keys(blueprint).includes('services')], ['web', true])
      }
      const names = [...services, ...(blueprint.databases ?? [])].map(({ name }) => name)
      assert.equal(new Set(names).size, names.length)
    })

    test('gives every variable one value, from somewhere that exists', () => {
      for (const variable of variables) {
        const { key, value, fromService, fromDatabase } = variable
        assert.ok(settings.has(key), key)
        assert.equal(Object.keys(variable).length, 2, key)
        if (value !== undefined) assert.ok(typeof value === 'string', `${key} is quoted`)
        if (fromDatabase)
          assert.ok(blueprint.databases.some(({ name }: { name: string }) => name === fromDatabase.name))
        if (!fromService) continue
        const source = services.find(({ name }) => name === fromService.name)
        const own = source?.envVars.find(({ key: other }) => other === fromService.envVarKey)
        assert.ok(fromService.envVarKey === 'RENDER_EXTERNAL_URL' ? source : own?.generateValue, key)
      }
    })

    test('has no secret in it', () => {
      for (const { key, value } of variables.filter(({ key }) => /KEY|SECRET|PASSWORD|DATABASE/.test(key)))
        assert.equal(value, undefined, key)
    })

    test('builds the screen when it installs', () => {
      const { scripts } = JSON.parse(read('package.json'))
      assert.match(scripts.postinstall, /tools\/build-screen\.mjs/)
      for (const { buildCommand } of services) {
        assert.match(buildCommand, /^npm ci /)
        assert.doesNotMatch(buildCommand, /--ignore-scripts|--omit=optional/)
      }
    })

    test('starts commands that exist, with values that they can read', () => {
      for (const { startCommand, envVars } of services) {
        assert.match(startCommand, /^node_modules\/\.bin\/node src\/cli\.ts (serve|bridge|mcp calcom|mcp outlook)$/)
        const literal = envVars.filter(({ value }) => value !== undefined).map(({ key, value }) => [key, value])
        const config = readConfig(Object.fromEntries(literal))
        assert.deepEqual([config.HOST, config.NODE_ENV], ['0.0.0.0', 'production'])
      }
    })
  })

test('the bridge of three services knows both MCP servers and their keys', () => {
  const [bridge] = yaml('render-three-services.yaml').services as { envVars: Variable[] }[]
  const from = (key: string) => bridge!.envVars.find((variable) => variable.key === key)?.fromService
  for (const [which, service] of [
    ['CALCOM', 'vami-calcom'],
    ['OUTLOOK', 'vami-outlook'],
  ]) {
    assert.deepEqual(from(`${which}_MCP_URL`), { type: 'web', name: service, envVarKey: 'RENDER_EXTERNAL_URL' })
    assert.deepEqual(from(`${which}_MCP_KEY`), { type: 'web', name: service, envVarKey: `${which}_MCP_KEY` })
  }
})
