import { WifiOff } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/feedback.tsx'
import { useWords } from '../words/words.ts'
import { shellWords } from './shell-words.ts'

const againAfterMs = 3_000

/** The server did not answer when the page was opened. Asks again by itself. */
export function Unreachable({ onAgain }: { onAgain(): void }) {
  const t = useWords(shellWords)
  useEffect(() => {
    const timer = setTimeout(onAgain, againAfterMs)
    return () => clearTimeout(timer)
  }, [onAgain])
  return (
    <main>
      <Empty
        level={1}
        icon={<WifiOff aria-hidden="true" />}
        title={t.unreachable}
        action={<Button onClick={onAgain}>{t.again}</Button>}
      >
        {t.unreachableHint}
      </Empty>
    </main>
  )
}
