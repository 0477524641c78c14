import { maria } from './at-the-desk.ts'
import type { MessyBody } from './sixty-bodies.ts'

const inBerlin = { ...maria, customer_phone: '030 901820' }
const inKolkata = { ...maria, customer_phone: '098765 43210' }

/** Those of the sixty that are not said in English in New York. */
export const otherLanguages: MessyBody[] = [
  {
    desk: 'New York, es',
    before: { ...maria, date: 'el martes que viene', start_time: 'a las dos y media' },
    kept: { at: '2026-12-15 14:30' },
  },
  {
    desk: 'New York, es',
    before: {
      ...maria,
      date: 'pasado mañana',
      start_time: 'cuarto para las cinco',
      duration_minutes: 'quince minutos',
      practitioner: 'cualquiera',
    },
    kept: { at: '2026-12-09 16:45', minutes: 15 },
  },
  {
    desk: 'New York, es',
    before: {
      customer_name: 'Ana García',
      customer_phone: 'dos uno dos, cinco cinco cinco, cero uno dos tres',
      customer_email: 'ana punto garcía arroba hotmail punto es',
      date: 'mañana por la mañana',
      start_time: 'a las diez',
    },
    kept: { at: '2026-12-08 10:00', name: 'Ana García', email: 'ana.garcia@hotmail.es' },
  },
  {
    desk: 'New York, es',
    before: { ...maria, date: 'treinta de febrero', start_time: 'mediodía' },
    asked: {
      error: 'unclear_date',
      say: /28 de febrero.*1 de marzo/,
      did_you_mean: ['2027-02-28', '2027-03-01'],
    },
  },
  {
    desk: 'New York, es',
    before: { ...maria, date: 'el lunes o el martes', start_time: '10:00' },
    asked: { error: 'unclear_date', say: /fecha/ },
  },
  {
    desk: 'Berlin, de',
    before: {
      customer_name: 'Maria Lopez',
      customer_phone: 'null drei null neun null eins acht zwei null',
      date: 'übermorgen',
      start_time: 'halb drei',
      practitioner: 'egal',
    },
    kept: { at: '2026-12-09 14:30', phone: '+4930901820' },
  },
  {
    desk: 'Berlin, de',
    before: {
      ...inBerlin,
      date: 'nächste Woche Dienstag',
      start_time: '14 Uhr 30',
      duration_minutes: 'anderthalb Stunden',
    },
    kept: { at: '2026-12-15 14:30', minutes: 90, phone: '+4930901820' },
  },
  {
    desk: 'Berlin, de',
    before: { ...inBerlin, date: '04/03/2027', start_time: '10:00' },
    kept: { at: '2027-03-04 10:00', phone: '+4930901820' },
  },
  {
    desk: 'Berlin, de',
    before: { ...inBerlin, date: 'heute', start_time: 'um zehn' },
    asked: { error: 'in_the_past', say: /December 7th at 10 AM has already passed.*December 7th at 1 PM/ },
  },
  {
    desk: 'Berlin, fr',
    before: { ...inBerlin, date: 'mardi prochain', start_time: '14h30' },
    kept: { at: '2026-12-15 14:30', phone: '+4930901820' },
  },
  {
    desk: 'Berlin, fr',
    before: {
      ...inBerlin,
      date: 'demain à quatorze heures',
      start_time: 'null',
      duration_minutes: 'trois quarts d’heure',
      customer_email: 'jean tiret dupont arobase orange point fr',
    },
    kept: { at: '2026-12-08 14:00', minutes: 45, phone: '+4930901820', email: 'jean-dupont@orange.fr' },
  },
  {
    desk: 'Berlin, fr',
    before: { ...inBerlin, date: 'après-demain', start_time: 'midi et demi', practitioner: 'peu importe' },
    kept: { at: '2026-12-09 12:30', phone: '+4930901820' },
  },
  {
    desk: 'Kolkata, pt',
    before: { ...inKolkata, date: 'quarta que vem', start_time: 'três da tarde', duration_minutes: 'meia hora' },
    kept: { at: '2026-12-16 15:00', phone: '+919876543210' },
  },
  {
    desk: 'Kolkata, pt',
    before: {
      customer_name: 'Maria Lopez',
      customer_phone: 'nove oito sete seis cinco quatro três dois um zero',
      date: 'depois de amanhã',
      start_time: 'às duas e meia',
      practitioner: 'qualquer um',
    },
    kept: { at: '2026-12-09 14:30', phone: '+919876543210' },
  },
  {
    desk: 'Kolkata, en',
    before: { ...inKolkata, date: 'today', start_time: '9' },
    asked: { error: 'in_the_past', say: /9 AM has already passed.*December 8th at 9 AM/ },
  },
  {
    desk: 'Kolkata, en',
    before: { ...inKolkata, date: '15/12/2026', start_time: 'noon' },
    kept: { at: '2026-12-15 12:00', phone: '+919876543210' },
  },
]
