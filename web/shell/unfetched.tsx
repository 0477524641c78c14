import { CloudOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useLiveState } from '../data/live.ts'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/feedback.tsx'
import { useWords } from '../words/words.ts'
import { shellWords } from './shell-words.ts'

// Vite tells of each part of the screen that could not be fetched; how the error itself reads is each browser's own
const unfetched = new WeakSet<object>()
addEventListener('vite:preloadError', (event) => {
  unfetched.add((event as Event & { payload: Error }).payload)
})

export const isUnfetched = (fault: unknown): boolean =>
  typeof fault === 'object' && fault !== null && unfetched.has(fault)

const againAfterMs = 5_000

/**
 * A page that could not be fetched: there was no network, or the server has another screen by now and the page of this one
 * is gone. Browsers remember what they could not import, so only loading anew helps; never before the server answers.
 */
export function Unfetched() {
  const t = useWords(shellWords)
  const live = useLiveState()
  const wasAway = useRef(false)
  const [asked, setAsked] = useState<'not' | 'busy' | 'in vain'>('not')
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the stream of changes comes back, the server has
  useEffect(() => {
    const attempt = async () => {
      if (!(await isServerThere())) wasAway.current = true
      else if (wasAway.current || isFirstOfBuild()) location.reload()
    }
    void attempt()
    const timer = setInterval(attempt, againAfterMs)
    addEventListener('online', attempt)
    return () => {
      clearInterval(timer)
      removeEventListener('online', attempt)
    }
  }, [live])
  const onAgain = async () => {
    setAsked('busy')
    if (await isServerThere()) location.reload()
    else setAsked('in vain')
  }
  return (
    <Empty
      level={1}
      icon={<CloudOff aria-hidden="true" />}
      title={t.unfetched}
      action={
        <>
          <Button look="primary" busy={asked === 'busy'} onClick={() => void onAgain()}>
            {t.again}
          </Button>
          <p role="status">{asked === 'in vain' && t.stillAway}</p>
        </>
      }
    >
      {t.unfetchedHint}
    </Empty>
  )
}

const isServerThere = (): Promise<boolean> =>
  navigator.onLine
    ? fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
        ({ ok }) => ok,
        () => false,
      )
    : Promise.resolve(false)

/** By itself a screen loads itself anew once: where that has not helped, it would go on for ever. */
function isFirstOfBuild(): boolean {
  const build = import.meta.url
  if (sessionStorage.getItem('vami.reloaded') === build) return false
  sessionStorage.setItem('vami.reloaded', build)
  return true
}
