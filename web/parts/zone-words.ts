import { words } from '../words/words.ts'

export const zoneWords = words({
  en: { open: 'Show time zones', none: 'There is no time zone of this name. Try the nearest large city.' },
  es: {
    open: 'Mostrar zonas horarias',
    none: 'No hay ninguna zona con ese nombre. Pruebe con la gran ciudad más cercana.',
  },
})
