import type { Language } from '../../../src/language/when.ts'
import type { SaidCases } from './said-cases.ts'

/**
 * What callers say around a day and a time, by what it is easily mistaken for: a range for minutes, a length for minutes
 * or for one o'clock, the first slot for the first of the month, a habit or a limit for a day, and talk for nothing.
 */
export const callersCases: Record<Language, SaidCases> = {
  en: {
    date: {
      '2026-11-16': ['Monday the 16th'],
      '2026-11-18': ['later today'],
      '2026-11-20': [
        ...['first available Friday', 'the first Friday you have', 'first appointment Friday', 'Friday for 30 minutes'],
        ...['the first slot on Friday', 'the next appointment Friday', 'my first appointment, Friday', "Friday's fine"],
        ...['I was hoping for Friday', 'are you open Friday', 'would Friday be ok', 'Friday for a checkup'],
        ...['move it to Friday', 'my second appointment on Friday', 'you may book Friday'],
      ],
      '2026-11-21': ['on the weekend, Saturday', 'this weekend, Saturday'],
      '2026-12-01': ['the first of the month', 'first of the month'],
      '2026-12-03': ['I may come on the 3rd'],
      '2026-12-04': [
        ...[
          'a fortnight on Friday',
          'the first Friday of the month',
          'Friday after the 3rd',
          'Friday after December 3',
        ],
      ],
      '2026-12-15': ["um let's say the fifteenth", 'Tuesday the fifteenth', 'December 15 - 3 pm'],
      '2026-11-22': ['20 second'],
      '2027-03-03': ['on my birthday the third of March', "my wife's birthday, that's March third"],
      '': [
        ...['Tuesday the sixteenth', 'Saturday the 13th', 'this Friday the 12th', 'Dec 10, 11', 'the second third'],
        ...['Tuesdays', 'on Tuesdays', 'a Tuesday', 'the next available day', 'the first slot', 'my last appointment'],
        ...[
          'within two weeks',
          'within a week',
          'two weeks earlier',
          'a week back',
          'the same day',
          'in the next days',
        ],
        ...['as soon as possible', 'ASAP', 'around the 20th', 'almost the 20th', 'in the new year', '14 - 16 December'],
        ...['instead of Monday', 'Monday - Friday', 'as early as possible on Friday'],
        ...['Tuesday the 10th', 'this Monday the 16th', 'Sunday the 20th', 'Monday 2 November', 'Monday November 2nd'],
        ...['Monday January 19th', 'Friday March 6th', 'Tuesday 11/10'],
        ...['Friday after 3', 'Friday after three', 'Friday from 3', 'Friday before 5', 'on Friday after 20'],
      ],
    },
    time: {
      '02:50': ['ten of three', 'ten to three'],
      '03:00': ['at 3 for 30 minutes', 'half an hour at 3'],
      '08:00': ['o eight hundred'],
      '08:30': ['oh eight thirty'],
      '09:30': ['zero nine thirty'],
      '10:00': ['mid morning', 'ten ish in the morning'],
      '11:45': ['quarter to twelve in the morning'],
      '14:00': ['mid afternoon'],
      '15:00': [
        ...['3 pm for 30 minutes', '3 pm 30 minutes appointment', '3 pm for an hour', '3 pm, one hour', 'the 3 pm one'],
        ...['3 p.m. for an hour and a half', '30 minutes at 3 pm'],
      ],
      '23:45': ['quarter to twelve in the evening'],
      '': [
        ...['eight to five', 'four to five pm', 'two to four', 'one to three pm', '10 till 2', 'nine till noon'],
        ...['10 to 12 am', '9 am - 11 am', '9am-11am', '9 - 11', '2 pm - 4', 'three to three thirty', 'two three pm'],
        ...['noon, one', 'noon one', 'around 2, 2:30 pm', 'three, half past three', 'one three five pm', '3 pm 20'],
        ...['the second one', '2 pm for two', 'for an hour', 'twelve in the evening', 'end of the day', 'ASAP'],
        ...['an hour earlier', 'two hours later', '8 oclock 30', '10 to 20', '10 min after', 'four in', '3 of us'],
        ...['12:30 in the morning', 'three to five'],
      ],
    },
    dateTime: {
      '2026-11-20 15:00': ['Friday, 3 pm for 30 minutes', 'move it to Friday at 3 pm'],
      '2026-11-24 03:00': ['Tuesday at 3 for 45 minutes'],
      '2026-11-24 15:00': ['Tuesday fifteen hundred'],
      '2026-11-24 15:30': ['Tuesday fifteen thirty'],
      '2026-11-27 10:00': ['next Friday, you know, around ten ish in the morning'],
      '': [
        ...['Monday the 16th at 3 pm', 'Monday January 19th at 3 pm'],
        ...['Friday after 3', 'Friday after three', 'Friday from 3', 'Friday before 5', 'on Friday after 20'],
        ...['Friday night at 12:30', 'Friday night at 1', 'Saturday the 13th at 11', 'within two hours', '5 8 30 am'],
        ...['Friday three to four pm', 'Friday nine to eleven am', 'Friday for an hour', 'Friday from 3 to 4'],
      ],
    },
  },
  es: {
    date: {
      '2026-11-20': [
        ...['la primera cita del viernes', 'el primer viernes disponible', 'el viernes por 30 minutos'],
        ...['quería el viernes si se puede', '¿tienen algo el viernes?', 'cambiarla al viernes', 'mi cita, el viernes'],
      ],
      '2026-11-22': ['el veinte y dos'],
      '2026-12-01': ['primero de mes', 'el primero del mes'],
      '2026-12-04': ['el viernes después del 3', 'el viernes después del 3 de diciembre'],
      '2026-12-15': ['a ver, el quince', 'mar 15'],
      '2027-03-03': ['el día de mi cumpleaños, el tres de marzo'],
      '': [
        ...['los martes', 'sábados', 'un martes', 'martes dieciséis', 'de 20 a 22', 'del 14 al 16 de diciembre'],
        ...['en el plazo de una semana', 'lo antes posible', 'cuanto antes', 'los próximos días', 'el mismo día'],
        ...['el 20 y 2', 'lunes 5 de enero', 'mi próxima cita', 'el primer día disponible', 'en lugar del lunes'],
        ...['martes 10', 'el martes día 10', 'el lunes día 16', 'domingo día 20', 'lunes 2 de noviembre'],
        ...['lunes 19 de enero', 'viernes 6 de marzo'],
        ...[
          'viernes después de 3',
          'viernes después de las 3',
          'viernes antes de 5',
          'viernes a partir de 15',
          'viernes desde las 3',
        ],
      ],
    },
    time: {
      '03:04': ['las tres y cuatro'],
      '07:57': ['tres para las ocho'],
      '08:03': ['ocho y tres'],
      '04:00': ['a las cuatro para una hora'],
      '12:15': ['doce y cuarto del mediodía'],
      '16:00': [
        ...['a las cuatro de la tarde, una hora', 'a las 4 de la tarde por 30 minutos'],
        ...['a las 4 de la tarde durante media hora'],
      ],
      '': [
        ...[
          'de tres a cuatro',
          'de 3 a 4',
          'de tres a cuatro de la tarde',
          'de las 3 a las 4',
          '15 a 16 horas',
          '9 a 1',
        ],
        ...['tres y cuatro de la tarde', 'tres cuatro de la tarde', 'a las tres, tres y media de la tarde'],
        ...['cuanto antes', 'por una hora', 'diez menos cuatro'],
      ],
    },
    dateTime: {
      '2026-11-23 16:00': ['el lunes a las 4 de la tarde por 30 minutos'],
      '2026-12-11 15:00': ['viernes 11 3 de la tarde'],
      '': [
        ...[
          'viernes después de 3',
          'viernes después de las 3',
          'viernes antes de 5',
          'viernes a partir de 15',
          'viernes desde las 3',
        ],
        ...['el lunes de 4 a 5 de la tarde', 'el lunes de 4 a 5', 'el viernes por una hora'],
        ...['el viernes a las doce y media de la noche'],
      ],
    },
  },
  fr: {
    date: {
      '2026-11-19': ['le lendemain du 18 novembre'],
      '2026-11-20': [
        ...['le premier rendez-vous vendredi', 'le premier créneau vendredi', 'le premier vendredi disponible'],
        ...[
          "j'aurais voulu vendredi",
          'vous avez de la place vendredi',
          'reporter à vendredi',
          'le lendemain de jeudi',
        ],
      ],
      '2026-12-01': ['le premier du mois'],
      '2026-12-04': ['le vendredi après le 3', 'le vendredi après le 3 décembre'],
      '2026-12-15': ['disons le quinze', 'mar 15', 'mar. 15'],
      '2027-01-01': ['le 1 er janvier'],
      '2027-03-03': ['le jour de mon anniversaire, le trois mars', 'pour mon anniversaire le 3 mars'],
      '': [
        ...['les mardis', 'jeudis', 'un mardi', 'mardi seize', 'le deux trois', 'du 14 au 16 décembre'],
        ...["d'ici vendredi", "d'ici une semaine", "d'ici trois jours", 'sous deux semaines', 'dès lundi'],
        ...['le plus tôt possible', 'au plus vite', 'dans les prochains jours', 'le premier jour disponible'],
        ...["jeudi de la semaine d'après", 'le même jour', 'deux semaines plus tôt', 'lundi prochain le 21'],
        ...['à la place de lundi', 'au plus tôt lundi', 'mardi 10', 'mardi le 10', 'lundi le 16', 'dimanche le 20'],
        ...['lundi 2 novembre', 'lundi 19 janvier', 'vendredi 6 mars'],
        ...['vendredi après 3', 'vendredi après trois', 'vendredi avant 5', 'vendredi à partir de 15'],
      ],
    },
    time: {
      '15:00': ['quinze heures pour trente minutes', '15h pendant 30 minutes', '15h pour une heure'],
      '': [
        ...[
          '14h-16h',
          '14h 16h',
          'de deux à trois',
          'quatorze quinze heures',
          'midi deux',
          '14 à 16 h',
          'dès quinze heures',
        ],
        ...["deux, trois heures de l'après-midi", 'pour une heure', 'dix heures moins quatre', 'au plus vite'],
        ...['midi et deux', 'au plus tôt 15h'],
      ],
    },
    dateTime: {
      '2026-11-20 16:00': ['vendredi à 16h pour 30 minutes'],
      '2026-11-25 09:00': ['mercredi à 9h'],
      '': [
        ...['demain pour une heure', 'ce soir à une heure', 'vendredi 16h-17h', 'vendredi dès 16h'],
        ...['vendredi après 3', 'vendredi après trois', 'vendredi avant 5', 'vendredi à partir de 15'],
      ],
    },
  },
  de: {
    date: {
      '2026-11-18': ['heute noch'],
      '2026-11-20': [
        ...['der erste Termin am Freitag', 'erster Termin Freitag', 'der erste freie Freitag', 'so am Freitag'],
        ...['haben Sie am Freitag noch etwas frei', 'ich wollte eigentlich am Freitag kommen'],
        ...['auf Freitag verschieben', 'am Freitag für eine Untersuchung'],
      ],
      '2026-12-01': ['am Ersten des Monats', 'zum Ersten'],
      '2026-12-04': ['Freitag nach dem dritten', 'Freitag nach dem 3.', 'Freitag ab dem 3. Dezember'],
      '2026-12-31': ['zu Silvester'],
      '2027-03-03': ['an meinem Geburtstag, dem dritten März'],
      '': [
        ...['dienstags', 'an einem Dienstag', 'Dienstag den 16.', 'vom 14. zum 16. Dezember', '14. und 15. Dezember'],
        ...['innerhalb von zwei Wochen', 'binnen einer Woche', 'so schnell wie möglich', 'in den nächsten Tagen'],
        ...['am selben Tag', 'zwei Tage früher', 'um den 20. herum', 'eine Woche darauf', 'mein nächster Termin'],
        ...['Dienstag den 10.', 'Montag, der 16.', 'Sonntag, der 20.', 'Montag, 2. November', 'Montag 2.11.'],
        ...['Montag, der 19. Januar', 'Freitag, 6. März'],
        ...[
          'Freitag nach drei',
          'Freitag nach 3',
          'Freitag vor fünf',
          'Freitag ab 15',
          'Freitag ab 9.10',
          'Freitag von drei',
        ],
      ],
    },
    time: {
      '11:30': ['halb zwölf vormittags'],
      '12:50': ['zehn vor ein Uhr'],
      '14:00': ['14 Uhr 45 Minuten lang'],
      '15:00': ['um 15 Uhr für 30 Minuten', 'um 15 Uhr für eine Stunde', 'eine halbe Stunde um 15 Uhr'],
      '': [
        ...['14 Uhr 15 Uhr', '14 und 15 Uhr', 'zwei drei Uhr', 'neun zehn Uhr', '14 - 16 Uhr', '14 Uhr - 16 Uhr'],
        ...['halb drei, drei nachmittags', 'innerhalb einer Stunde', 'so schnell wie möglich'],
      ],
    },
    dateTime: {
      '2026-11-20 16:00': ['Freitag um 16 Uhr für 30 Minuten'],
      '2026-11-25 09:00': ['Mittwoch um 9 Uhr'],
      '2026-12-15 09:30': ['15.12. 9.30 Uhr'],
      '2026-12-15 15:00': ['Dienstag 15. 15 Uhr'],
      '': [
        ...['Freitagnacht um eins', 'Samstag den 13. um 11 Uhr', 'Freitag ab 16 Uhr'],
        ...['Freitag nach drei', 'Freitag nach 3', 'Freitag vor fünf', 'Freitag ab 15', 'Freitag von drei'],
      ],
    },
  },
  pt: {
    date: {
      '2026-11-18': ['hoje ainda'],
      '2026-11-20': [
        ...['primeira consulta de sexta', 'primeiro horário de sexta', 'primeira sexta disponível'],
        ...['queria na sexta se der', 'tem alguma coisa na sexta?', 'sexta por meia hora', 'sexta primeiro horário'],
      ],
      '2026-12-01': ['primeiro do mês'],
      '2026-12-04': ['sexta depois do dia 3', 'sexta depois de 3 de dezembro'],
      '2027-01-05': ['dia 5 de janeiro que vem'],
      '2027-03-03': ['no meu aniversário, três de março'],
      '': [
        ...['às terças', 'terças', 'uma terça', 'terça dia dezesseis', 'de 20 a 22', '14 a 16 de dezembro'],
        ...['14 e 16 de dezembro', 'no prazo de uma semana', 'o quanto antes', 'assim que possível'],
        ...['nos próximos dias', 'no mesmo dia', 'primeiro dia disponível', 'segunda - sexta', 'alguma segunda'],
        ...['terça dia 10', 'segunda dia 16', 'domingo dia 20', 'segunda 2 de novembro', 'segunda 19 de janeiro'],
        ...['sexta 6 de março'],
        ...[
          'sexta depois das 3',
          'sexta depois das três',
          'sexta antes das 5',
          'sexta a partir de 15',
          'sexta a partir das 3',
        ],
      ],
    },
    time: {
      '11:45': ['quinze para o meio-dia'],
      '12:30': ['meia hora depois do meio dia'],
      '14:40': ['vinte pras três da tarde'],
      '15:00': ['15h por 30 minutos', 'três da tarde, uma hora', 'três da tarde por meia hora'],
      '16:45': ['quinze pras cinco da tarde'],
      '': [
        ...['14h-16h', 'de duas a três da tarde', 'duas e três da tarde', 'duas três da tarde', 'das nove ao meio-dia'],
        ...['9 às 12h', 'três, três e meia da tarde', 'por uma hora', 'o quanto antes'],
      ],
    },
    dateTime: {
      '2026-11-18 15:00': ['quero ter uma consulta às 3 da tarde'],
      '2026-11-20 16:00': ['sexta às 16h por 30 minutos'],
      '': [
        ...['sábado dia 13 às onze', 'sexta 14h-15h', 'sexta por uma hora'],
        ...[
          'sexta depois das 3',
          'sexta depois das três',
          'sexta antes das 5',
          'sexta a partir de 15',
          'sexta a partir das 3',
        ],
      ],
    },
  },
}
