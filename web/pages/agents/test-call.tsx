import type { Agent } from '../../data/endpoints.ts'

export function TestCall({ agent }: { agent: Agent }) {
  return <p>{agent.name}</p>
}
