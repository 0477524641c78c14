import type { Receptionist } from '../../src/elevenlabs/agent-config.ts'

export const desk = 'https://desk.example.com'

export const receptionist = (change: Partial<Receptionist> = {}): Receptionist => ({
  agentId: 'agent_clinic_receptionist',
  name: 'Clinic Receptionist',
  language: 'en',
  requireConfirmation: false,
  verification: 'standard',
  todayTool: false,
  clinic: { name: 'Alice’s Clinic', timezone: 'America/New_York', emergency: null },
  ...change,
})

/** One of every kind: each language, each switch of the owner's on and off. */
export const everyReceptionist: Receptionist[] = ['en', 'es-MX', 'fr', 'de', 'pt-BR'].flatMap((language) =>
  [false, true].flatMap((requireConfirmation) =>
    [false, true].flatMap((todayTool) =>
      (['standard', 'strict'] as const).map((verification) =>
        receptionist({ language, requireConfirmation, todayTool, verification }),
      ),
    ),
  ),
)

export const kindOf = ({ language, requireConfirmation, todayTool, verification }: Receptionist): string =>
  [language, verification, ...(requireConfirmation ? ['held only'] : []), ...(todayTool ? ['today'] : [])].join(', ')
