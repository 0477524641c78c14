import { useState } from 'react'
import { useAddAgent } from '../../data/agents.ts'
import { ApiFault } from '../../data/api.ts'
import type { Agent, Clinic } from '../../data/endpoints.ts'
import { useMay } from '../../data/session.ts'
import { Card } from '../../parts/feedback.tsx'
import { FormFault, faultOf, SelectField, TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import { useAgentLanguages } from '../agents/agent-languages.ts'
import styles from './set-up.module.css'
import { setUpWords } from './set-up-words.ts'
import { StepFrame } from './step-frame.tsx'

/** Makes the first agent, token and all; or says that there is one. */
export function AgentStep({
  agent,
  clinic,
  onBack,
  onDone,
}: {
  agent: Agent | undefined
  clinic: Clinic
  onBack(): void
  onDone(): void
}) {
  const t = useWords(setUpWords)
  const { own } = useMay()
  const languages = useAgentLanguages()
  const [name, setName] = useState(t.defaultName)
  const [language, setLanguage] = useState(() => {
    const tag = clinic.locale.split('-')[0]!
    return languages.some(([each]) => each === tag) ? tag : 'en'
  })
  const [tried, setTried] = useState(false)
  const add = useAddAgent(own)
  const fault = add.error instanceof ApiFault ? add.error : null
  const submit = () => {
    setTried(true)
    if (agent !== undefined) onDone()
    else if (name.trim() !== '') add.mutate({ name: name.trim(), language }, { onSuccess: onDone })
  }
  return (
    <StepFrame
      title={t.agentTitle}
      lead={t.agentLead}
      next={agent === undefined ? t.createAgent : t.goOn}
      busy={add.isPending}
      onBack={onBack}
      onSubmit={submit}
    >
      <Card>
        {agent !== undefined ? (
          <p>{t.there(agent.name)}</p>
        ) : (
          <div className={styles.two}>
            <TextField
              label={t.agentName}
              hint={t.agentNameHint}
              autoComplete="off"
              value={name}
              onChange={({ target }) => setName(target.value)}
              error={tried && name.trim() === '' ? t.needAgentName : faultOf(fault, 'agent_name')}
            />
            <SelectField
              label={t.agentLanguage}
              hint={t.agentLanguageHint}
              value={language}
              onChange={({ target }) => setLanguage(target.value)}
            >
              {languages.map(([tag, words]) => (
                <option key={tag} value={tag}>
                  {words}
                </option>
              ))}
            </SelectField>
          </div>
        )}
        <FormFault fault={fault} />
      </Card>
    </StepFrame>
  )
}
