import { useMutation } from '@tanstack/react-query'
import { ask } from './api.ts'
import type { Agent, AgentChange, NewAgent } from './endpoints.ts'
import { queryClient, takeChange } from './queries.ts'

const key = ['agents']

/** Changes an agent. The screen shows it at once, and takes back exactly this change when the server refuses it. */
export const useChangeAgent = (agentId: string) =>
  useMutation({
    mutationKey: key,
    mutationFn: (change: AgentChange) =>
      ask('PATCH /api/agents/{agent_id}', { params: { agent_id: agentId }, body: change }),
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey: key })
      const before = queryClient.getQueryData<Agent[]>(key)?.find(({ agent_id }) => agent_id === agentId)
      draw(agentId, change)
      const fields = Object.keys(change) as (keyof AgentChange)[]
      return before && Object.fromEntries(fields.map((field) => [field, before[field]]))
    },
    onError: (_fault, _change, before) => before && draw(agentId, before),
    // of several at once the last one asks: an answer in between would undo what is still on its way
    onSettled: () => queryClient.isMutating({ mutationKey: key }) === 1 && takeChange({ entity: 'agent' }),
  })

/** The first agent of a clinic comes with its plan, which only the owner may choose; the rest are added. */
export const useAddAgent = (isFirst: boolean) =>
  useMutation({
    mutationFn: async (wish: NewAgent) => {
      if (!isFirst) return ask('POST /api/agents', { body: wish })
      const { agent } = await ask('POST /api/subscriptions', { body: { plan: 'self_hosted', agent_name: wish.name } })
      const { language, name } = wish
      if (language === undefined || (agent.language === language && agent.name === name)) return agent
      return ask('PATCH /api/agents/{agent_id}', { params: { agent_id: agent.agent_id }, body: { language, name } })
    },
    onSuccess: (agent) => {
      queryClient.setQueryData<Agent[]>(key, (agents) => agents && [...agents.filter(isNot(agent.agent_id)), agent])
      takeChange({ entity: 'agent' })
    },
  })

export const useRemoveAgent = (agentId: string) =>
  useMutation({
    mutationFn: () => ask('DELETE /api/agents/{agent_id}', { params: { agent_id: agentId } }),
    onSuccess: () => {
      queryClient.setQueryData<Agent[]>(key, (agents) => agents?.filter(isNot(agentId)))
      takeChange({ entity: 'agent' })
    },
  })

/** The token, as long as a page keeps it: never among what is kept of the server's answers. The server writes it down. */
export const useRevealToken = (agentId: string) =>
  useMutation({
    mutationFn: () => ask('GET /api/agents/{agent_id}/api-token', { params: { agent_id: agentId } }),
    gcTime: 0,
  })

export const useRegenerateToken = (agentId: string) =>
  useMutation({
    mutationFn: () => ask('POST /api/agents/{agent_id}/regenerate-token', { params: { agent_id: agentId } }),
    onSuccess: () => takeChange({ entity: 'agent' }),
    gcTime: 0,
  })

const isNot =
  (agentId: string) =>
  ({ agent_id }: Agent): boolean =>
    agent_id !== agentId

const draw = (agentId: string, change: AgentChange): void =>
  void queryClient.setQueryData<Agent[]>(key, (agents) =>
    agents?.map((agent) => (agent.agent_id === agentId ? ({ ...agent, ...change } as Agent) : agent)),
  )
