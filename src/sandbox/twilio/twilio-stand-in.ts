import type { Clock } from '../../clock.ts'
import type { Vendor } from '../vendor-answer.ts'

export type SentMessage = { sid: string; body: string }

export function twilioStandIn(_options: { clock: Clock; onSent: (message: SentMessage) => void }): Vendor {
  const refusal = (status: number) => ({ status, body: { code: 20404, message: 'not yet', status } })
  return {
    answer: async () => refusal(404),
    refusal: (_request, status) => refusal(status),
    bodyLimit: 1 << 20,
    tooLarge: () => refusal(413),
  }
}
