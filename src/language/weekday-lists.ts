import { fold, type SpokenLanguage, spokenLanguageOf, spokenLanguages } from './number-words.ts'
import { readText } from './said.ts'

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * The weekdays that are wished for, each once and in the order of the week: "Tuesdays and Thursdays", "Mon-Wed", "entre
 * semana", "du lundi au mercredi", "any day but Friday", `["monday", 3]`. Numbers are ISO's, 1 for Monday to 7 for Sunday.
 * Undefined when a word is not understood ("next Monday" is a date) and when nothing is left.
 */
export function readWeekdays(said: unknown, language: string): Weekday[] | undefined {
  const parts = Array.isArray(said) ? said.slice(0, 30).map(readText) : [readText(said)]
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined
  const text = parts.join(', ')
  if (text.length > 300 || /\d[.:]\d/.test(text)) return undefined
  for (const each of new Set([spokenLanguageOf(language), ...spokenLanguages])) {
    const days = daysOf(text, lexiconOf(each))
    if (days !== undefined && days.size > 0) return weekdays.filter((_, at) => days.has(at + 1))
  }
  return undefined
}

/** 1 is Monday */
type Days = ReadonlySet<number>
type Lexicon = {
  /** phrases of one to three words → the days that they name */
  days: ReadonlyMap<string, Days>
  until: ReadonlySet<string>
  except: ReadonlySet<string>
  idle: ReadonlySet<string>
}

const all: Days = new Set([1, 2, 3, 4, 5, 6, 7])
const working: Days = new Set([1, 2, 3, 4, 5])
const weekend: Days = new Set([6, 7])

type Words = {
  /** a list for each day, Monday first */
  names: string
  working: string
  weekend: string
  all: string
  until: string
  except: string
  idle: string
}

// "jours ouvrables" and "Werktage" are not here: for some people they include Saturday.
const words: Record<SpokenLanguage, Words> = {
  en: {
    names:
      'monday mondays mon|tuesday tuesdays tue tues|wednesday wednesdays wed weds|thursday thursdays thu thur thurs|friday fridays fri|saturday saturdays sat|sunday sundays sun',
    working: 'weekday|weekdays|week days|working days|business days|workdays|during the week',
    weekend: 'weekend|weekends|week end|week ends',
    all: 'any day|every day|everyday|all days|all week|any|anytime|any time|whenever|no preference|any weekday or weekend',
    until: 'to through thru until till',
    except: 'except but not excluding',
    idle: 'and or on the in only just please preferably ideally either also for morning mornings afternoon afternoons evening evenings',
  },
  es: {
    names: 'lunes lun|martes mar|miercoles mie mier|jueves jue|viernes vie|sabado sabados sab|domingo domingos dom',
    working: 'entre semana|dias laborables|dia laborable|dias habiles|dias de semana|durante la semana',
    weekend: 'fin de semana|fines de semana|finde|findes',
    all: 'cualquier dia|todos los dias|cualquiera|me da igual|sin preferencia|da igual',
    until: 'a hasta al',
    except: 'excepto menos salvo no',
    idle: 'y o u e el los las la en de del solo por favor preferiblemente tambien ni pero dia dias manana mananas tarde tardes noche noches',
  },
  fr: {
    names:
      'lundi lundis lun|mardi mardis mar|mercredi mercredis mer|jeudi jeudis jeu|vendredi vendredis ven|samedi samedis sam|dimanche dimanches dim',
    working: 'en semaine|jours de semaine|jours ouvres|la semaine|pendant la semaine',
    weekend: 'weekend|weekends|week end|week ends|fin de semaine|fins de semaine',
    all: 'tous les jours|n importe quel jour|peu importe|n importe quand|sans preference',
    until: 'au a jusqu jusquau jusqua',
    except: 'sauf hors excepte pas',
    idle: 'et ou le les la l du de en uniquement seulement svp aussi ni mais plutot matin matins apres midi soir soirs',
  },
  de: {
    names:
      'montag montags mo|dienstag dienstags di|mittwoch mittwochs mi|donnerstag donnerstags do|freitag freitags fr|samstag samstags sa sonnabend sonnabends|sonntag sonntags so',
    working: 'unter der woche|wochentags|montag bis freitag|in der woche',
    weekend: 'wochenende|wochenenden|wochenends',
    all: 'jeden tag|jeder tag|taglich|alle tage|egal|egal wann|jederzeit',
    until: 'bis',
    except: 'ausser nicht',
    idle: 'und oder am an den die der im nur bitte auch gern gerne aber vormittag vormittags nachmittag nachmittags abend abends morgens',
  },
  pt: {
    names:
      'segunda segundas seg|terca tercas ter|quarta quartas qua|quinta quintas qui|sexta sextas sex|sabado sabados sab|domingo domingos dom',
    working: 'dias de semana|dia de semana|durante a semana|dias uteis|dia util',
    weekend: 'fim de semana|fins de semana|final de semana|finais de semana',
    all: 'qualquer dia|todos os dias|tanto faz|qualquer|sem preferencia',
    until: 'a ate',
    except: 'exceto menos salvo nao',
    idle: 'e ou as aos ao o os na no nas nos de da so apenas por favor tambem mas manha manhas tarde tardes noite noites',
  },
}

const lexicons = new Map<SpokenLanguage, Lexicon>()

function lexiconOf(language: SpokenLanguage): Lexicon {
  const known = lexicons.get(language)
  if (known !== undefined) return known
  const own = words[language]
  const days = new Map<string, Days>()
  for (const [at, names] of own.names.split('|').entries())
    for (const name of [...names.split(' '), String(at + 1)]) days.set(name, new Set([at + 1]))
  for (const phrase of own.working.split('|')) days.set(phrase, working)
  for (const phrase of own.weekend.split('|')) days.set(phrase, weekend)
  for (const phrase of own.all.split('|')) days.set(phrase, all)
  const set = (text: string) => new Set(text.split(' '))
  const lexicon = { days, until: set(own.until), except: set(own.except), idle: set(own.idle) }
  lexicons.set(language, lexicon)
  return lexicon
}

/** Undefined when a word is not known, or when a range or an exception has no end. */
function daysOf(text: string, lexicon: Lexicon): Days | undefined {
  const list = fold(text)
    .replace(/week-end/g, 'weekend')
    .replace(/[\s-]*feiras?(?!\p{L})/gu, '')
    .replace(/(\p{L}|\d)\s*[-–—]\s*(?=\p{L}|\d)/gu, '$1 until ')
    .match(/\p{L}+|\d+|[^\s\p{L}\d.,;/&'’"[\](){}]/gu)
  const wished = new Set<number>()
  const refused = new Set<number>()
  let into: Set<number> | undefined = wished
  let last: number | undefined
  let open: 'until' | 'except' | undefined
  for (let at = 0; at < (list?.length ?? 0); ) {
    const [length, days] = phraseAt(list!, at, lexicon) ?? [1, undefined]
    const word = list![at]!
    at += length
    if (days !== undefined) {
      if (open === 'until' && days.size > 1) return undefined
      for (const day of open === 'until' ? between(last!, [...days][0]!) : days) into.add(day)
      last = days.size === 1 ? [...days][0] : undefined
      open = undefined
    } else if (last !== undefined && (word === 'until' || lexicon.until.has(word))) open = 'until'
    else if (lexicon.except.has(word)) {
      into = refused
      last = undefined
      open = 'except'
    } else if (!lexicon.idle.has(word) && !(lexicon.until.has(word) && wished.size + refused.size === 0))
      return undefined
  }
  if (open !== undefined) return undefined
  return new Set([...(wished.size === 0 && refused.size > 0 ? all : wished)].filter((day) => !refused.has(day)))
}

function phraseAt(list: readonly string[], at: number, lexicon: Lexicon): [number, Days] | undefined {
  for (let length = Math.min(3, list.length - at); length >= 1; length--) {
    const days = lexicon.days.get(list.slice(at, at + length).join(' '))
    if (days !== undefined) return [length, days]
  }
  return undefined
}

/** Friday to Monday: forward, over the end of the week. */
const between = (first: number, last: number): number[] =>
  Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, ahead) => ((first - 1 + ahead) % 7) + 1)
