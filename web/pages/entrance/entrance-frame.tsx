import { Languages } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Button } from '../../parts/button.tsx'
import { Menu, MenuChoice, MenuSeparator } from '../../parts/menu.tsx'
import { useLook } from '../../shell/look.ts'
import { shellWords } from '../../shell/shell-words.ts'
import { tongues, useTongue, useWords } from '../../words/words.ts'
import styles from './entrance.module.css'
import { entranceWords } from './entrance-words.ts'
import { Story } from './story.tsx'

/** What stands around the log-in and the sign-up: the form on the left, what Vami does on the right. */
export function EntranceFrame({
  title,
  lead,
  onTongue,
  children,
}: {
  title: string
  lead: string
  onTongue(tongue: string): void
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${title} · Vami`
  }, [title])
  return (
    <div className={styles.frame}>
      <main className={styles.side}>
        <header className={styles.top}>
          <span className={styles.brand}>
            <img src="/favicon.svg" alt="" />
            Vami
          </span>
          <DisplayMenu onTongue={onTongue} />
        </header>
        <div className={styles.sheet}>
          <div className={styles.head}>
            <h1>{title}</h1>
            <p>{lead}</p>
          </div>
          {children}
        </div>
      </main>
      <Story />
    </div>
  )
}

function DisplayMenu({ onTongue }: { onTongue(tongue: string): void }) {
  const t = useWords(shellWords)
  const { display } = useWords(entranceWords)
  const tongue = useTongue()
  const [look, setLook] = useLook()
  return (
    <Menu
      trigger={
        <Button look="quiet" small>
          <Languages aria-hidden="true" />
          {nameOf(tongue)}
          <span className="visually-hidden">, {display}</span>
        </Button>
      }
    >
      <MenuChoice
        label={t.language}
        value={tongue}
        options={tongues.map((each) => [each, nameOf(each)] as const)}
        onChoose={onTongue}
      />
      <MenuSeparator />
      <MenuChoice
        label={t.look}
        value={look}
        options={[
          ['system', t.system],
          ['light', t.light],
          ['dark', t.dark],
        ]}
        onChoose={setLook}
      />
    </Menu>
  )
}

const nameOf = (tongue: string): string => (tongue === 'es' ? 'Español' : 'English')
