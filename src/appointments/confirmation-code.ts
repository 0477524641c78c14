import { randomInt } from 'node:crypto'

// Without B, I, L, O, S, Z and 0, 1, 2, 5, 8: none of these looks or sounds like another one that is left out.
const alphabet = 'ACDEFGHJKMNPQRTUVWXY34679'

/** Six characters that survive a telephone; 244 million of them. */
export const mintConfirmationCode = (): string =>
  Array.from({ length: 6 }, () => alphabet[randomInt(alphabet.length)]).join('')
