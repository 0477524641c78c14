import { PhoneCall } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useRevealToken } from '../../data/agents.ts'
import type { Agent } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Card } from '../../parts/feedback.tsx'
import { TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import { CallDesk } from './call-desk.tsx'
import styles from './test-call.module.css'
import { testCallWords } from './test-call-words.ts'
import { tokenWords } from './token-words.ts'

export type TestedAgent = Pick<Agent, 'agent_id' | 'language' | 'paused' | 'require_confirmation'>

/** A call with the real actions, in which one plays the caller. */
export function TestCall({ agent }: { agent: TestedAgent }) {
  const [token, setToken] = useState<string>()
  if (token === undefined) return <Lift agentId={agent.agent_id} onToken={setToken} />
  return <CallDesk agent={agent} token={token} onRefused={() => setToken(undefined)} />
}

function Lift({ agentId, onToken }: { agentId: string; onToken(token: string): void }) {
  const t = useWords(testCallWords)
  const { notShown } = useWords(tokenWords)
  const say = useFaultWords()
  const { own } = useMay()
  const reveal = useRevealToken(agentId)
  const [lost, setLost] = useState(false)
  const start = () =>
    reveal.mutate(undefined, {
      onSuccess: ({ api_token }) => (api_token === null ? setLost(true) : onToken(api_token)),
      onError: (fault) => notify({ title: notShown, description: say(fault), fault: true }),
    })
  return (
    <Card title={t.title} hint={t.intro}>
      <p className={styles.real}>{t.forReal}</p>
      {own && !lost ? (
        <>
          <div>
            <Button look="primary" busy={reveal.isPending} onClick={start}>
              <PhoneCall aria-hidden="true" /> {t.start}
            </Button>
          </div>
          <p className={styles.soft}>{t.startHint}</p>
        </>
      ) : (
        <PasteToken hint={lost ? t.lost : t.pasteHint} onToken={onToken} />
      )}
    </Card>
  )
}

function PasteToken({ hint, onToken }: { hint: string; onToken(token: string): void }) {
  const t = useWords(testCallWords)
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (text.trim() !== '') onToken(text.trim())
  }
  return (
    <form className={styles.paste} onSubmit={submit} noValidate>
      <TextField
        label={t.paste}
        hint={hint}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        error={tried && text.trim() === '' ? t.needToken : undefined}
      />
      <div>
        <Button type="submit" look="primary">
          <PhoneCall aria-hidden="true" /> {t.start}
        </Button>
      </div>
    </form>
  )
}
