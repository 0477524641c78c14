import { foldWords } from './number-words.ts'

/**
 * Whether this says that the caller does not mind who sees them: "anyone", "any available doctor", "no preference",
 * "cualquiera", "peu importe", "egal", "qualquer um". Whoever is really called so has to be looked for before.
 */
export function isAnyone(said: string): boolean {
  const words = foldWords(said.slice(0, 80)).join(' ')
  return anyone.test(words) || dontMind.has(words)
}

const people = 'one|body|doctors?|dentists?|practitioners?|providers?|therapists?|person|staff( member)?|of them'
const anyone = new RegExp(
  [
    `^(any|whichever|whatever|every|first|next|the first|the next)( ?(one|available|free|suitable|${people}))*$`,
    '^(who|whom|which)ever( is| s)?( available| free)?$',
    '^cualquiera?( de ellos| de ellas| persona| doctora?| medic[oa]| dentista| profesional)?( disponible| libre)?$',
    '^n importe( qui| lequel| laquelle| quel medecin| quel docteur| quel praticien| quel dentiste)?$',
    '^(irgendwer|irgend ?jemand|irgendein(er|e)?|jede[rm]?|beliebig(er?)?)( arzt| arztin| zahnarzt| freier?)?$',
    '^qualquer( um| uma| pessoa| medic[oa]| doutora?| dentista| profissional)?( disponivel| livre)?$',
  ].join('|'),
)

const dontMind = new Set([
  ...[
    'no preference',
    'none preferred',
    'no one in particular',
    'nobody in particular',
    'no matter',
    'does not matter',
  ],
  ...[
    'doesn t matter',
    'don t care',
    'do not care',
    'don t mind',
    'do not mind',
    'either',
    'either one',
    'anyone is fine',
  ],
  ...['any is fine', 'any one is fine', 'sin preferencia', 'el que sea', 'la que sea', 'quien sea', 'quien este libre'],
  ...['da igual', 'me da igual', 'no importa', 'el primero disponible', 'el que este disponible', 'peu importe'],
  ...['sans preference', 'pas de preference', 'aucune preference', 'ca m est egal', 'le premier disponible'],
  ...['le premier libre', 'egal', 'ist egal', 'ist mir egal', 'mir egal', 'wer frei ist', 'wer gerade frei ist'],
  ...['keine praferenz', 'ohne praferenz', 'sem preferencia', 'tanto faz', 'quem estiver livre'],
  ...['quem estiver disponivel', 'nao importa', 'o primeiro disponivel'],
])
