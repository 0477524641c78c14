import { useMutation } from '@tanstack/react-query'
import { ask } from '../../data/api.ts'
import type { ClinicChange } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient } from '../../data/queries.ts'
import { setUser } from '../../data/session.ts'
import { notify } from '../../parts/notices.tsx'
import { useWords } from '../../words/words.ts'
import { clinicPartWords } from './clinic-part-words.ts'

// what stands in a configuration that was brought to ElevenLabs before
const inConfigurations = ['name', 'timezone', 'emergency'] as const

/** Changes what is named of the clinic. */
export function useSaveClinic() {
  const t = useWords(clinicPartWords)
  return useMutation({
    mutationFn: (body: ClinicChange) => ask('PATCH /api/clinic', { body }),
    onSuccess: ({ affected_appointments: _, ...clinic }, change) => {
      queryClient.setQueryData(['clinic'], clinic)
      refreshSettings()
      // the list of clinics where one works names it too
      if ('name' in change || 'timezone' in change) void ask('GET /api/auth/me', {}).then(setUser, () => {})
      if (inConfigurations.some((field) => field in change))
        notify({ title: t.agentsLearn, description: t.agentsLearnHint })
    },
  })
}
