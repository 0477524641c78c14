import { Card, Failure, Loading } from '../../parts/feedback.tsx'

/** Stands where a card will be until what it shows is here, and says why when that does not come. */
export function PendingCard({
  title,
  lines,
  error,
  onRetry,
}: {
  title: string
  lines: number
  error: unknown
  onRetry(): unknown
}) {
  return (
    <Card title={title} flush>
      {error === null ? <Loading lines={lines} /> : <Failure fault={error} onRetry={() => void onRetry()} />}
    </Card>
  )
}
