import { words } from '../words/words.ts'

export const partWords = words({
  en: {
    close: 'Close',
    keep: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    loading: 'Loading…',
    again: 'Try again',
    failed: 'This could not be loaded.',
    optional: '(optional)',
    notices: 'Notices',
    dismiss: 'Dismiss',
  },
  es: {
    close: 'Cerrar',
    keep: 'Volver',
    copy: 'Copiar',
    copied: 'Copiado',
    loading: 'Cargando…',
    again: 'Reintentar',
    failed: 'No se ha podido cargar.',
    optional: '(opcional)',
    notices: 'Avisos',
    dismiss: 'Descartar',
  },
})
