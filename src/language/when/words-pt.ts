import { approximate, joints, parts, units, type WordList } from './lexicon.ts'

const small =
  'zero|um|dois|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|treze|catorze|quinze|dezesseis|dezessete|dezoito|dezenove'.split(
    '|',
  )
const tens = ['vinte', 'trinta', 'quarenta', 'cinquenta', 'sessenta', 'setenta', 'oitenta', 'noventa']
const hundreds = [
  'cem|cento',
  'duzentos',
  'trezentos',
  'quatrocentos',
  'quinhentos',
  'seiscentos',
  'setecentos',
  'oitocentos',
  'novecentos',
]

function cardinals(): Map<number, string> {
  const numbers = new Map(small.map((word, value) => [value, word]))
  numbers.set(1, 'um|uma').set(2, 'dois|duas').set(6, 'seis|meia duzia').set(14, 'catorze|quatorze')
  numbers.set(16, 'dezesseis|dezasseis').set(17, 'dezessete|dezassete')
  numbers.set(19, 'dezenove|dezanove')
  for (const [i, ten] of tens.entries()) {
    const value = (i + 2) * 10
    numbers.set(value, ten)
    for (let unit = 1; unit < 10; unit++)
      numbers.set(
        value + unit,
        numbers
          .get(unit)!
          .split('|')
          .flatMap((word) => [`${ten} e ${word}`, `${ten} ${word}`])
          .join('|'),
      )
  }
  for (const [i, spellings] of hundreds.entries()) numbers.set((i + 1) * 100, spellings)
  return numbers
}

const firstTen = [
  'primeiro|primeira',
  'segundo|segunda',
  'terceiro|terceira',
  'quarto|quarta',
  'quinto|quinta',
  'sexto|sexta',
  'setimo|setima',
  'oitavo|oitava',
  'nono|nona',
]

function ordinalNumbers(): Map<number, string> {
  const numbers = new Map(firstTen.map((spellings, i) => [i + 1, spellings]))
  for (const [value, ten] of [
    [10, 'decimo'],
    [20, 'vigesimo'],
    [30, 'trigesimo'],
  ] as const) {
    numbers.set(value, ten)
    for (let unit = 1; unit < (value === 30 ? 2 : 10); unit++)
      numbers.set(
        value + unit,
        firstTen[unit - 1]!.split('|')
          .map((word) => `${ten} ${word}`)
          .join('|'),
      )
  }
  return numbers
}

export const portuguese = (): WordList => ({
  numbers: cardinals(),
  ordinals: ordinalNumbers(),
  ordinalSuffix: /^(o|a|ro|ra|er)$/,
  looseDays: [8, 15],
  rewrites: [
    // 2ª feira, 2a, segunda-feira
    [
      /\b([2-6]) ?[ao]?\W?feira\b|\b([2-6])a\b(?=$|[^a-z0-9]*(?:feira|$|as\b|,|proxima|que|de|a\b|da\b|pela\b|no\b|dia\b))/g,
      (all: string) => weekdayByNumber(all),
    ],
    [/\b(segunda|terca|quarta|quinta|sexta)\W?feira\b/g, '$1feira'],
    // to have is no Tuesday
    [/\b(quero|queria|querer|gostaria de|posso|poderia|podia|vou|preciso) ter\b/g, '$1'],
    [/\bde (hoje|amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo) a (oito|8|quinze|15)\b/g, '$1 em $2'],
    [/\bpra ?(a?s)\b/g, (_all, end) => (end === 's' || end === 'as' ? 'para as' : end)],
    [/\bpros\b/g, 'para os'],
    [/\bmeio\W?dia\b/g, 'meiodia'],
    [/\bmeia\W?noite\b/g, 'meianoite'],
    [/\bdepois d(?:as|o meiodia|a|e)\b/g, (all: string) => (all.endsWith('meiodia') ? 'depois meiodia' : 'depois')],
  ],
  words: [
    ['one', 1, 'um|uma'],
    ['number', 2, 'um par de|par de'],
    ['thousand', 1000, 'mil'],
    ['weekday', 1, 'segundafeira|segunda|seg'],
    ['weekday', 2, 'tercafeira|terca|ter'],
    ['weekday', 3, 'quartafeira|quarta|qua'],
    ['weekday', 4, 'quintafeira|quinta|qui'],
    ['weekday', 5, 'sextafeira|sexta|sex'],
    ['weekday', 6, 'sabado|sab'],
    ['weekday', 7, 'domingo|dom'],
    ...[
      ...['segundas|segundas feiras', 'tercas|tercas feiras', 'quartas|quartas feiras', 'quintas|quintas feiras'],
      ...['sextas|sextas feiras', 'sabados', 'domingos'],
    ].map((words, i) => ['weekdays', i + 1, words] as const),
    ['month', 1, 'janeiro|jan'],
    ['month', 2, 'fevereiro|fev|feverreiro'],
    ['month', 3, 'marco|mar'],
    ['month', 4, 'abril|abr'],
    ['month', 5, 'maio|mai'],
    ['month', 6, 'junho|jun'],
    ['month', 7, 'julho|jul'],
    ['month', 8, 'agosto|ago'],
    ['month', 9, 'setembro|set'],
    ['month', 10, 'outubro|out'],
    ['month', 11, 'novembro|nov'],
    ['month', 12, 'dezembro|dez'],
    [
      'day',
      0,
      'hoje|hoje ainda|ainda hoje|hoje mais tarde|mais tarde hoje|hoje mesmo|no dia de hoje|dia de hoje|este dia',
    ],
    ['day', 1, 'amanha|dia de amanha|amanha mesmo'],
    ['day', -1, 'ontem|dia de ontem'],
    [
      'day',
      2,
      'depois de amanha|depois amanha|dia depois de amanha|dia apos amanha|dia seguinte a amanha|dia depois amanha',
    ],
    ['day', -2, 'anteontem|antes de ontem|dia antes de ontem|ante ontem|trasanteontem'],
    [
      'now',
      0,
      'agora|agora mesmo|neste momento|nesse momento|neste instante|imediatamente|de imediato|nesta hora|neste exato momento',
    ],
    [
      'now',
      1,
      'o mais rapido possivel|o mais cedo possivel|assim que possivel|logo que possivel|o quanto antes|quanto antes|o mais breve possivel|tao logo quanto possivel|tao cedo quanto possivel|tao logo possivel|o mais depressa possivel|assim que der|mais rapido possivel|mais cedo possivel|tao rapido quanto possivel',
    ],
    ['unit', units.second, 'segundo|segundos|seg|segs'],
    ['unit', units.minute, 'minuto|minutos|min|mins'],
    ['unit', units.hour, 'hora|horas|hr|hrs|h'],
    ['unit', units.day, 'dia'],
    ['unit', units.days, 'dias'],
    ['unit', units.week, 'semana|semanas'],
    ['unit', units.month, 'mes|meses'],
    ['unit', units.year, 'ano|anos'],
    ['unit', units.quarterHour, 'quarto de hora|quartos de hora'],
    [
      'which',
      0,
      'este|esta|esse|essa|deste|desta|desse|dessa|neste|nesta|nesse|nessa|corrente|atual|neste mesmo|nesta mesma|este mesmo|esta mesma',
    ],
    [
      'which',
      1,
      'proximo|proxima|que vem|seguinte|da proxima|do proximo|na proxima|no proximo|vindouro|que vem ai|que entra',
    ],
    ['which', 2, 'subsequente|que vem a outra|depois da proxima|depois da que vem|retrasada que vem'],
    ['which', -1, 'passado|passada|ultimo|ultima|anterior|previo'],
    ['which', -2, 'retrasado|retrasada|antepassado|antepassada'],
    ['weekend', 0, 'fim de semana|final de semana'],
    ['part', parts.dawn, 'madrugada|da madrugada|de madrugada|na madrugada|pela madrugada'],
    [
      'part',
      parts.morning,
      'manha|da manha|de manha|pela manha|na manha|na parte da manha|de manhazinha|manhazinha|de manha cedo|cedo|logo cedo|parte da manha|a manha|de manha cedinho',
    ],
    ['part', parts.midday, 'da hora do almoco|na hora do almoco|hora do almoco|no almoco|do almoco'],
    [
      'part',
      parts.afternoon,
      'tarde|da tarde|de tarde|pela tarde|a tarde|na tarde|na parte da tarde|tardinha|de tardinha|a tardinha|fim da tarde|no fim da tarde|final da tarde|parte da tarde',
    ],
    [
      'part',
      parts.night,
      'noite|da noite|de noite|pela noite|a noite|na noite|na parte da noite|noitinha|parte da noite',
    ],
    ['part', parts.tonight, 'esta noite|hoje a noite|hoje de noite|hoje noite|nesta noite|essa noite|desta noite'],
    ['spot', 720, 'meiodia|ao meiodia|do meiodia|de meiodia'],
    ['spot', 0, 'meianoite|a meianoite|da meianoite'],
    ['spot', 600, 'meio da manha|no meio da manha|a meio da manha'],
    ['spot', 840, 'meio da tarde|no meio da tarde|a meio da tarde'],
    ['meridiem', 0, 'am|a m'],
    ['meridiem', 1, 'pm|p m'],
    ['hourmark', 0, 'h|hs|hrs|horas|hora|hr'],
    ['half', 0, 'meia|meio'],
    ['quarter', 15, 'quarto'],
    ['quarter', 45, 'tres quartos'],
    ['past', 0, 'depois|passadas|passados|apos|passado|passada'],
    ['to', joints.before, 'para|pra|pro|para o|antes'],
    ['for', 0, 'para|pra|pro|por|durante'],
    ['plus', 0, 'e|com'],
    ['minus', 0, 'menos'],
    ['in', 0, 'em|dentro de|daqui a|daqui|de aqui a|dentro|ao fim de'],
    ['ago', 0, 'ha|atras|faz|fazem|a atras'],
    [
      'fromnow',
      0,
      'a partir de agora|a partir de hoje|depois de hoje|a contar de hoje|contando de hoje|de agora em diante|desde agora|depois hoje|depois agora',
    ],
    ['fromnow', 1, 'mais tarde|depois'],
    ['after', 0, 'depois|apos|a partir de|a partir da|apos a'],
    ['after', 1, 'a partir do|depois do|seguinte ao|apos o'],
    ['before', 0, 'antes de|antes da|anterior a'],
    ['before', 1, 'antes do|anterior ao'],
    ['end', 0, 'fim|final|fim do|final do|fim de|final de'],
    ['the', 0, 'o|os|no|ao|dia|do|na|nos|pro|para o|pelo'],
    ['at', 0, 'a|as|pelas|pela|das|da|umas|@'],
    [
      'at',
      approximate,
      'por volta das|por volta da|por volta de|cerca das|cerca de|perto das|la pelas|la por|em torno das|aproximadamente as|aproximadamente|por volta do',
    ],
    ['of', 0, 'de|do|da|d|em'],
    ['ofmonth', 0, 'de|do'],
    ['and', 0, 'e|&'],
    ['noun', 0, 'consulta|consultas|horario|vaga|sessao|visita|retorno|atendimento'],
    ['noun', 2, 'disponivel|livre|possivel|que tiver|que tem|que tiverem|que houver'],
  ],
  holidays: {
    newYear: 'ano novo|dia de ano novo|primeiro do ano|dia de ano bom',
    epiphany: 'dia de reis|reis',
    valentine: 'sao valentim|dia de sao valentim',
    tiradentes: 'tiradentes|dia de tiradentes',
    labour: 'dia do trabalho|dia do trabalhador',
    independenceBrazil: 'independencia do brasil|sete de setembro feriado',
    aparecida: 'nossa senhora aparecida|dia das criancas|dia de nossa senhora aparecida',
    halloween: 'halloween|dia das bruxas',
    allSaints: 'todos os santos|dia de todos os santos',
    allSouls: 'finados|dia de finados',
    republicBrazil: 'proclamacao da republica',
    thanksgiving: 'acao de gracas|dia de acao de gracas',
    christmasEve: 'vespera de natal|noite de natal|consoada',
    christmas: 'natal|dia de natal',
    newYearsEve: 'vespera de ano novo|reveillon|passagem de ano|vespera do ano novo',
    carnivalMonday: 'segunda de carnaval|segundafeira de carnaval',
    carnival: 'terca de carnaval|tercafeira de carnaval',
    ashWednesday: 'quarta feira de cinzas|quartafeira de cinzas|quarta de cinzas|cinzas',
    palmSunday: 'domingo de ramos',
    maundyThursday: 'quinta feira santa|quintafeira santa|quinta santa',
    goodFriday: 'sexta feira santa|sextafeira santa|sexta santa|sextafeira da paixao',
    easter: 'pascoa|domingo de pascoa',
    pentecost: 'pentecostes|domingo de pentecostes',
    corpusChristi: 'corpus christi',
  },
  fillers:
    'volto|vou|estou|fica bom|mim|pra mim|bom dia|boa tarde|boa noite|por favor|talvez|acho|acho que|eu acho|creio|digamos|sabe|ne|tipo assim|vamos dizer|vamos ver|deixa eu ver|estava pensando|estava pensando em|tava pensando|tava pensando em|pensei em|pensei|esperava|queria ver|prefiro|preferia|preferencialmente|se der|se puder|se possivel|se for possivel|se tiver|se houver|se puder ser|alguma coisa|algum horario|alguma vaga|tem algum horario|aniversario|meu aniversario|no meu aniversario|do meu aniversario|minha esposa|minha mulher|meu marido|meu filho|minha filha|me atender|minha|meu|nossa|nosso|mudar|mudar para|remarcar|remarcar para|passar para|trocar|trocar para|transferir|transferir para|adiar para|uma limpeza|limpeza|atender|passar|passar ai|ficaria|ficaria bom|fica melhor|seria bom|seria possivel|seria melhor|daria|da pra|dava|dava pra|e possivel|esta bom|com o doutor|com a doutora|o doutor|no dentista|olha|veja|assim|la|ai|pode ser|poderia|poderia ser|pode|posso|queria|eu queria|quero|gostaria|gostaria de|eu|eu gostaria|seria|e bom|esta bem|ta bom|tudo bem|sim|bem|bom|ok|entao|eh|hum|ah|tipo|marcar|agendar|uma consulta|um horario|vir|ir|preciso|tem|voces tem|ha vaga|algo|em ponto|exatamente|data|a data|obrigado|obrigada|melhor|de preferencia|preferencia|so|somente|sao|eram|sera|faltam|falta|faltando|mais ou menos|que tal|que tal na|na verdade|mesmo dia|perfeito|ola|oi|uns|certo',
})

function weekdayByNumber(written: string): string {
  return ['segundafeira', 'tercafeira', 'quartafeira', 'quintafeira', 'sextafeira'][Number(/\d/.exec(written)![0]) - 2]!
}
