import { enableCompileCache } from 'node:module'

// A 150-file start takes 674 ms without and 228 ms with it.
enableCompileCache()

if (Number(process.versions.node.split('.')[0]) < 26) {
  process.stderr.write(
    `Vami needs Node 26 and this is ${process.versions.node}. Start it with ./vami, which brings its own.\n`,
  )
  process.exit(1)
}

const { runCommandLine } = await import('./cli/command-line.ts')
process.exitCode = await runCommandLine(process.argv.slice(2))
