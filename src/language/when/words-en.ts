import { approximate, joints, nearest, parts, units, type WordList } from './lexicon.ts'

const small =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen'.split(
    '|',
  )
const tens = ['twenty', 'thirty|therty', 'forty|fourty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety|ninty']
const ordinals =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth'.split(
    '|',
  )

function cardinals(): Map<number, string> {
  const numbers = new Map(small.map((word, value) => [value, word]))
  numbers.set(8, 'eight|ate')
  for (const [i, spellings] of tens.entries()) {
    const value = (i + 2) * 10
    numbers.set(value, spellings)
    for (let unit = 1; unit < 10; unit++)
      numbers.set(
        value + unit,
        spellings
          .split('|')
          .flatMap((ten) => [`${ten} ${small[unit]}`, `${ten}${small[unit]}`])
          .join('|'),
      )
  }
  return numbers
}

function ordinalNumbers(): Map<number, string> {
  const numbers = new Map(ordinals.map((word, i) => [i + 1, word]))
  numbers.set(5, 'fifth|fith').set(8, 'eighth|eigth').set(9, 'ninth|nineth').set(12, 'twelfth|twelth|twelveth')
  for (let unit = 1; unit < 10; unit++)
    numbers.set(20 + unit, `twenty ${ordinals[unit - 1]}|twenty${ordinals[unit - 1]}`)
  return numbers.set(30, 'thirtieth|thirtyth').set(31, 'thirty first|thirtyfirst')
}

export const english = (): WordList => ({
  numbers: cardinals(),
  ordinals: ordinalNumbers(),
  ordinalSuffix: /^(st|nd|rd|th)$/,
  looseSuffix: true,
  looseDays: [],
  rewrites: [
    // sevenish, 3:30ish
    [/\b(\w+?|\d+:\d+)-?ish\b/g, 'around $1'],
    [/\b(\d{4}) ?hours\b/g, '$1'],
    [/\b(?:oh|o|zero) (\w+ hundred)\b/g, '$1'],
    // may is no month where somebody may do something
    [
      /\b(i|we|you|he|she|they) may (?=(?:be|come|do|go|have|want|need|book|make|stop|like|also|only|just|still)\b)/g,
      '$1 ',
    ],
    // speech-to-text hears the 22nd so
    [
      /\b([23])0[ -](?:(first)|(second)|(third)|(fourth)|(fifth)|(sixth)|(seventh)|(eighth)|(ninth))\b/g,
      (_all, ten, ...ones) => `${ten}${ones.slice(0, 9).findIndex((one) => one !== undefined) + 1}th`,
    ],
    [/\bo\W{0,2}cl(?:oc|o)k\b/g, 'oclock'],
    [/'s\b/g, ' '],
    [/\binstead\W*$/, ''],
    // no first of January
    [/\bin the new year\b(?! s? ?(?:day|eve))/g, 'someday'],
    [/\be\.?o\.?d\b/g, 'end of day'],
    [/\bto ?n(?:ight|ite)\b/g, 'tonight'],
  ],
  words: [
    ['one', 1, 'a|an|one'],
    ['number', 2, 'a couple of|couple of|a couple|couple'],
    ['hundred', 100, 'hundred'],
    ['thousand', 1000, 'thousand'],
    ['oh', 0, 'oh|o|zero'],
    ['weekday', 1, 'monday|mon'],
    ['weekday', 2, 'tuesday|tue|tues|teusday|tuseday|chewsday'],
    ['weekday', 3, 'wednesday|wed|weds|wensday|wendsday|wenesday|wednsday|wedensday'],
    ['weekday', 4, 'thursday|thu|thur|thurs|thersday|thurday'],
    ['weekday', 5, 'friday|fri'],
    ['weekday', 6, 'saturday|sat|saterday'],
    ['weekday', 7, 'sunday|sun'],
    ...['mondays', 'tuesdays', 'wednesdays', 'thursdays', 'fridays', 'saturdays', 'sundays'].map(
      (word, i) => ['weekdays', i + 1, word] as const,
    ),
    ['month', 1, 'january|jan'],
    ['month', 2, 'february|feb|febuary|feburary'],
    ['month', 3, 'march|mar'],
    ['month', 4, 'april|apr'],
    ['month', 5, 'may'],
    ['month', 6, 'june|jun'],
    ['month', 7, 'july|jul'],
    ['month', 8, 'august|aug'],
    ['month', 9, 'september|sept|sep'],
    ['month', 10, 'october|oct'],
    ['month', 11, 'november|nov'],
    ['month', 12, 'december|dec'],
    ['day', 0, 'today|to day|2day|later today|later on today|still today'],
    ['day', 1, 'tomorrow|to morrow|tomorow|tommorow|tommorrow|tomorrows|tmrw|tmr|tmw|tomoz|2morrow'],
    ['day', -1, 'yesterday|yest'],
    ['day', 2, 'day after tomorrow|day after tmrw|day after tmr|day after to morrow|day after tomorow|overmorrow'],
    ['day', -2, 'day before yesterday'],
    [
      'now',
      0,
      'now|right now|just now|at the moment|this moment|immediately|right away|straight away|at this time|this instant',
    ],
    [
      'now',
      1,
      'as soon as possible|as soon as you can|as soon as we can|asap|as early as possible|soonest|soon as possible',
    ],
    ['unit', units.second, 'second|seconds|sec|secs'],
    ['unit', units.minute, 'minute|minutes|min|mins'],
    ['unit', units.hour, 'hour|hours|hr|hrs'],
    ['unit', units.day, 'day'],
    ['unit', units.days, 'days'],
    ['unit', units.week, 'week|weeks|wk|wks'],
    ['unit', units.fortnight, 'fortnight|fortnights'],
    ['unit', units.month, 'month|months'],
    ['unit', units.year, 'year|years|yr|yrs'],
    ['which', 0, 'this|current'],
    ['which', 1, 'next|following|nxt'],
    ['which', 2, 'after next|next next'],
    ['which', -1, 'last|past|previous|prior'],
    ['which', nearest, 'coming|upcoming|this coming|this upcoming'],
    ['which', -nearest, 'this past|this last|most recent'],
    ['weekend', 0, 'weekend|week end'],
    [
      'part',
      parts.morning,
      'morning|mornings|forenoon|early morning|late morning|early in the morning|late in the morning',
    ],
    ['part', parts.midday, 'lunch|lunchtime|lunch time'],
    ['part', parts.afternoon, 'afternoon|after noon|afternoons|late afternoon|early afternoon|late in the afternoon'],
    ['part', parts.evening, 'evening|evenings|late evening|early evening|late in the evening|eve'],
    ['part', parts.night, 'night|nights|nighttime|late at night|late night'],
    ['part', parts.tonight, 'tonight'],
    ['spot', 720, 'noon|noontime|midday|mid day|noonday|middle of the day'],
    ['spot', 0, 'midnight|mid night'],
    ['spot', 600, 'mid morning|midmorning|middle of the morning'],
    ['spot', 840, 'mid afternoon|midafternoon|middle of the afternoon'],
    ['meridiem', 0, 'am|a m'],
    ['meridiem', 1, 'pm|p m|p'],
    ['hourmark', 0, 'on the dot|hundred hours'],
    ['hourmark', 1, 'h'],
    ['hourmark', 2, 'oclock'],
    ['half', 0, 'half|haf'],
    ['halfto', 30, 'half'],
    ['quarter', 15, 'quarter|qarter|quater'],
    ['quarter', 45, 'three quarters'],
    ['unit', units.quarterHour, 'quarter of an hour|quarter hour|quarter hours|quarters of an hour'],
    ['past', 0, 'past|passed|after|pass'],
    ['to', joints.before, 'before'],
    ['to', joints.to, 'to|too'],
    ['to', joints.till, 'till|til|until'],
    ['to', joints.of, 'of'],
    ['in', 0, 'in'],
    ['ago', 0, 'ago'],
    ['fromnow', 0, 'from now|from today|from this moment|hence|away|out|time'],
    ['fromnow', 1, 'later'],
    ['after', 0, 'after|from|following|since'],
    ['before', 0, 'before|prior to|ahead of'],
    ['end', 0, 'end|close'],
    ['the', 0, 'the|on|day'],
    ['at', 0, 'at|exactly|precisely|@'],
    ['at', approximate, 'around|about|approximately|approx|roughly|circa|by around|nearly|almost|bout'],
    ['of', 0, 'of|in'],
    ['and', 0, 'and|&|n'],
    ['for', 0, 'for'],
    [
      'noun',
      0,
      'appointment|appointments|slot|slots|opening|openings|visit|session|booking|consultation|checkup|check up',
    ],
    ['noun', 1, 'one'],
    ['noun', 2, 'available|free|open|you have|you ve|you ve got|possible|earliest available'],
  ],
  holidays: {
    newYear: 'new years day|new year day|new year|new years|newyears day',
    newYearsEve: 'new years eve|new year eve|new year s eve|nye|silvester',
    kingDay: 'mlk day|martin luther king day|martin luther king jr day|martin luther king junior day',
    groundhog: 'groundhog day',
    valentine: 'valentines day|valentine day|valentines|saint valentines day',
    presidents: 'presidents day|president day|presidents day weekend monday',
    patrick: 'saint patricks day|st patricks day|st patrick day|saint patrick day|paddys day',
    aprilFools: 'april fools day|april fools',
    laborDay: 'labor day|labour day',
    memorial: 'memorial day',
    juneteenth: 'juneteenth',
    independenceUs: 'independence day|fourth of july holiday',
    columbus: 'columbus day|indigenous peoples day',
    halloween: 'halloween',
    allSaints: 'all saints day|all saints',
    armistice: 'veterans day|veteran day|remembrance day|armistice day',
    thanksgiving: 'thanksgiving|thanksgiving day|turkey day',
    blackFriday: 'black friday',
    christmasEve: 'christmas eve|xmas eve',
    christmas: 'christmas|christmas day|xmas|xmas day',
    boxing: 'boxing day',
    carnival: 'mardi gras|shrove tuesday|pancake day',
    ashWednesday: 'ash wednesday',
    palmSunday: 'palm sunday',
    maundyThursday: 'maundy thursday|holy thursday',
    goodFriday: 'good friday',
    easter: 'easter|easter sunday|easter day',
    easterMonday: 'easter monday',
    pentecost: 'pentecost|whit sunday',
    whitMonday: 'whit monday|pentecost monday',
    mothersDayUs: 'mothers day|mother day',
    fathersDayUs: 'fathers day|father day',
  },
  fillers:
    'go|go back|be there|i m free|i m available|how does|sound|sounds|sounds good|good morning|good afternoon|good evening|hello|hi|please|first thing|maybe|perhaps|i think|i guess|i believe|lets say|let say|let|lets|say|you know|i mean|basically|honestly|was|were|am|m|hoping|hoping for|was hoping|looking|looking for|looking at|thinking|thinking of|thinking about|wondering|if|really|prefer|i prefer|i d prefer|rather|i d rather|love|d love|try|try for|let me see|let me think|let see|see if|might|might be|should be|ought to be|must be|suits|suits me|suit|fits|fit|fits me|me in|fit me in|squeeze me in|any chance|any chance of|is there|are there|is there anything|are you|are we|all right|alright|move|move it to|move it|change it to|change it|change to|move to|switch|switch to|switch it to|reschedule|reschedule to|reschedule it to|push it to|put it on|bring it to|cleaning|a cleaning|the cleaning|the checkup|gonna be|going to be|gonna|come back|coming in|birthday|wife|husband|son|daughter|mother|father|mom|mum|dad|anniversary|please and thank you|no problem|if it possible|if that possible|if that ok|if that okay|if at all possible|doable|at all|with you|with the doctor|the doctor|doctor|dentist|the dentist|with the dentist|like|well|okay|ok|yes|yeah|yep|sure|um|uh|uhm|er|erm|hmm|hm|so|sometime|some time|anytime|any time|actually|probably|possibly|how about|what about|would be|will be|is|is good|is fine|it s|its|works|works for me|work|is best|best|great|good|fine|perfect|sharp|thanks|thank you|hopefully|just|then|there|i|i d|i m|i ll|im|ill|id|we|me|us|my|can|could|can you|could you|do|would|want|need|would like|d like|to come|to come in|come in|come|come by|see|to see|see you|book|to book|schedule|to schedule|an appointment|a slot|an opening|put me down|put me in|something|preferably|ideally|definitely|date|the date|time is|local time|my time|your time|clinic time|go with|make it|that|that s|thats|be|if possible|if you can|if that works|anything|have you got|do you have|you|got|have|how|what|about that|right|kind of|sort of|or so|ish|only|still|again|it',
})
