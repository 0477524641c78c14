import { approximate, parts, units, type WordList } from './lexicon.ts'

const small =
  'zero|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix sept|dix huit|dix neuf'.split(
    '|',
  )
const tens = ['vingt', 'trente', 'quarante', 'cinquante', 'soixante']

function cardinals(): Map<number, string> {
  const numbers = new Map(small.map((word, value) => [value, word]))
  numbers.set(1, 'un|une')
  for (const [i, ten] of tens.entries()) {
    const value = (i + 2) * 10
    numbers.set(value, ten)
    numbers.set(value + 1, `${ten} et un|${ten} et une|${ten} un|${ten} une`)
    for (let unit = 2; unit < 10; unit++) numbers.set(value + unit, `${ten} ${small[unit]}`)
  }
  for (let unit = 0; unit < 10; unit++) numbers.set(70 + unit, `soixante ${unit === 1 ? 'et ' : ''}${small[10 + unit]}`)
  numbers.set(80, 'quatre vingts|quatre vingt')
  for (let unit = 1; unit < 20; unit++) numbers.set(80 + unit, `quatre vingt ${small[unit]}`)
  return numbers
}

const ordinalEnds =
  'unieme|deuxieme|troisieme|quatrieme|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme|onzieme|douzieme|treizieme|quatorzieme|quinzieme|seizieme|dix septieme|dix huitieme|dix neuvieme|vingtieme'.split(
    '|',
  )

function ordinalNumbers(): Map<number, string> {
  const numbers = new Map(ordinalEnds.map((word, i) => [i + 1, word]))
  numbers.set(1, 'premier|premiere').set(2, 'deuxieme|second|seconde').set(21, 'vingt et unieme|vingt unieme')
  for (let unit = 2; unit < 10; unit++) numbers.set(20 + unit, `vingt ${ordinalEnds[unit - 1]}`)
  return numbers.set(30, 'trentieme').set(31, 'trente et unieme|trente unieme')
}

export const french = (): WordList => ({
  numbers: cardinals(),
  ordinals: ordinalNumbers(),
  ordinalSuffix: /^(er|ere|re|e|eme|ieme|nd|nde)$/,
  looseSuffix: true,
  looseDays: [8, 15],
  rewrites: [
    [/\baujourd\W?hui\b/g, 'aujourdhui'],
    // instead of, which is no place
    [/\ba la place\b/g, 'remplace'],
    [/\bam\W?pm\b/g, ''],
    [/\bapres\W?midi\b/g, 'apresmidi'],
    [/\bavant-midi\b|(?<=\b(?:l|d|cet|en)[ '])avant midi\b/g, 'matin'],
    [/\b(?:le )?lendemain (?:de|du|d)\b(?!.demain)/g, 'jour apres'],
    [/\b(?:la )?(?<!avant.)veille (?:de|du|d)\b/g, 'jour avant'],
  ],
  words: [
    ['one', 1, 'un|une'],
    ['hundred', 100, 'cent|cents'],
    ['thousand', 1000, 'mille|mil'],
    ['weekday', 1, 'lundi|lun'],
    ['weekday', 2, 'mardi|mar'],
    ['weekday', 3, 'mercredi|mer|mercr'],
    ['weekday', 4, 'jeudi|jeu'],
    ['weekday', 5, 'vendredi|ven|vend'],
    ['weekday', 6, 'samedi|sam'],
    ['weekday', 7, 'dimanche|dim'],
    ...['lundis', 'mardis', 'mercredis', 'jeudis', 'vendredis', 'samedis', 'dimanches'].map(
      (word, i) => ['weekdays', i + 1, word] as const,
    ),
    ['month', 1, 'janvier|janv|jan'],
    ['month', 2, 'fevrier|fev|fevr'],
    ['month', 3, 'mars'],
    ['month', 4, 'avril|avr'],
    ['month', 5, 'mai'],
    ['month', 6, 'juin'],
    ['month', 7, 'juillet|juil|juill'],
    ['month', 8, 'aout|aou'],
    ['month', 9, 'septembre|sept|sep'],
    ['month', 10, 'octobre|oct'],
    ['month', 11, 'novembre|nov'],
    ['month', 12, 'decembre|dec'],
    [
      'day',
      0,
      'aujourdhui|plus tard aujourdhui|aujourdhui plus tard|encore aujourdhui|aujourdhui encore|aujourdhui meme|ce jour|auj|ce jour meme',
    ],
    ['day', 1, 'demain|le lendemain|lendemain'],
    ['day', -1, 'hier|la veille'],
    ['day', 2, 'apres demain|apresdemain|surlendemain|jour apres demain|jour d apres demain|lendemain de demain'],
    ['day', -2, 'avant hier|avanthier|jour avant hier|avant veille'],
    ['now', 0, 'maintenant|tout de suite|immediatement|a l instant|en ce moment|de suite|sur le champ|des maintenant'],
    [
      'now',
      1,
      'des que possible|le plus tot possible|aussi tot que possible|aussitot que possible|au plus vite|le plus vite possible|au plus tot|le plus rapidement possible|aussi vite que possible|des que vous pouvez',
    ],
    ['unit', units.second, 'seconde|secondes|sec|s'],
    ['unit', units.minute, 'minute|minutes|min|mins|mn'],
    ['unit', units.hour, 'heure|heures|h|hr'],
    ['unit', units.day, 'jour|journee'],
    ['unit', units.days, 'jours|journees'],
    ['unit', units.week, 'semaine|semaines'],
    ['unit', units.month, 'mois'],
    ['unit', units.year, 'an|ans|annee|annees'],
    ['unit', units.quarterHour, 'quart d heure|quarts d heure'],
    ['which', 0, 'ce|cet|cette|ces|courant|en cours|ce present'],
    ['which', 1, 'prochain|prochaine|prochains|qui vient|suivant|suivante|qui suit|a venir'],
    ['which', 2, 'd apres prochain|suivant le prochain'],
    ['which', -1, 'dernier|derniere|passe|passee|precedent|precedente|ecoule|ecoulee|d avant'],
    ['weekend', 0, 'week end|weekend|fin de semaine'],
    [
      'part',
      parts.morning,
      'matin|du matin|matinee|de la matinee|de matinee|du matinee|au matin|le matin|dans la matinee|de bon matin|en matinee|tot le matin|debut de matinee|en debut de matinee|fin de matinee|en fin de matinee',
    ],
    [
      'part',
      parts.midday,
      'heure du dejeuner|a l heure du dejeuner|du midi|pendant le dejeuner|de l heure du dejeuner',
    ],
    [
      'part',
      parts.afternoon,
      'apresmidi|l apresmidi|d apresmidi|de l apresmidi|cet apresmidi la|dans l apresmidi|en apresmidi|debut d apresmidi|en debut d apresmidi|fin d apresmidi|en fin d apresmidi|debut de l apresmidi',
    ],
    [
      'part',
      parts.evening,
      'soir|du soir|soiree|de soir|de la soiree|du soiree|de soiree|dans la soiree|en soiree|au soir|le soir',
    ],
    ['part', parts.night, 'nuit|de la nuit|dans la nuit|de nuit|la nuit'],
    [
      'spot',
      720,
      'midi|ce midi|milieu de midi|milieu de la journee|midi pile|en milieu de journee|milieu de journee|mi journee',
    ],
    ['spot', 0, 'minuit|mi nuit'],
    ['spot', 600, 'milieu du matin|milieu de la matinee|milieu de matinee|en milieu de matinee|mi matinee|mi matin'],
    [
      'spot',
      840,
      'milieu d apresmidi|milieu de l apresmidi|en milieu d apresmidi|au milieu de l apresmidi|milieu d apres midi|mi apresmidi',
    ],
    ['meridiem', 0, 'am|a m'],
    ['meridiem', 1, 'pm|p m'],
    ['hourmark', 0, 'h|heure|heures|hr|hres'],
    ['half', 0, 'demi|demie|demies'],
    ['quarter', 15, 'quart|quard'],
    ['quarter', 45, 'trois quarts|trois quart|3 quarts'],
    ['past', 0, 'passe|passees|passe de|apres'],
    ['to', 0, 'avant'],
    ['minus', 0, 'moins|moin'],
    ['in', 0, 'dans|en|au bout de'],
    ['ago', 0, 'il y a|y a|ca fait|voila|voici'],
    [
      'fromnow',
      0,
      'a partir de maintenant|a partir d aujourdhui|apres aujourdhui|des maintenant|a compter d aujourdhui',
    ],
    ['fromnow', 1, 'plus tard'],
    ['after', 0, 'apres|a partir de|a compter de|qui suit'],
    ['after', 1, 'a partir du|apres le|a compter du|suivant le'],
    ['before', 0, 'avant|precedant|avant la'],
    ['before', 1, 'avant le'],
    ['end', 0, 'fin|la fin'],
    ['the', 0, 'le|la|l|les|du|au|jour|sur|celui du|pour le'],
    ['at', 0, 'a|@'],
    [
      'at',
      approximate,
      'vers|vers les|aux alentours de|environ|autour de|a environ|peu pres|a peu pres|pres de|sur les coups de|aux environs de|vers la',
    ],
    ['of', 0, 'de|d|du|en|dans'],
    ['ofmonth', 0, 'du|de'],
    ['and', 0, 'et|&'],
    ['for', 0, 'pour|pendant|durant'],
    ['noun', 0, 'rendez vous|rdv|creneau|creneaux|consultation|visite|seance|place|disponibilite'],
    ['noun', 2, 'disponible|libre|possible|que vous avez|que vous auriez'],
  ],
  holidays: {
    newYear: 'jour de l an|nouvel an|premier de l an',
    epiphany: 'epiphanie|fete des rois',
    valentine: 'saint valentin|la saint valentin',
    labour: 'fete du travail|fete du muguet',
    bastille: 'fete nationale|prise de la bastille',
    assumption: 'assomption|l assomption|quinze aout ferie',
    halloween: 'halloween',
    allSaints: 'toussaint|la toussaint',
    allSouls: 'jour des morts|fete des morts',
    armistice: 'armistice|jour de l armistice|l armistice|jour du souvenir',
    thanksgiving: 'thanksgiving|action de grace|action de graces',
    saintNicholas: 'saint nicolas|la saint nicolas',
    christmasEve: 'veille de noel|la veille de noel|reveillon de noel',
    christmas: 'noel|jour de noel',
    boxing: 'lendemain de noel|le lendemain de noel',
    newYearsEve:
      'saint sylvestre|la saint sylvestre|veille du nouvel an|reveillon du nouvel an|veille du jour de l an|reveillon de la saint sylvestre',
    carnival: 'mardi gras',
    ashWednesday: 'mercredi des cendres',
    palmSunday: 'dimanche des rameaux|rameaux',
    maundyThursday: 'jeudi saint',
    goodFriday: 'vendredi saint',
    easter: 'paques|dimanche de paques|jour de paques',
    easterMonday: 'lundi de paques',
    ascension: 'ascension|jeudi de l ascension|l ascension',
    pentecost: 'pentecote|dimanche de pentecote',
    whitMonday: 'lundi de pentecote',
  },
  fillers:
    'tot|de bonne heure|a la premiere heure|je viens|je reviendrai|je suis|je serais|bonsoir|s il vous plait|s il te plait|svp|peut etre|je pense|je crois|disons|vous savez|tu sais|enfin|en fait|genre|voyons|mettons|j aurais voulu|j aurais aime|je pensais|je pensais a|je preferais|je prefererais|je prefere|de preference|plutot vers|j esperais|je comptais|je cherche|je veux|je veux bien|j aimerais bien|je voudrais venir|on pourrait|pourrait on|pourriez vous|est il possible|est ce possible|c est possible|si c est possible|si vous pouvez|si vous avez|de la place|de libre|auriez vous|avez vous quelque chose|quelque chose de libre|y a t il|anniversaire|mon anniversaire|de mon anniversaire|ma femme|mon mari|mon fils|ma fille|de ma femme|de mon mari|passer|de venir|me conviendrait|m arrange|m arrangerait|ca m arrange|ca m arrangerait|ca irait|ca m irait|m irait|m ira|ca m ira|ca va|ca marche|le docteur|avec le docteur|deplacer|deplacer a|reporter|reporter a|decaler|decaler a|changer|changer pour|remettre|remettre a|un detartrage|chez le dentiste|chez vous|mon|ma|plutot|bon|ben|euh|heu|alors|ok|d accord|oui|voila voila|ce serait|serait|ca serait|c est|est|est ce que|ca me va|ca me convient|me va|me convient|convient|si possible|merci|je|j aimerais|aimerais|je voudrais|voudrais|je souhaite|je peux|je pourrais|puis je|on peut|venir|prendre|un rendez vous|un rdv|un creneau|reserver|pile|precises|precise|exactement|tapantes|date|la date|vous avez|avez vous|quelque chose|il est|elle est|sera|soit|ou pas loin|tres bien|parfait|bien|bonjour|allo|donc|juste|seulement|une place|une disponibilite|celui',
})
