import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Link, Redirect, useSearchParams } from 'wouter'
import { useAgents, useClinic } from '../../data/queries.ts'
import { useMay, useMember } from '../../data/session.ts'
import { ButtonLink } from '../../parts/button.tsx'
import { Card, Failure, Loading } from '../../parts/feedback.tsx'
import { useWords } from '../../words/words.ts'
import { DisplayMenu } from '../entrance/display-menu.tsx'
import { AgentStep } from './agent-step.tsx'
import { ClinicStep } from './clinic-step.tsx'
import { HoursStep } from './hours-step.tsx'
import { ReadyStep } from './ready-step.tsx'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'

const steps = ['clinic', 'hours', 'agent'] as const
type Step = (typeof steps)[number] | 'done'

/** From an empty clinic to an agent that books, in three steps. Each saves, so that one can leave and come back. */
// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function SetUpPage() {
  const t = useWords(setUpWords)
  const { manage } = useMay()
  const { clinic } = useMember()
  const clinics = useClinic()
  const agents = useAgents()
  const [search, setSearch] = useSearchParams()
  const top = useRef<HTMLElement>(null)
  useEffect(() => {
    document.title = `${t.title} · Vami`
  }, [t])
  if (!manage) return <Redirect to="/today" replace />

  const reached = agents.data === undefined ? undefined : reachedStep(clinic.id, agents.data.length > 0)
  const step = ([...steps, 'done'] as const).find((each) => each === search.get('step')) ?? reached
  const go = (next: Step) => {
    keepStep(clinic.id, next)
    setSearch({ step: next })
    scrollTo({ top: 0 })
    top.current?.focus({ preventScroll: true })
  }
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <span className={styles.brand}>
          <img src="/favicon.svg" alt="" />
          <span>{clinics.data?.name ?? clinic.name}</span>
        </span>
        <span className={styles.topActions}>
          <DisplayMenu />
          {step !== 'done' && (
            <ButtonLink to="/today" look="quiet" small>
              {t.later}
            </ButtonLink>
          )}
        </span>
      </header>
      <main className={styles.main} tabIndex={-1} ref={top}>
        <Stepper step={step} reached={reached} />
        {clinics.isError && clinics.data === undefined ? (
          <Card>
            <Failure level={2} fault={clinics.error} onRetry={() => void clinics.refetch()} />
          </Card>
        ) : agents.isError && agents.data === undefined ? (
          <Card>
            <Failure level={2} fault={agents.error} onRetry={() => void agents.refetch()} />
          </Card>
        ) : clinics.data === undefined || agents.data === undefined ? (
          <Card>
            <Loading lines={8} />
          </Card>
        ) : step === 'clinic' ? (
          <ClinicStep
            clinic={clinics.data}
            isNew={agents.data.length === 0 && !hasBegun(clinic.id)}
            onDone={() => go('hours')}
          />
        ) : step === 'hours' ? (
          <HoursStep clinic={clinics.data} onBack={() => go('clinic')} onDone={() => go('agent')} />
        ) : step === 'done' && agents.data[0] !== undefined ? (
          <ReadyStep agent={agents.data[0]} clinic={clinics.data} />
        ) : (
          <AgentStep
            agent={agents.data[0]}
            clinic={clinics.data}
            onBack={() => go('hours')}
            onDone={() => go('done')}
          />
        )}
      </main>
    </div>
  )
}

function Stepper({ step, reached }: { step: Step | undefined; reached: Step | undefined }) {
  const t = useWords(setUpWords)
  const all = [...steps, 'done'] as const
  const at = step === undefined ? -1 : all.indexOf(step)
  const far = reached === undefined ? -1 : all.indexOf(reached)
  return (
    <nav aria-label={t.steps}>
      <ol className={styles.steps}>
        {all.map((each, index) => {
          const isPast = index < at || index < far
          const mark = (
            <>
              <span className={styles.mark} aria-hidden="true">
                {isPast && index !== at ? <Check /> : index + 1}
              </span>
              {t[each]}
            </>
          )
          const state = index === at ? 'now' : isPast ? 'past' : 'coming'
          return (
            <li key={each} className={styles.step} data-state={state} aria-current={index === at ? 'step' : undefined}>
              {index !== at && index <= Math.max(at, far) ? (
                <Link href={`/set-up?step=${each}`}>{mark}</Link>
              ) : (
                <span>{mark}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

// how far one has come is no setting of the clinic's, so this browser keeps it
const keptUnder = (clinicId: string): string => `vami.set-up.${clinicId}`
const keepStep = (clinicId: string, step: Step): void => localStorage.setItem(keptUnder(clinicId), step)
const hasBegun = (clinicId: string): boolean => localStorage.getItem(keptUnder(clinicId)) !== null

function reachedStep(clinicId: string, hasAgent: boolean): Step {
  if (hasAgent) return 'done'
  const kept = localStorage.getItem(keptUnder(clinicId))
  return steps.find((step) => step === kept) ?? 'clinic'
}
