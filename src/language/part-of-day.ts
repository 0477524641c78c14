import { foldWords, type SpokenLanguage, spokenLanguageOf, spokenLanguages } from './number-words.ts'
import { readText } from './said.ts'

export type PartOfDay = 'morning' | 'afternoon' | 'evening'

/**
 * The part of the day that is wished for, also within more ("Tuesday afternoon", "mañana por la tarde", "morgen früh").
 * Undefined for none, for several ("morning or evening"), for what a part is only an end of ("after the morning"), for
 * refusals ("not in the morning"), and for "pm", which is half the day.
 */
export function readPartOfDay(said: unknown, language: string): PartOfDay | undefined {
  const text = readText(said)
  if (text === undefined || text.length > 200) return undefined
  const list = foldWords(text.replace(/\b([ap])\.\s?m\b/gi, '$1m'))
  for (const each of new Set([spokenLanguageOf(language), ...spokenLanguages])) {
    const parts = partsOf(list, phrases[each])
    if (parts.size > 0) return parts.size === 1 ? clear([...parts][0]!) : undefined
  }
  return undefined
}

const clear = (part: Meaning): PartOfDay | undefined => (part === 'unclear' ? undefined : part)

type Meaning = PartOfDay | 'unclear'

/** Phrase → what it means; the longest counts, and its words are used up. "Mañana" and "morgen" before another part are tomorrow. */
const phrases: Record<SpokenLanguage, Readonly<Record<string, Meaning>>> = {
  en: {
    ...all('morning', 'morning|mornings|am|before noon|before lunch|before midday|forenoon|this morning'),
    ...all('afternoon', 'afternoon|afternoons|after lunch|after noon|after midday'),
    ...all('evening', 'evening|evenings|night|nights|tonight|after work|after dinner'),
    ...all('unclear', 'not|no|except|but|before|after|until|from|never|avoid'),
  },
  es: {
    ...all('morning', 'manana|mananas|por la manana|de la manana|manana por la manana|antes del mediodia|madrugada'),
    ...all('afternoon', 'tarde|tardes|manana por la tarde|manana en la tarde|manana a la tarde|manana tarde'),
    ...all('afternoon', 'despues de comer|despues del almuerzo'),
    ...all('evening', 'noche|noches|manana por la noche|manana en la noche|manana noche|despues del trabajo'),
    ...all('unclear', 'no|excepto|menos|salvo|antes|despues|hasta|desde|mas tarde|ni'),
  },
  fr: {
    ...all('morning', 'matin|matins|matinee|avant midi|demain matin'),
    ...all('afternoon', 'apres midi|apres dejeuner|apres le dejeuner'),
    ...all('evening', 'soir|soirs|soiree|apres le travail'),
    ...all('unclear', 'pas|sauf|avant|apres|jusqu|depuis|ni'),
  },
  de: {
    ...all('morning', 'morgen|morgens|fruh|fruhs|vormittag|vormittags|morgen fruh|morgen vormittag|vor dem mittag'),
    ...all('afternoon', 'nachmittag|nachmittags|morgen nachmittag|nach dem mittagessen|nach mittag'),
    ...all('evening', 'abend|abends|morgen abend|nach der arbeit|nach feierabend'),
    ...all('unclear', 'nicht|ausser|vor|nach|bis|ab|kein|keine'),
  },
  pt: {
    ...all('morning', 'manha|manhas|de manha|antes do almoco|madrugada'),
    ...all('afternoon', 'tarde|tardes|depois do almoco'),
    ...all('evening', 'noite|noites|depois do trabalho'),
    ...all('unclear', 'nao|exceto|menos|salvo|antes|depois|ate|desde|mais tarde|nem'),
  },
}

function all<Part extends Meaning>(part: Part, list: string): Record<string, Part> {
  return Object.fromEntries(list.split('|').map((phrase) => [phrase, part]))
}

function partsOf(list: readonly string[], known: Readonly<Record<string, Meaning>>): Set<Meaning> {
  const found = new Set<Meaning>()
  for (let at = 0; at < list.length; ) {
    let length = Math.min(4, list.length - at)
    while (length > 1 && !Object.hasOwn(known, list.slice(at, at + length).join(' '))) length--
    const phrase = list.slice(at, at + length).join(' ')
    const part = Object.hasOwn(known, phrase) ? known[phrase] : undefined
    if (part !== undefined) found.add(part)
    at += length
  }
  return found
}
