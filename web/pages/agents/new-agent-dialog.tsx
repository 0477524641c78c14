import { useState } from 'react'
import { useLocation } from 'wouter'
import { useAddAgent } from '../../data/agents.ts'
import { ApiFault } from '../../data/api.ts'
import { useMay } from '../../data/session.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FormFault, faultOf, SelectField, TextField } from '../../parts/field.tsx'
import { notify } from '../../parts/notices.tsx'
import { partWords } from '../../parts/part-words.ts'
import { useTongue, useWords } from '../../words/words.ts'
import { useAgentLanguages } from './agent-languages.ts'
import { agentsWords } from './agents-words.ts'

export function NewAgentDialog({ isFirst, onClose }: { isFirst: boolean; onClose(): void }) {
  const t = useWords(agentsWords)
  const { keep } = useWords(partWords)
  const { own } = useMay()
  const [, go] = useLocation()
  const languages = useAgentLanguages()
  const [name, setName] = useState(isFirst ? t.defaultName : '')
  const [language, setLanguage] = useState<string>(useTongue())
  const [tried, setTried] = useState(false)
  const add = useAddAgent(isFirst && own)
  const fault = add.error instanceof ApiFault ? add.error : null
  const submit = () => {
    setTried(true)
    if (name.trim() === '' || add.isPending) return
    add.mutate(
      { name: name.trim(), language },
      {
        onSuccess: (agent) => {
          notify({ title: t.created(agent.name) })
          go(`/agents/${agent.agent_id}`)
        },
      },
    )
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t.newAgent}
      onSubmit={submit}
      foot={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button type="submit" look="primary" busy={add.isPending}>
            {t.create}
          </Button>
        </>
      }
    >
      <TextField
        label={t.name}
        hint={t.nameHint}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={tried && name.trim() === '' ? t.needName : faultOf(fault, 'name')}
      />
      <SelectField
        label={t.language}
        hint={t.languageHint}
        value={language}
        onChange={(event) => setLanguage(event.target.value)}
      >
        {languages.map(([tag, words]) => (
          <option key={tag} value={tag}>
            {words}
          </option>
        ))}
      </SelectField>
      <FormFault fault={fault} />
    </Dialog>
  )
}
