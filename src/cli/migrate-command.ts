import { schemaVersion } from '../store/migrate.ts'
import { openStore } from '../store/store.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'migrate [--data ./data]',
  summary: 'bring the database up to date',
  help: `Applies the migrations that are missing, all or none. A server does this at its start by itself; with several servers
run it once before they start. Two at once are safe.`,
  example: 'DATABASE_URL=postgres://vami@db.example.com/vami vami migrate',
  words: 0,
  options: {},
  run: async ({ config, answer }) => {
    const store = await openStore({ config, role: 'command', onIdleError: () => {} })
    await store.close()
    const { applied } = store
    const done = applied.length === 0 ? 'Nothing to do' : `Applied ${applied.join(', ')}`
    answer(`${done}: the schema is at version ${schemaVersion()}.`, { applied, version: schemaVersion() })
    return 0
  },
}
