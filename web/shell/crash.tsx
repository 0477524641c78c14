import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/feedback.tsx'
import { useWords } from '../words/words.ts'
import { shellWords } from './shell-words.ts'
import { isUnfetched, Unfetched } from './unfetched.tsx'

/** What a fault looks like, instead of a white page. React knows a class for this and nothing else. */
export class Crash extends Component<{ children: ReactNode }, { fault: unknown }> {
  override state = { fault: undefined }

  static getDerivedStateFromError(fault: unknown) {
    return { fault }
  }

  override render(): ReactNode {
    const { fault } = this.state
    if (fault === undefined) return this.props.children
    return isUnfetched(fault) ? <Unfetched /> : <Crashed />
  }
}

function Crashed() {
  const t = useWords(shellWords)
  return (
    <Empty
      level={1}
      icon={<TriangleAlert aria-hidden="true" />}
      title={t.crashed}
      action={
        <Button look="primary" onClick={() => location.reload()}>
          {t.reload}
        </Button>
      }
    >
      {t.crashedHint}
    </Empty>
  )
}
