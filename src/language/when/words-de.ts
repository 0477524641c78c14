import { approximate, nearest, parts, units, type WordList } from './lexicon.ts'

const small =
  'null|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn'.split(
    '|',
  )
const before = ['', 'ein', ...small.slice(2, 10)]
const tens = ['zwanzig', 'dreißig', 'vierzig', 'fünfzig', 'sechzig', 'siebzig', 'achtzig', 'neunzig']

/** In one word, as it is written, and in the pieces that speech-to-text makes of it. */
function cardinals(): Map<number, string> {
  const numbers = new Map(small.map((word, value) => [value, word]))
  numbers.set(1, 'eins|ein|eine|einen|einem|einer').set(2, 'zwei|zwo')
  for (const [i, ten] of tens.entries()) {
    const value = (i + 2) * 10
    numbers.set(value, ten)
    for (let unit = 1; unit < 10; unit++)
      numbers.set(
        value + unit,
        `${before[unit]}und${ten}|${before[unit]} und ${ten}|${before[unit]}und ${ten}|${before[unit]} und${ten}`,
      )
  }
  return numbers
}

/** Years in one word, as they are said: zweitausendsechsundzwanzig, neunzehnhundertachtundsiebzig. */
function years(numbers: ReadonlyMap<number, string>): Map<number, string> {
  const said = new Map<number, string>()
  for (const [century, spellings] of [
    [1900, ['neunzehnhundert']],
    [2000, ['zweitausend', 'zweitausendund', 'zwanzighundert']],
  ] as const) {
    said.set(century, spellings.join('|'))
    for (let rest = 1; rest < 100; rest++) {
      const ends = rest === 1 ? ['eins'] : [numbers.get(rest)!.split('|')[0]!]
      said.set(century + rest, spellings.flatMap((spelling) => ends.map((end) => spelling + end)).join('|'))
    }
  }
  return said
}

const stems = [
  'erst',
  'zweit',
  'dritt',
  'viert',
  'fünft',
  'sechst',
  'siebt',
  'acht',
  'neunt',
  'zehnt',
  'elft',
  'zwölft',
]

function ordinalNumbers(numbers: ReadonlyMap<number, string>): Map<number, string> {
  const said = new Map<number, string>()
  for (let value = 1; value <= 31; value++) {
    const stem = stems[value - 1] ?? (value < 20 ? `${small[value]}t` : undefined)
    const whole =
      stem === undefined
        ? numbers
            .get(value)!
            .split('|')
            .map((spelling) => `${spelling}st`)
        : [stem]
    if (value === 7) whole.push('siebent')
    said.set(value, whole.flatMap((each) => ['e', 'en', 'er', 'es', 'em'].map((end) => each + end)).join('|'))
  }
  return said
}

const ends = (stem: string): string => ['e', 'en', 'er', 'es', 'em'].map((end) => stem + end).join('|')

const weekdayNames = 'montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag'
const partNames = 'fruh|morgen|vormittag|mittag|nachmittag|abend|nacht'

export const german = (): WordList => ({
  numbers: new Map([...cardinals(), ...years(cardinals())]),
  ordinals: ordinalNumbers(cardinals()),
  ordinalSuffix: /^(te|ten|ter|tes|tem|ste|sten|ster|stes)$/,
  looseDays: [8],
  umlauts: true,
  rewrites: [
    // Montagabend
    [new RegExp(`\\b(${weekdayNames}|gestern|heute|ubermorgen|uebermorgen)(${partNames})s?\\b`, 'g'), '$1 $2'],
    [/(?<![\d.])(\d{1,2})\. (?=\d{1,2}(?:[:.]\d\d)? ?uhr\b)/g, '$1te '],
    [/\b(\w+) (minuten|stunden?) lang\b/g, 'fur $1 $2'],
    // a number with its point is a day when a month or a second one follows
    [
      /\b(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2})\b)?/g,
      (_all: string, day: string, month: string, year?: string) => `${day}.${month}.${year ?? ''}`,
    ],
    [/\b(?:anderthalb|ein(?:und)?einhalb)e? stunden\b/g, '90 minuten'],
    [/\bzwei(?:und)?einhalbe? stunden\b/g, '150 minuten'],
    [/\bdrei ?viertel\b/g, 'dreiviertel'],
    // so, Freitag: no Sunday before words
    [/\bso (?!(?:fruh|bald|schnell|gegen|um|wie|gut)\b)(?=[a-z])/g, ''],
    // tomorrow and the morning are one word
    [new RegExp(`\\b(${weekdayNames}|gestern|heute|dies\\w+) morgen\\b`, 'g'), '$1 vormittag'],
    [/\b(fruh|spat)(vormittag|nachmittag|abend)\b/g, '$2'],
  ],
  words: [
    ['one', 1, 'ein|eine|einen|einem|einer|eines'],
    ['hundred', 100, 'hundert'],
    ['thousand', 1000, 'tausend'],
    ...[...ordinalNumbers(cardinals())].slice(0, 12).map(([value, words]) => ['monthth', value, words] as const),
    ['weekday', 1, 'montag|mo'],
    ['weekday', 2, 'dienstag|di|die nstag'],
    ['weekday', 3, 'mittwoch|mi'],
    ['weekday', 4, 'donnerstag|do|donerstag'],
    ['weekday', 5, 'freitag|fr'],
    ['weekday', 6, 'samstag|sa|sonnabend'],
    ['weekday', 7, 'sonntag|so'],
    ...['montags', 'dienstags', 'mittwochs', 'donnerstags', 'freitags', 'samstags|sonnabends', 'sonntags'].map(
      (words, i) => ['weekdays', i + 1, words] as const,
    ),
    ['month', 1, 'januar|jan|jänner|jenner'],
    ['month', 2, 'februar|feb|febr|feber'],
    ['month', 3, 'märz|mrz|mär|merz'],
    ['month', 4, 'april|apr'],
    ['month', 5, 'mai'],
    ['month', 6, 'juni|jun|juno'],
    ['month', 7, 'juli|jul|julei'],
    ['month', 8, 'august|aug'],
    ['month', 9, 'september|sept|sep'],
    ['month', 10, 'oktober|okt|october'],
    ['month', 11, 'november|nov'],
    ['month', 12, 'dezember|dez|december|dezemper'],
    [
      'day',
      0,
      'heute|heut|heute noch|noch heute|später heute|heute später|am heutigen tag|am heutigen tage|heutigen tag|heutiger tag',
    ],
    ['day', 1, 'morgen|am morgigen tag|morgigen tag|morgiger tag|am folgetag'],
    ['day', -1, 'gestern|gestrigen tag|am gestrigen tag'],
    ['day', 2, 'übermorgen|über morgen|tag nach morgen'],
    ['day', -2, 'vorgestern|vor gestern|tag vor gestern'],
    ['day', 3, 'überübermorgen'],
    [
      'now',
      0,
      'jetzt|sofort|gerade jetzt|jetzt gleich|gleich jetzt|umgehend|augenblicklich|in diesem moment|im moment',
    ],
    [
      'now',
      1,
      'so früh wie möglich|so bald wie möglich|sobald wie möglich|so schnell wie möglich|schnellstmöglich|baldmöglichst|möglichst bald|möglichst früh|möglichst schnell|frühestmöglich|so schnell es geht|sobald es geht|so schnell wie es geht|asap',
    ],
    ['unit', units.second, 'sekunde|sekunden|sek'],
    ['unit', units.minute, 'minute|minuten|min'],
    ['unit', units.hour, 'stunde|stunden|std'],
    ['unit', units.day, 'tag|tages'],
    ['unit', units.days, 'tage|tagen'],
    ['unit', units.week, 'woche|wochen'],
    ['unit', units.month, 'monat|monate|monaten|monats|monates'],
    ['unit', units.year, 'jahr|jahre|jahren|jahres'],
    ['unit', units.quarterHour, 'viertelstunde|viertelstunden|viertel stunde'],
    ['which', 0, `${ends('dies')}|${ends('heutig')}|${ends('laufend')}|${ends('aktuell')}`],
    ['which', 1, `${ends('nächst')}|${ends('folgend')}|${ends('darauffolgend')}|nexten|nexte`],
    ['which', 2, `${ends('übernächst')}|${ends('über nächst')}`],
    [
      'which',
      -1,
      `${ends('letzt')}|${ends('vergangen')}|${ends('vorig')}|${ends('vorherig')}|${ends('vorangegangen')}`,
    ],
    ['which', -2, ends('vorletzt')],
    ['which', nearest, ends('kommend')],
    ['weekend', 0, 'wochenende|wochenend'],
    [
      'part',
      parts.morning,
      'morgens|am morgen|vormittag|vormittags|am vormittag|in der früh|früh|frühmorgens|am frühen morgen|früh am morgen|des morgens|in der frühe|früh morgens|am frühen vormittag|am späten vormittag|morgenstunden',
    ],
    [
      'part',
      parts.midday,
      'mittag|mittags|am mittag|zu mittag|um die mittagszeit|mittagszeit|in der mittagszeit|zur mittagszeit',
    ],
    [
      'part',
      parts.afternoon,
      'nachmittag|nachmittags|am nachmittag|nach mittag|am frühen nachmittag|am späten nachmittag|des nachmittags|nach mittags',
    ],
    ['part', parts.evening, 'abend|abends|am abend|am frühen abend|am späten abend|des abends|in den abendstunden'],
    ['part', parts.night, 'nacht|nachts|in der nacht|des nachts|zur nacht|bei nacht'],
    ['spot', 720, 'mittag|mittags|am mittag|zu mittag|um mittag'],
    ['spot', 0, 'mitternacht|um mitternacht|mitternachts'],
    ['spot', 600, 'mitte des vormittags|mitte vormittag'],
    ['meridiem', 0, 'a m|vorm'],
    ['meridiem', 1, 'pm|p m|nachm'],
    ['hourmark', 0, 'uhr|uhrzeit'],
    ['hourmark', 1, 'h'],
    ['half', 0, 'halbe|halben|halbes|halber'],
    ['halfto', -30, 'halb'],
    ['quarter', 15, 'viertel'],
    ['quarter', 45, 'dreiviertel'],
    ['quarterto', 15, 'viertel'],
    ['quarterto', 45, 'dreiviertel'],
    ['past', 0, 'nach'],
    ['to', 0, 'vor'],
    ['in', 0, 'in'],
    ['ago', 0, 'vor|her'],
    ['fromnow', 0, 'ab jetzt|ab heute|von heute an|von jetzt an|von heute|ab sofort|nach heute|ab dem heutigen tag'],
    ['fromnow', 1, 'später'],
    ['after', 0, 'nach|ab|nach der|von|seit|darauf'],
    ['after', 1, 'nach dem'],
    ['before', 0, 'vor|vor der'],
    ['before', 1, 'vor dem'],
    ['end', 0, 'ende|schluss'],
    ['the', 0, 'am|den|der|dem|das|die|des|zum|zu|vom|auf|auf den|an|im'],
    ['at', 0, 'um|so um|um die|@'],
    [
      'at',
      approximate,
      'gegen|etwa um|ungefähr um|circa|ca|so gegen|etwa|ungefähr|zirka|rund um|kurz um|um etwa|um ungefähr|um circa|um ca|um rund|um den',
    ],
    ['of', 0, 'von|des|vom|im|in'],
    ['and', 0, 'und|&'],
    ['for', 0, 'für'],
    ['noun', 0, 'termin|termine|slot|zeitfenster|besuch|untersuchung|sitzung'],
    [
      'noun',
      2,
      `frei|verfügbar|möglich|${ends('frei')}|${ends('verfügbar')}|${ends('möglich')}|den sie haben|den ihr habt`,
    ],
  ],
  holidays: {
    newYear: 'neujahr|neujahrstag|neues jahr',
    epiphany: 'heilige drei könige|dreikönigstag|heilig drei könig|heiligen drei königen|dreikönig|epiphanias',
    valentine: 'valentinstag|valentinestag',
    labour: 'tag der arbeit|maifeiertag',
    assumption: 'mariä himmelfahrt|maria himmelfahrt',
    germanUnity: 'tag der deutschen einheit|tag der einheit',
    reformation: 'reformationstag',
    halloween: 'halloween',
    allSaints: 'allerheiligen',
    allSouls: 'allerseelen',
    thanksgiving: 'thanksgiving',
    saintNicholas: 'nikolaus|nikolaustag',
    christmasEve: 'heiligabend|heilig abend|heiliger abend|heiligen abend|weihnachtsabend',
    christmas:
      'erster weihnachtstag|ersten weihnachtstag|erster weihnachtsfeiertag|ersten weihnachtsfeiertag|weihnachtstag|erste weihnachtstag',
    boxing:
      'zweiter weihnachtstag|zweiten weihnachtstag|zweiter weihnachtsfeiertag|zweiten weihnachtsfeiertag|zweite weihnachtstag|stephanstag|stefanitag',
    newYearsEve: 'silvester|sylvester|silvesterabend',
    carnivalMonday: 'rosenmontag',
    carnival: 'faschingsdienstag|fastnachtsdienstag|veilchendienstag',
    ashWednesday: 'aschermittwoch',
    palmSunday: 'palmsonntag',
    maundyThursday: 'gründonnerstag',
    goodFriday: 'karfreitag',
    easter: 'ostersonntag',
    easterMonday: 'ostermontag',
    ascension: 'himmelfahrt|christi himmelfahrt|vatertag',
    pentecost: 'pfingstsonntag',
    whitMonday: 'pfingstmontag',
    corpusChristi: 'fronleichnam',
    mothersDay: 'muttertag',
  },
  fillers:
    'rum|herum|ihnen|dir|ihr|komme|ich komme|könnten wir|zeit|habe zeit|ich habe zeit|hätte zeit|habe|guten morgen|guten tag|guten abend|hallo|bitte|vielleicht|ich|ich glaube|ich denke|wissen sie|weißt du|na ja|naja|nun|eigentlich|sozusagen|ich wollte|wollte|wollte ich|ich will|wir wollten|ich hatte gedacht|hatte gedacht|gedacht|dachte|ich dachte|ich dachte an|dachte an|hoffe|ich hoffe|ich hoffte|hoffte|ich suche|am liebsten|liebsten|lieber|bevorzugt|vorzugsweise|wenn es geht|wenns geht|wenn das geht|falls möglich|wenn sie haben|irgendwas|irgendetwas|ginge es|ginge das|wäre es|wäre das|wäre möglich|passen|passen würde|passt es|passt das|passt ihnen|passte|geburtstag|meinem geburtstag|an meinem geburtstag|mein geburtstag|meine frau|mein mann|mein sohn|meine tochter|meiner frau|meines mannes|ist das möglich|bräuchte|ich bräuchte|brauche|ich brauche|meinen sohn|meinen mann|meine mutter|meinen vater|mich|es passt|mir passt|wenn es ihnen passt|beim arzt|verschieben|verschieben auf|verlegen|verlegen auf|ändern|ändern auf|umbuchen|umbuchen auf|zur kontrolle|zur untersuchung|eine reinigung|beim zahnarzt|der arzt|gibt es|gäbe es|bei ihnen|bei euch|vorbeischauen|vorbei|denke ich|sagen wir|sagen wir mal|mal|eher|also|äh|ähm|hm|ja|gut|okay|ok|passt|passt mir|passt gut|geht|geht das|ginge|wäre|wäre gut|wäre schön|das wäre|ist|es ist|sein|möchte|würde|würde gern|gerne|gern|kann|könnte|könnte ich|haben sie|hätten sie|hätte|hätte gern|einen termin|was|etwas|kommen|vorbeikommen|buchen|reservieren|am besten|wenn möglich|möglichst|genau|punkt|pünktlich|datum|das datum|der tag|danke|wie wäre es mit|wie wäre es|dann|so|nur|erst|schon|noch|doch|halt|mir|uns|wir|es|da|würde mir passen|wochentag|irgendwann|gleich|exakt|fällt|klappt|der termin|den termin|direkt',
})
