import { useMutation } from '@tanstack/react-query'
import { type AnswerOf, ask } from './api.ts'
import type { Message, Today } from './endpoints.ts'
import { markOwn } from './news.ts'
import { queryClient, takeChange } from './queries.ts'

type Mark = { message: Message; done: boolean }
type Page = AnswerOf<'GET /api/messages'>

/** Marks a message as seen to, or as still to do: at once on the screen, and back again when the server refuses. */
export const useMarkMessage = () =>
  useMutation({
    mutationFn: async ({ message: { id }, done }: Mark) => {
      markOwn(id)
      const marked = await ask('PATCH /api/messages/{id}', { params: { id }, body: { done } })
      markOwn(id)
      return marked
    },
    onMutate: async (mark) => {
      await Promise.all([
        queryClient.cancelQueries({ queryKey: ['messages'] }),
        queryClient.cancelQueries({ queryKey: ['today'] }),
      ])
      draw(mark)
    },
    onError: (_fault, { message, done }) => draw({ message, done: !done }),
    onSettled: () => takeChange({ entity: 'message' }),
  })

function draw({ message, done }: Mark): void {
  for (const [key, page] of queryClient.getQueriesData<Page>({ queryKey: ['messages'] })) {
    if (page === undefined) continue
    const others = page.messages.filter(({ id }) => id !== message.id)
    const here = key[1] === (done ? 'done' : 'open') && key[2] === 1
    queryClient.setQueryData<Page>(key, { ...page, messages: here ? [{ ...message, done }, ...others] : others })
  }
  queryClient.setQueriesData<Today>(
    { queryKey: ['today'] },
    (today) => today && { ...today, open_messages: Math.max(0, today.open_messages + (done ? -1 : 1)) },
  )
}
