import { useQuery } from '@tanstack/react-query'
import { Download, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { ask } from '../../data/api.ts'
import type { ElevenLabsConfig } from '../../data/endpoints.ts'
import { Button } from '../../parts/button.tsx'
import { Card, CopyButton, Failure, Loading } from '../../parts/feedback.tsx'
import { TextField } from '../../parts/field.tsx'
import { useWords } from '../../words/words.ts'
import styles from './configuration.module.css'
import { configurationWords } from './configuration-words.ts'
import { JsonBlock, pretty } from './json-block.tsx'

const placeholder = 'SECRET_ID_OF_VAMI_AGENT_TOKEN'

/** An agent as ElevenLabs takes it, to copy, and the steps that it takes. */
export function Configuration({ agentId }: { agentId: string }) {
  const t = useWords(configurationWords)
  const [secret, setSecret] = useState('')
  const config = useQuery({
    // a change of the agent or of the clinic changes what is in it
    queryKey: ['agent', 'configuration', agentId],
    queryFn: ({ signal }) =>
      ask('GET /api/agents/{agent_id}/elevenlabs-config', { params: { agent_id: agentId }, signal }),
    staleTime: 0,
  })
  if (config.data === undefined)
    return (
      <Card title={t.title} hint={t.hint}>
        {config.isError ? (
          <Failure fault={config.error} onRetry={() => void config.refetch()} />
        ) : (
          <Loading lines={8} />
        )}
      </Card>
    )
  const filled = withSecret(config.data, secret.trim())
  return (
    <>
      <Warnings warnings={filled.warnings} />
      <Card title={t.stepsTitle} hint={t.hint}>
        <ol className={styles.steps}>
          {t.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <div className={styles.secret}>
          <TextField
            label={t.secret}
            hint={t.secretHint}
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      </Card>
      <Tools tools={filled.tools} />
      <AgentPart agent={filled.agent} />
      <Everything agentId={agentId} config={filled} />
    </>
  )
}

function Warnings({ warnings }: { warnings: string[] }) {
  const t = useWords(configurationWords)
  if (warnings.length === 0) return null
  return (
    <section className={styles.warnings} aria-labelledby="configuration-warnings">
      <h2 id="configuration-warnings">
        <TriangleAlert aria-hidden="true" /> {t.warnings}
      </h2>
      <ul>
        {warnings.map((warning) => (
          <li key={warning} lang="en">
            {warning}
          </li>
        ))}
      </ul>
      {warnings.some((warning) => warning.startsWith('PUBLIC_URL')) && <p>{t.reachable}</p>}
    </section>
  )
}

function Tools({ tools }: { tools: ElevenLabsConfig['tools'] }) {
  const t = useWords(configurationWords)
  return (
    <Card title={t.tools} hint={t.toolsHint(tools.length)} flush>
      <ul className={styles.tools}>
        {tools.map(({ tool_config }) => (
          <li key={tool_config.name} className={styles.tool}>
            <details>
              <summary>
                <code>{tool_config.name}</code>
                <span>{firstSentence(tool_config.description)}</span>
              </summary>
              <JsonBlock label={t.json(tool_config.name)} text={pretty(tool_config)} />
            </details>
            <CopyButton small text={pretty(tool_config)} label={t.copyTool(tool_config.name)} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function AgentPart({ agent }: { agent: ElevenLabsConfig['agent'] }) {
  const t = useWords(configurationWords)
  const said = agent.conversation_config.agent as { first_message: string; prompt: { prompt: string } }
  return (
    <Card title={t.agent} hint={t.agentHint} actions={<CopyButton small text={pretty(agent)} label={t.copyAgent} />}>
      <div className={styles.part}>
        <h3>{t.firstMessage}</h3>
        <CopyButton small text={said.first_message} label={t.copyFirst} />
        <p className={styles.said}>{said.first_message}</p>
      </div>
      <div className={styles.part}>
        <h3>{t.prompt}</h3>
        <CopyButton small text={said.prompt.prompt} label={t.copyPrompt} />
        <JsonBlock label={t.prompt} text={said.prompt.prompt} wraps />
      </div>
      <details className={styles.more}>
        <summary>{t.whole}</summary>
        <JsonBlock label={t.json(agent.name)} text={pretty(agent)} />
      </details>
    </Card>
  )
}

function Everything({ agentId, config }: { agentId: string; config: ElevenLabsConfig }) {
  const t = useWords(configurationWords)
  const text = pretty(config)
  return (
    <Card
      title={t.all}
      hint={t.allHint}
      actions={
        <>
          <CopyButton text={text} label={t.copyAll} />
          <Button onClick={() => download('elevenlabs.json', text)}>
            <Download aria-hidden="true" /> {t.download}
          </Button>
        </>
      }
    >
      <p className={styles.soft}>{t.script}</p>
      <p className={styles.soft}>
        {t.command} <code>vami elevenlabs config {agentId} --public-url https://…</code>
      </p>
    </Card>
  )
}

const withSecret = (config: ElevenLabsConfig, secret: string): ElevenLabsConfig =>
  secret === '' ? config : JSON.parse(JSON.stringify(config).replaceAll(`"${placeholder}"`, JSON.stringify(secret)))

const firstSentence = (text: unknown): string => String(text ?? '').split(/(?<=\.)\s/)[0]!

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  URL.revokeObjectURL(address)
}
