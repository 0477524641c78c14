import type { Tongue } from '../../words/words.ts'

/** The countries whose telephone numbers are known, ISO 3166. */
export const regions: readonly string[] = (
  'AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD ' +
  'CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE ' +
  'GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN ' +
  'KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ ' +
  'NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH ' +
  'SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG ' +
  'VI VN VU WF WS XK YE YT ZA ZM ZW'
).split(' ')

/** The languages a clinic may have, as its country writes dates and times. */
export const locales: readonly string[] = (
  'de-AT de-CH de-DE en-AU en-CA en-GB en-IE en-IN en-NZ en-US en-ZA es-AR es-CL es-CO es-ES es-MX es-PE es-US fr-BE ' +
  'fr-CA fr-CH fr-FR pt-BR pt-PT'
).split(' ')

export const currencies: readonly string[] = Intl.supportedValuesOf('currency')

const currencyOfRegion: Record<string, string> = {
  ...{ US: 'USD', PR: 'USD', EC: 'USD', GB: 'GBP', CA: 'CAD', AU: 'AUD', NZ: 'NZD', CH: 'CHF', LI: 'CHF', MX: 'MXN' },
  ...{ BR: 'BRL', AR: 'ARS', CL: 'CLP', CO: 'COP', PE: 'PEN', UY: 'UYU', IN: 'INR', JP: 'JPY', ZA: 'ZAR', SE: 'SEK' },
  ...{ NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', HU: 'HUF', RO: 'RON', TR: 'TRY', IL: 'ILS', AE: 'AED', SG: 'SGD' },
}

/** A first guess, which a person sees and can change. */
export const likelyCurrency = (region: string | null): string =>
  region === null ? 'USD' : (currencyOfRegion[region] ?? 'EUR')

/** Codes with their names in a language, by name. */
export function named(
  codes: readonly string[],
  type: 'region' | 'language' | 'currency',
  tongue: Tongue,
): [code: string, name: string][] {
  const names = new Intl.DisplayNames(tongue, { type })
  const collator = new Intl.Collator(tongue)
  return codes
    .map((code): [string, string] => [code, capital(names.of(code) ?? code, tongue)])
    .sort(([, one], [, other]) => collator.compare(one, other))
}

const capital = (text: string, tongue: Tongue): string => text.charAt(0).toLocaleUpperCase(tongue) + text.slice(1)
