import { words } from '../../words/words.ts'

export const tokenWords = words({
  en: {
    title: 'Token',
    hint: 'Your voice platform sends it with every action. Whoever has it can book in your calendar.',
    ownerOnly: 'Only the owner of the clinic can see or replace it.',
    reveal: 'Reveal token',
    hide: 'Hide',
    copy: 'Copy token',
    hidesSoon: 'It hides again in a minute. That you looked is written in the activity.',
    shown: 'The token is shown.',
    lost: 'This token still works, but the key that showed it is lost. To see one, regenerate it.',
    regenerate: 'Regenerate token',
    regenerateTitle: 'Replace this token?',
    regenerateText: 'A new token is made, and the old one is refused at once.',
    regenerateFails:
      'Until the new one is in ElevenLabs (or wherever your agent runs), every call of this agent fails to look up and to book.',
    regenerateConfirm: 'Replace it now',
    made: 'This is the new token. The old one no longer works: put this one into your voice platform now.',
    failed: 'The token was not replaced',
    notShown: 'The token could not be shown',
  },
  es: {
    title: 'Token',
    hint: 'Su plataforma de voz lo envía con cada acción. Quien lo tenga puede reservar en su agenda.',
    ownerOnly: 'Solo quien dirige la clínica puede verlo o cambiarlo.',
    reveal: 'Mostrar token',
    hide: 'Ocultar',
    copy: 'Copiar token',
    hidesSoon: 'Se oculta de nuevo en un minuto. Que lo ha mirado queda anotado en la actividad.',
    shown: 'Se muestra el token.',
    lost: 'Este token sigue valiendo, pero se ha perdido la clave para mostrarlo. Para ver uno, genere otro.',
    regenerate: 'Generar otro token',
    regenerateTitle: '¿Sustituir este token?',
    regenerateText: 'Se crea un token nuevo y el anterior se rechaza al instante.',
    regenerateFails:
      'Hasta que el nuevo esté en ElevenLabs (o donde funcione su agente), este agente no podrá consultar ni reservar nada en las llamadas.',
    regenerateConfirm: 'Sustituirlo ahora',
    made: 'Este es el token nuevo. El anterior ya no vale: ponga este en su plataforma de voz ahora.',
    failed: 'El token no se ha sustituido',
    notShown: 'No se ha podido mostrar el token',
  },
})
