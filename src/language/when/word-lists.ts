import { buildLexicon, type Lexicon, type WordList } from './lexicon.ts'
import { german } from './words-de.ts'
import { english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { french } from './words-fr.ts'
import { portuguese } from './words-pt.ts'

export type Language = 'en' | 'es' | 'fr' | 'de' | 'pt'

const wordLists: Readonly<Record<Language, () => WordList>> = {
  en: english,
  es: spanish,
  fr: french,
  de: german,
  pt: portuguese,
}
const lexicons = new Map<Language, Lexicon>()

/** The look-up tables of a language, made when it is first spoken. */
export function lexiconOf(language: Language): Lexicon {
  const known = lexicons.get(language)
  if (known !== undefined) return known
  const lexicon = buildLexicon(wordLists[language]())
  lexicons.set(language, lexicon)
  return lexicon
}
