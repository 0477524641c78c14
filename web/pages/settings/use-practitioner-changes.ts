import { useMutation } from '@tanstack/react-query'
import { ask } from '../../data/api.ts'
import type { Practitioner, PractitionerChange } from '../../data/endpoints.ts'
import { refreshSettings } from '../../data/news.ts'
import { queryClient } from '../../data/queries.ts'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { practitionersWords } from './practitioners-words.ts'

const key = ['practitioners']
type All = readonly Practitioner[]

export const useChangePractitioner = (id: string) =>
  useMutation({
    mutationFn: (body: PractitionerChange) => ask('PATCH /api/practitioners/{id}', { params: { id }, body }),
    onSuccess: (changed) => {
      queryClient.setQueryData<All>(key, (all) => all?.map((each) => (each.id === id ? changed : each)))
      refreshSettings()
    },
  })

/** Puts them in this order: seen at once, and put back when the server refuses. */
export function useOrderPractitioners() {
  const t = useWords(practitionersWords)
  const say = useFaultWords()
  return useMutation({
    scope: { id: 'order-of-practitioners' },
    mutationFn: async (order: All) => {
      // positions may have gaps and doubles; only those that change are written
      for (const [position, { id, position: before }] of order.entries())
        if (position !== before) await ask('PATCH /api/practitioners/{id}', { params: { id }, body: { position } })
    },
    onMutate: async (order) => {
      await queryClient.cancelQueries({ queryKey: key })
      const before = queryClient.getQueryData<All>(key)
      queryClient.setQueryData<All>(
        key,
        order.map((each, position) => ({ ...each, position })),
      )
      return before
    },
    onError: (fault, _order, before) => {
      queryClient.setQueryData(key, before)
      notify({ title: t.notMoved, description: say(fault), fault: true })
    },
    onSettled: refreshSettings,
  })
}
