import type { Language } from '../../../src/language/when.ts'

/** Numbers from 0 to 59 as they are said, spelt here by rules of their own and not by the lists that read them. */
export const spoken: Record<Language, (number: number) => string> = {
  en: (number) => {
    const ones =
      'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    return compound(number, ones, 'twenty thirty forty fifty', '-', '-')
  },
  es: (number) => {
    const ones = `cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve
      veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve`
    return compound(number, ones, 'veinte treinta cuarenta cincuenta', ' y ', ' y ')
  },
  fr: (number) => {
    const ones =
      'zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf'
    return compound(number, ones, 'vingt trente quarante cinquante', ' et ', '-')
  },
  de: (number) => {
    const ones =
      'null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn'
    if (number < 20) return ones.split(' ')[number]!
    const ten = ['zwanzig', 'dreißig', 'vierzig', 'fünfzig'][Math.floor(number / 10) - 2]!
    const one = number % 10
    return one === 0 ? ten : `${one === 1 ? 'ein' : ones.split(' ')[one]}und${ten}`
  },
  pt: (number) => {
    const ones =
      'zero um dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezesseis dezessete dezoito dezenove'
    return compound(number, ones, 'vinte trinta quarenta cinquenta', ' e ', ' e ')
  },
}

function compound(number: number, ones: string, tens: string, beforeOne: string, before: string): string {
  const words = ones.split(/\s+/)
  if (number < words.length) return words[number]!
  const one = number % 10
  const ten = tens.split(' ')[Math.floor(number / 10) - 2]!
  return one === 0 ? ten : `${ten}${one === 1 ? beforeOne : before}${words[one]}`
}

/** The years 2026 to 2028 as they are said. */
export const spokenYear: Record<Language, (year: number) => string> = {
  en: (year) => `twenty ${spoken.en(year % 100)}`,
  es: (year) => `dos mil ${spoken.es(year % 100)}`,
  fr: (year) => `deux mille ${spoken.fr(year % 100)}`,
  de: (year) => `zweitausend${spoken.de(year % 100)}`,
  pt: (year) => `dois mil e ${spoken.pt(year % 100)}`,
}
