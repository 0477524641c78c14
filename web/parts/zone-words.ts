import { words } from '../words/words.ts'

export const zoneWords = words({
  en: {
    search: 'Search for a city or region',
    none: 'There is no time zone of this name. Try the nearest large city.',
  },
  es: {
    search: 'Busque una ciudad o región',
    none: 'No hay ninguna zona con ese nombre. Pruebe con la gran ciudad más cercana.',
  },
})
