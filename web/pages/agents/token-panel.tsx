import { Eye, EyeOff, KeyRound } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useRegenerateToken, useRevealToken } from '../../data/agents.ts'
import type { Agent } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Card, CopyButton } from '../../parts/feedback.tsx'
import { notify } from '../../parts/notices.tsx'
import { useFaultWords } from '../../words/faults.ts'
import { useWords } from '../../words/words.ts'
import styles from './agents.module.css'
import { tokenWords } from './token-words.ts'

const shownForMs = 60_000

/** The agent's token: shown when the owner asks for it, for a minute; and replaced. */
export function TokenPanel({
  agent,
  onShown,
}: {
  agent: Agent
  /** hears the token while it is shown */
  onShown?(token: string | undefined): void
}) {
  const t = useWords(tokenWords)
  const { own } = useMay()
  const [shown, keepShown] = useState<{ token: string | null; isNew: boolean }>()
  const setShown = useCallback(
    (next: typeof shown) => {
      keepShown(next)
      onShown?.(next?.token ?? undefined)
    },
    [onShown],
  )
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    if (shown === undefined) return
    const timer = setTimeout(() => setShown(undefined), shownForMs)
    return () => clearTimeout(timer)
  }, [shown, setShown])
  return (
    <Card title={t.title} hint={own ? t.hint : t.ownerOnly}>
      {shown?.isNew && (
        <p className={styles.notice} role="alert">
          {t.made}
        </p>
      )}
      <div className={styles.token}>
        <code>{shown?.token ?? agent.token_preview}</code>
        {shown?.token != null && <CopyButton text={shown.token} label={t.copy} />}
        {own && (
          <RevealButton
            agentId={agent.agent_id}
            isShown={shown !== undefined}
            onShow={(token) => setShown({ token, isNew: false })}
            onHide={() => setShown(undefined)}
          />
        )}
      </div>
      <p className={styles.soft} role="status">
        {shown?.token === null && t.lost}
        {shown?.token != null && `${t.shown} ${t.hidesSoon}`}
      </p>
      {own && (
        <div>
          <Button onClick={() => setAsking(true)}>
            <KeyRound aria-hidden="true" /> {t.regenerate}
          </Button>
        </div>
      )}
      <Regenerate
        agentId={agent.agent_id}
        open={asking}
        onClose={() => setAsking(false)}
        onMade={(token) => setShown({ token, isNew: true })}
      />
    </Card>
  )
}

function RevealButton({
  agentId,
  isShown,
  onShow,
  onHide,
}: {
  agentId: string
  isShown: boolean
  onShow(token: string | null): void
  onHide(): void
}) {
  const t = useWords(tokenWords)
  const say = useFaultWords()
  const reveal = useRevealToken(agentId)
  if (isShown)
    return (
      <Button onClick={onHide}>
        <EyeOff aria-hidden="true" /> {t.hide}
      </Button>
    )
  const show = () =>
    reveal.mutate(undefined, {
      onSuccess: ({ api_token }) => onShow(api_token),
      onError: (fault) => notify({ title: t.notShown, description: say(fault), fault: true }),
    })
  return (
    <Button busy={reveal.isPending} onClick={show}>
      <Eye aria-hidden="true" /> {t.reveal}
    </Button>
  )
}

function Regenerate({
  agentId,
  open,
  onClose,
  onMade,
}: {
  agentId: string
  open: boolean
  onClose(): void
  onMade(token: string | null): void
}) {
  const t = useWords(tokenWords)
  const say = useFaultWords()
  const regenerate = useRegenerateToken(agentId)
  const go = async () => {
    try {
      const { api_token } = await regenerate.mutateAsync()
      onMade(api_token)
    } catch (fault) {
      notify({ title: t.failed, description: say(fault), fault: true })
    }
    onClose()
  }
  return (
    <Confirm open={open} onClose={onClose} title={t.regenerateTitle} confirm={t.regenerateConfirm} onConfirm={go}>
      <div className={styles.paragraphs}>
        <p>{t.regenerateText}</p>
        <p>{t.regenerateFails}</p>
      </div>
    </Confirm>
  )
}
