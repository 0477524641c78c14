/** What is wrong with a script, for the person who writes it, with the line (from 1) where it stands. */
export class ScriptFault extends Error {
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`)
  }
}
