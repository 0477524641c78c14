import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { Empty } from '../parts/feedback.tsx'
import { useWords } from '../words/words.ts'
import { shellWords } from './shell-words.ts'

/** What a fault of ours looks like, instead of a white page. React knows a class for this and nothing else. */
export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false }

  static getDerivedStateFromError() {
    return { crashed: true }
  }

  override render(): ReactNode {
    return this.state.crashed ? <Crashed /> : this.props.children
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
