import { createContext, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { Confirm } from '../../parts/dialog.tsx'
import { useWords } from '../../words/words.ts'
import { settingsWords } from './settings-words.ts'

type Report = (id: string, unsaved: boolean) => void
const ReportContext = createContext<Report>(() => {})

/**
 * Asks before what has been typed is lost: on the way to another page through the browser's Navigation API, which sees
 * links, the keyboard and the way back alike; on closing the tab through the browser's own question.
 */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const t = useWords(settingsWords)
  const [, navigate] = useLocation()
  const unsaved = useRef(new Set<string>())
  const [wished, setWished] = useState<string>()
  useEffect(() => {
    const onNavigate = (event: NavigateEvent) => {
      const asks = unsaved.current.size > 0 && event.cancelable && !event.hashChange && event.downloadRequest === null
      const to = new URL(event.destination.url)
      // a load of another document is asked about by `beforeunload`
      if (!asks || to.origin !== location.origin || event.navigationType === 'reload') return
      event.preventDefault()
      setWished(to.pathname + to.search)
    }
    const onUnload = (event: BeforeUnloadEvent) => unsaved.current.size > 0 && event.preventDefault()
    window.navigation?.addEventListener('navigate', onNavigate)
    addEventListener('beforeunload', onUnload)
    return () => {
      window.navigation?.removeEventListener('navigate', onNavigate)
      removeEventListener('beforeunload', onUnload)
    }
  }, [])
  const [report] = useState<Report>(() => (id: string, is: boolean) => {
    if (is) unsaved.current.add(id)
    else unsaved.current.delete(id)
  })
  const go = () => {
    unsaved.current.clear()
    setWished(undefined)
    navigate(wished!)
  }
  return (
    <ReportContext value={report}>
      {children}
      <Confirm
        open={wished !== undefined}
        onClose={() => setWished(undefined)}
        title={t.leaveTitle}
        confirm={t.leave}
        onConfirm={go}
      >
        {t.leaveHint}
      </Confirm>
    </ReportContext>
  )
}

/** Whether something typed here would be lost. */
export function useUnsaved(unsaved: boolean): void {
  const report = useContext(ReportContext)
  const id = useId()
  useEffect(() => {
    report(id, unsaved)
    return () => report(id, false)
  }, [report, id, unsaved])
}
