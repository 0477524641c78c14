import { fold, type SpokenLanguage } from './number-words.ts'

/** How the signs of an e-mail address are said. All phrases are folded; the first is the one that we say ourselves. */
type Signs = Record<'@' | '.' | '_' | '-' | '+', readonly string[]>

const signs: Record<SpokenLanguage, Signs> = {
  en: {
    '@': ['at', 'at sign', 'at symbol'],
    '.': ['dot', 'period', 'point', 'full stop'],
    _: ['underscore', 'under score', 'underline'],
    '-': ['hyphen', 'dash', 'minus', 'minus sign', 'hyphen sign'],
    '+': ['plus', 'plus sign'],
  },
  es: {
    '@': ['arroba', 'arrova'],
    '.': ['punto'],
    _: ['guion bajo', 'guion abajo', 'subguion', 'barra baja', 'raya baja', 'guion de abajo'],
    '-': ['guion', 'guion medio', 'guion del medio', 'raya', 'menos', 'guion normal'],
    '+': ['mas', 'signo mas', 'simbolo mas', 'signo de mas'],
  },
  fr: {
    '@': ['arobase', 'arrobase', 'arobas', 'arrobas', 'a commercial'],
    '.': ['point'],
    _: ['tiret bas', 'tiret du bas', 'trait bas', 'souligne', 'sous tiret', 'tiret du 8', 'underscore'],
    '-': ['tiret', 'trait d union', 'trait dunion', 'tiret du milieu', 'tiret du 6', 'moins', 'tiret haut'],
    '+': ['plus', 'signe plus'],
  },
  de: {
    '@': ['at', 'klammeraffe', 'at zeichen', 'affenschwanz'],
    '.': ['punkt'],
    _: ['unterstrich', 'untenstrich', 'tiefstrich'],
    '-': ['bindestrich', 'minus', 'strich', 'mittelstrich', 'minuszeichen'],
    '+': ['plus', 'pluszeichen'],
  },
  pt: {
    '@': ['arroba'],
    '.': ['ponto'],
    _: ['sublinhado', 'traco baixo', 'underline', 'underscore', 'traco inferior', 'sublinha', 'traco em baixo'],
    '-': ['hifen', 'traco', 'tracinho', 'menos', 'ifen'],
    '+': ['mais', 'sinal de mais'],
  },
}

/** Said to the caller, with its accents. */
export const spokenSigns: Record<SpokenLanguage, Record<string, string>> = {
  en: { '@': 'at', '.': 'dot', _: 'underscore', '-': 'hyphen', '+': 'plus' },
  es: { '@': 'arroba', '.': 'punto', _: 'guion bajo', '-': 'guion', '+': 'más' },
  fr: { '@': 'arobase', '.': 'point', _: 'tiret bas', '-': 'tiret', '+': 'plus' },
  de: { '@': 'at', '.': 'Punkt', _: 'Unterstrich', '-': 'Bindestrich', '+': 'plus' },
  pt: { '@': 'arroba', '.': 'ponto', _: 'sublinhado', '-': 'hífen', '+': 'mais' },
}

/** Phrase → sign, in this language and in English, which every model knows. */
export function signsOf(language: SpokenLanguage): ReadonlyMap<string, string> {
  const both = [signs.en, signs[language]].flatMap((known) => Object.entries(known))
  return new Map(both.flatMap(([sign, phrases]) => phrases.map((phrase): [string, string] => [phrase, sign])))
}

/** Names of letters that are no other word: read as the letter wherever they stand. */
export const letterNames: Record<SpokenLanguage, Readonly<Record<string, string>>> = {
  en: { 'double u': 'w', 'double you': 'w', zee: 'z', zed: 'z', aitch: 'h' },
  es: {
    ...{ hache: 'h', jota: 'j', equis: 'x', 'i griega': 'y', zeta: 'z', ceta: 'z', uve: 'v', 'uve doble': 'w' },
    ...{ 'doble u': 'w', 'doble uve': 'w', 'doble ve': 'w', 've doble': 'w', erre: 'r', efe: 'f', eme: 'm', ene: 'n' },
  },
  fr: { 'double v': 'w', 'double ve': 'w', 'i grec': 'y', zede: 'z', ixe: 'x' },
  de: { jot: 'j', zett: 'z', ypsilon: 'y', 'doppel v': 'w' },
  pt: {
    ...{ aga: 'h', jota: 'j', xis: 'x', ipsilon: 'y', dabliu: 'w', dablio: 'w', 'duplo v': 'w', 've duplo': 'w' },
    ...{ erre: 'r', efe: 'f', eme: 'm', ene: 'n' },
  },
}

/** Names of letters that are words too ("de", "te"): read as the letter only beside another letter. */
export const letterNamesInRuns: Record<SpokenLanguage, Readonly<Record<string, string>>> = {
  en: {},
  es: { be: 'b', ce: 'c', de: 'd', ge: 'g', ka: 'k', ele: 'l', pe: 'p', cu: 'q', ese: 's', te: 't', ve: 'v', ye: 'y' },
  fr: {},
  de: {},
  pt: { be: 'b', ce: 'c', de: 'd', ge: 'g', ele: 'l', pe: 'p', que: 'q', esse: 's', te: 't', ve: 'v', ze: 'z' },
}

/** "B as in boy": what stands between the letter and the word that begins with it. */
export const likeWords: Record<SpokenLanguage, readonly string[]> = {
  en: ['as in', 'like in', 'as', 'for', 'like'],
  es: ['como en', 'como', 'de'],
  fr: ['comme dans', 'comme'],
  de: ['wie in', 'wie'],
  pt: ['como em', 'como', 'de'],
}

/** "double l" */
export const doubleWords: Record<SpokenLanguage, readonly string[]> = {
  en: ['double'],
  es: ['doble'],
  fr: ['double'],
  de: ['doppel', 'doppelt'],
  pt: ['duplo', 'dupla'],
}

/** "all one word": words in a row belong together, and it need not be assumed. */
export const togetherPhrases =
  /(?<!\p{L})(?:all (?:as )?one word|one word|all together|no spaces?|without spaces?|todo junto|todo seguido|sin espacios?|tout attache|en un (?:seul )?mot|sans espaces?|alles zusammen|zusammen ?geschrieben|in einem wort|ein wort|ohne leerzeichen|tudo junto|sem espacos?)(?!\p{L})/gu

/** Remarks that are no part of the address. */
export const remarkPhrases = new RegExp(
  `(?<!\\p{L})(?:${[
    '(?:all )?(?:in )?(?:lower ?case|small letters|lowercase letters)',
    'thank you|thanks|please|um|uh|er|erm',
    '(?:todo )?(?:en )?minusculas?|gracias|por favor',
    '(?:tout )?(?:en )?minuscules?|merci|sil vous plait|euh',
    '(?:alles )?(?:klein ?geschrieben|in kleinbuchstaben)|danke|bitte|ah|ahm',
    '(?:tudo )?(?:em )?minuscul[ao]s?|obrigad[ao]',
    '(?:thats )?spelled|thats|se escribe|deletreado|ca secrit|qui secrit|buchstabiert|se escreve|soletrado',
  ].join('|')})(?!\\p{L})`,
  'gu',
)

/** "My e-mail is" and its like, at the beginning. */
export const openings = [
  /^(?:(?:so|well|yes|yeah|sure|ok|okay|hi|and)\s+)*(?:(?:my|the|her|his|our|this)\s+)?(?:email|mail)(?:\s+address)?(?:\s+(?:is|its|would be|will be))?\s+/,
  /^(?:(?:so|well|yes|yeah|sure|ok|okay|and)\s+)*(?:its|it is|that is|it would be|that would be|thatd be)\s+/,
  /^(?:(?:bueno|si|pues|claro|eh|y)\s+)*(?:(?:mi|el|su|la)\s+)?(?:correo|email|mail|direccion)(?:\s+(?:electronic[oa]|de correo|de email))*(?:\s+es)?\s+/,
  /^(?:(?:oui|alors|bon|et)\s+)*(?:(?:mon|ma|l)\s*)?(?:adresse|ladresse|email|mail|courriel)(?:\s+(?:mail|email|electronique))*(?:\s+(?:est|cest))?\s+/,
  /^(?:(?:oui|alors|bon)\s+)*cest\s+/,
  /^(?:(?:ja|also|und)\s+)*(?:(?:meine|die|unsere)\s+)?(?:email|mail|emailadresse|mailadresse|adresse)(?:\s+adresse)?(?:\s+(?:ist|lautet|ware))?\s+/,
  /^(?:(?:sim|entao|bom|e)\s+)*(?:(?:meu|o|a|minha)\s+)?(?:email|correio|endereco|mail)(?:\s+(?:eletronico|de email))*(?:\s+e)?\s+/,
]

/** Sentence words: in an address they are more likely a remark that was not understood. */
export const sentenceWords: ReadonlySet<string> = new Set(
  [
    'is my the to send it email mail address or and but not no yes its dont i have none know same as before',
    'es mi correo enviar direccion pero no tengo mismo tambien',
    'est mon adresse courriel envoyer mais pas avec meme',
    'ist meine adresse und aber nicht keine mit senden oder',
    'meu endereco enviar mas nao tenho mesmo',
  ].flatMap((line) => fold(line).split(' ')),
)

/** The providers that need no ".com" to be understood, each with the languages in which it can be no other. */
export const providers: Readonly<Record<string, { domain: string; only?: SpokenLanguage }>> = {
  gmail: { domain: 'gmail.com' },
  googlemail: { domain: 'googlemail.com' },
  icloud: { domain: 'icloud.com' },
  protonmail: { domain: 'protonmail.com' },
  aol: { domain: 'aol.com' },
  // elsewhere these are as often .es, .fr, .de or .com.br
  hotmail: { domain: 'hotmail.com', only: 'en' },
  outlook: { domain: 'outlook.com', only: 'en' },
  yahoo: { domain: 'yahoo.com', only: 'en' },
}

/** Providers that exist under one domain only: another ending was misheard. */
export const onlyDomain: Readonly<Record<string, string>> = { gmail: 'gmail.com', icloud: 'icloud.com' }

/** Said as a word and understood as one, by anybody: everything else is spelled. */
export const usualWords: ReadonlySet<string> = new Set(
  [
    'info office contact hello admin mail clinic dental doctor home team support sales booking reception',
    'oficina contacto hola clinica salud bureau accueil cabinet praxis kontakt buero clinica contato consultorio',
    'gmail googlemail icloud hotmail outlook yahoo aol protonmail live msn web company example',
    'com net org info edu gov biz',
    'maria david carlos pedro pablo garcia daniel robert peter paul laura james richard william',
  ].flatMap((line) => line.split(' ')),
)
