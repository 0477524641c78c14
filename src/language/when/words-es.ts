import { approximate, joints, parts, units, type WordList } from './lexicon.ts'

const small =
  'cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidos|veintitres|veinticuatro|veinticinco|veintiseis|veintisiete|veintiocho|veintinueve'.split(
    '|',
  )
const tens = ['treinta', 'cuarenta', 'cincuenta', 'sesenta', 'setenta', 'ochenta', 'noventa']
const hundreds = [
  'cien|ciento',
  'doscientos',
  'trescientos',
  'cuatrocientos',
  'quinientos',
  'seiscientos',
  'setecientos',
  'ochocientos',
  'novecientos',
]

function cardinals(): Map<number, string> {
  // no `diez y seis`: it is six past ten more often than sixteen
  const numbers = new Map(small.map((word, value) => [value, word]))
  numbers.set(1, 'uno|una|un')
  numbers.set(21, 'veintiuno|veintiun|veintiuna')
  for (const [i, ten] of tens.entries()) {
    const value = (i + 3) * 10
    numbers.set(value, ten)
    for (let unit = 1; unit < 10; unit++)
      numbers.set(value + unit, `${ten} y ${small[unit]}|${ten} ${small[unit]}|${ten}i${small[unit]}`)
  }
  for (const [i, spellings] of hundreds.entries()) numbers.set((i + 1) * 100, spellings)
  return numbers
}

const firstTen = [
  'primero|primer|primera',
  'segundo|segunda',
  'tercero|tercer|tercera',
  'cuarto|cuarta',
  'quinto|quinta',
  'sexto|sexta',
  'septimo|septima|setimo',
  'octavo|octava',
  'noveno|novena',
]

function ordinalNumbers(): Map<number, string> {
  const numbers = new Map(firstTen.map((spellings, i) => [i + 1, spellings]))
  numbers
    .set(10, 'decimo')
    .set(11, 'undecimo|decimo primero|decimoprimero')
    .set(12, 'duodecimo|decimo segundo|decimosegundo')
  for (let unit = 3; unit < 10; unit++) numbers.set(10 + unit, behind(['decimo', 'decimo '], unit))
  numbers
    .set(20, 'vigesimo')
    .set(30, 'trigesimo')
    .set(31, behind(['trigesimo', 'trigesimo '], 1))
  for (let unit = 1; unit < 10; unit++) numbers.set(20 + unit, behind(['vigesimo', 'vigesimo '], unit))
  return numbers
}

const behind = (tens: readonly string[], unit: number): string =>
  tens.flatMap((ten) => firstTen[unit - 1]!.split('|').map((word) => ten + word)).join('|')

export const spanish = (): WordList => ({
  numbers: cardinals(),
  ordinals: ordinalNumbers(),
  ordinalSuffix: /^(o|a|ro|ra|er|ero|era|do|da|to|ta|mo|vo|no)$/,
  looseDays: [8, 15],
  noonIsMorning: true,
  rewrites: [
    // las veinte y dos are a time
    [/\b(el|dia) veinte y (?=(?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)\b)/g, '$1 veinti'],
    // my, which is no Wednesday
    [/\bmi (?=[a-z])/g, ''],
    [/\bal? final del? dia\b/g, 'fin del dia'],
    [/\banoche\b/g, 'ayer noche'],
  ],
  words: [
    ['one', 1, 'un|una|uno'],
    ['number', 2, 'un par de|par de'],
    ['thousand', 1000, 'mil'],
    ['weekday', 1, 'lunes|lun|lune'],
    ['weekday', 2, 'martes|mart|mar|marte'],
    ['weekday', 3, 'miercoles|mier|mie|mi|miercole|mircoles|mierocles'],
    ['weekday', 4, 'jueves|jue|juev|jueve'],
    ['weekday', 5, 'viernes|vie|vier|vierne'],
    ['weekday', 6, 'sabado|sab'],
    ['weekday', 7, 'domingo|dom'],
    ...['los lunes', 'los martes', 'los miercoles', 'los jueves', 'los viernes', 'sabados', 'domingos'].map(
      (words, i) => ['weekdays', i + 1, words] as const,
    ),
    ['month', 1, 'enero|ene'],
    ['month', 2, 'febrero|feb'],
    ['month', 3, 'marzo|mar'],
    ['month', 4, 'abril|abr'],
    ['month', 5, 'mayo|may'],
    ['month', 6, 'junio|jun'],
    ['month', 7, 'julio|jul'],
    ['month', 8, 'agosto|ago'],
    ['month', 9, 'septiembre|setiembre|sept|sep|set'],
    ['month', 10, 'octubre|oct'],
    ['month', 11, 'noviembre|nov|novienbre'],
    ['month', 12, 'diciembre|dic|dicienbre'],
    ['day', 0, 'hoy|mas tarde hoy|hoy mas tarde|todavia hoy|hoy todavia|hoy dia|hoy mismo|el dia de hoy|este dia'],
    ['day', 1, 'manana|el dia de manana|manana mismo'],
    ['morrow', 1, 'de manana'],
    ['day', -1, 'ayer|el dia de ayer'],
    ['day', 2, 'pasado manana|pasadomanana|dia despues de manana|dia siguiente a manana|dia siguiente de manana'],
    ['day', -2, 'anteayer|antes de ayer|antier|antes ayer|dia antes de ayer|dia anterior a ayer'],
    ['now', 0, 'ahora|ahora mismo|ahorita|ya mismo|en este momento|inmediatamente|de inmediato|en seguida|enseguida'],
    [
      'now',
      1,
      'lo antes posible|lo mas pronto posible|lo mas pronto que pueda|lo mas pronto que puedan|lo mas pronto que podamos|tan pronto como sea posible|tan pronto como pueda|tan pronto como puedan|tan pronto como podamos|cuanto antes|a la brevedad|lo mas rapido posible|tan pronto sea posible|tan pronto como puedas|lo antes que se pueda',
    ],
    ['unit', units.second, 'segundo|segundos|seg|segs'],
    ['unit', units.minute, 'minuto|minutos|min|mins'],
    ['unit', units.hour, 'hora|horas|hr|hrs'],
    ['unit', units.day, 'dia'],
    ['unit', units.days, 'dias'],
    ['unit', units.week, 'semana|semanas'],
    ['unit', units.month, 'mes|meses'],
    ['unit', units.year, 'ano|anos'],
    ['unit', units.quarterHour, 'cuarto de hora|cuartos de hora'],
    ['which', 0, 'este|esta|estos|ese|esa|en curso|actual|este mismo|esta misma|presente'],
    ['which', 1, 'proximo|proxima|que viene|que vienen|siguiente|entrante|que entra|que sigue|venidero|venidera'],
    [
      'which',
      2,
      'de la siguiente|subsiguiente|despues del proximo|despues de la proxima|que viene no el otro|despues de la que viene',
    ],
    ['which', -1, 'pasado|pasada|ultimo|ultima|anterior|previo|previa|que paso'],
    ['weekend', 0, 'fin de semana|finde'],
    ['part', parts.dawn, 'de la madrugada|por la madrugada|en la madrugada|madrugada|de madrugada'],
    [
      'part',
      parts.morning,
      'de la manana|por la manana|en la manana|a la manana|la manana|por las mananas|temprano en la manana|temprano por la manana|por la manana temprano|a primera hora|a primera hora de la manana|de mananita|am de la manana|a media manana',
    ],
    [
      'part',
      parts.afternoon,
      'de la tarde|por la tarde|en la tarde|a la tarde|la tarde|tarde|en la tardecita|tardecita|a ultima hora de la tarde',
    ],
    ['part', parts.night, 'de la noche|por la noche|en la noche|a la noche|la noche|noche|de noche'],
    ['part', parts.midday, 'a la hora del almuerzo|en el almuerzo|de dia|del dia'],
    ['part', parts.tonight, 'esta noche|hoy en la noche|hoy por la noche|hoy a la noche|hoy noche'],
    [
      'spot',
      720,
      'mediodia|medio dia|al mediodia|al medio dia|a mediodia|a medio dia|del mediodia|del medio dia|de mediodia',
    ],
    ['spot', 0, 'medianoche|media noche|la medianoche|de la medianoche|a medianoche|a media noche'],
    ['spot', 600, 'media manana|mitad de la manana|a media manana'],
    ['spot', 840, 'media tarde|a media tarde|mitad de la tarde'],
    ['meridiem', 0, 'am|a m'],
    ['meridiem', 1, 'pm|p m'],
    ['hourmark', 0, 'h|hs|hrs|horas|hora|hr'],
    ['half', 0, 'media|medio'],
    ['quarter', 15, 'cuarto|quarto'],
    ['quarter', 45, 'tres cuartos'],
    ['past', 0, 'pasadas|pasados|pasadas de|despues de|pasada|pasado'],
    ['to', joints.before, 'para|pa|antes de'],
    ['for', 0, 'para|pa|por|durante'],
    ['plus', 0, 'y|con|i'],
    ['minus', 0, 'menos'],
    ['in', 0, 'en|dentro de|de aqui a|de aqui en|al cabo de'],
    ['ago', 0, 'hace|atras|hara|hacen'],
    ['fromnow', 0, 'a partir de ahora|a partir de hoy|desde ahora|desde hoy|de ahora en adelante|contando desde hoy'],
    ['fromnow', 1, 'mas tarde|despues'],
    ['after', 0, 'despues de|a partir de|desde|tras|siguiente a|posterior a'],
    ['after', 1, 'despues del|a partir del|desde el|siguiente al|posterior al'],
    ['before', 0, 'antes de|previo a|anterior a|antes que'],
    ['before', 1, 'antes del|previo al|anterior al'],
    ['end', 0, 'fin|final|fin del|final del'],
    ['the', 0, 'el|los|al|dia|del|lo|en el|de el'],
    ['at', 0, 'a las|a la|las|la|a|@|por las|de las'],
    [
      'at',
      approximate,
      'a eso de las|a eso de la|sobre las|hacia las|hacia la|como a las|como a la|tipo|cerca de las|alrededor de las|alrededor de la|aproximadamente a las|aproximadamente|sobre la',
    ],
    ['of', 0, 'de|del|en|d|de los'],
    ['ofmonth', 0, 'de|del'],
    ['and', 0, 'y|&|e'],
    ['noun', 0, 'cita|citas|turno|hueco|consulta|visita|sesion|revision'],
    ['noun', 2, 'disponible|libre|que tenga|que tengan|que tienen|que tiene|que haya|que hay|posible'],
  ],
  holidays: {
    newYear: 'ano nuevo|dia de ano nuevo|primero de ano',
    epiphany: 'reyes|dia de reyes|dia de los reyes|reyes magos|epifania',
    valentine: 'san valentin|dia de san valentin|dia de los enamorados',
    labour: 'dia del trabajo|dia del trabajador|dia de los trabajadores',
    independenceUs: 'dia de la independencia de estados unidos',
    assumption: 'la asuncion|asuncion|dia de la asuncion',
    halloween: 'halloween|noche de brujas',
    allSaints: 'todos los santos|dia de todos los santos',
    allSouls: 'dia de los muertos|dia de muertos|dia de los difuntos',
    thanksgiving: 'accion de gracias|dia de accion de gracias',
    christmasEve: 'nochebuena|noche buena|vispera de navidad',
    christmas: 'navidad|dia de navidad',
    newYearsEve: 'nochevieja|noche vieja|fin de ano|vispera de ano nuevo|ano viejo',
    carnival: 'martes de carnaval',
    ashWednesday: 'miercoles de ceniza',
    palmSunday: 'domingo de ramos',
    maundyThursday: 'jueves santo',
    goodFriday: 'viernes santo',
    easter: 'domingo de pascua|domingo de resurreccion|pascua|dia de pascua',
    easterMonday: 'lunes de pascua',
    pentecost: 'pentecostes|domingo de pentecostes',
    corpusChristi: 'corpus christi|corpus',
  },
  fillers:
    'temprano|tempranito|voy|vengo|volvere|estoy|me sirve|buenos dias|buenas tardes|buenas noches|buenas|en punto|por favor|porfa|porfavor|quizas|quiza|tal vez|talvez|creo|creo que|pienso|supongo|digamos|o sea|sabe|sabes|a ver|la verdad|queria|habia pensado|habia pensado en|pensaba|pensaba en|pensando en|estaba pensando en|esperaba|preferiria|prefiero|preferentemente|preferiblemente|si puede ser|si se puede|si es posible|si pudiera ser|si puede|si hay|si tienen|si tiene|alguna cosa|alguna hora|sitio|espacio|cumpleanos|mi cumpleanos|de mi cumpleanos|mi mujer|mi esposa|mi marido|mi esposo|mi hijo|mi hija|mi madre|mi padre|le parece|les parece|te parece|que le parece|podriamos|podemos|podria ser|seria bueno|estaria bien|vendria bien|me vendria bien|me iria bien|me conviene|conviene|el doctor|con el doctor|la doctora|con la doctora|el dentista|con el dentista|quedamos|vernos|cambiar|cambiarla|cambiarlo|cambiarla al|cambiarlo al|cambiarla para|cambiarlo para|pasarla|pasarlo|pasarla al|pasarla para|mover|moverla|moverla al|moverlo al|moverla para|una limpieza|limpieza|una revision|pasar|pasarme|acudir|pedir|pedir cita|mejor|bueno|bien|vale|ok|okay|si|pues|eh|este si|em|mmm|seria|seria posible|es|esta bien|me va bien|me viene bien|me queda bien|perfecto|gracias|yo|quiero|quisiera|querria|me gustaria|podria|puede ser|puedo|puede|pudiera|necesito|ir|venir|una cita|reservar|agendar|un turno|un hueco|fecha|la fecha|a la hora|son|son las|faltan|falta|faltando|ser|sea|sera|que sea|hay|tiene|tienen|algo|exactamente|justo|mas o menos|unas|mi|con el|hacia|sobre|alrededor de|cerca de|como|aproximadamente el|entonces|solo|solamente|mismo dia|venga|dele|oye|hola|disculpe|que tal|que tal el|el proximo dia disponible',
})
