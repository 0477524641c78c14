import { spokenSigns, usualWords } from './email-words.ts'
import { spokenLanguageOf } from './number-words.ts'

/**
 * An e-mail address as it is read to the caller: words that nobody spells another way are said, everything else letter
 * by letter, since "shayne" and "shane" sound the same. "shayne.lopez7@gmail.com" → "S, H, A, Y, N, E, dot lopez 7 at
 * gmail dot com". `readSpokenEmail` reads it back to the same address.
 */
export function readBackEmail(email: string, language: string): string {
  const said = spokenSigns[spokenLanguageOf(language)]
  const pieces = email.toLowerCase().match(/[a-z]+|\d+|[^a-z\d]/g) ?? []
  return pieces
    .map((piece, at) => {
      if (!/[a-z\d]/.test(piece)) return said[piece] ?? piece
      const spelled = !/[a-z]/.test(piece) || !isUsual(piece, pieces, at)
      const last = at === pieces.length - 1
      return spelled ? `${[...piece.toUpperCase()].join(', ')}${last || piece.length === 1 ? '' : ','}` : piece
    })
    .join(' ')
}

/** A long ending such as ".dental" is a word as well. */
const isUsual = (piece: string, pieces: readonly string[], at: number): boolean =>
  usualWords.has(piece) || (at === pieces.length - 1 && piece.length > 3 && pieces[at - 1] === '.')
