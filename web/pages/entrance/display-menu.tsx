import { Languages } from 'lucide-react'
import { Button } from '../../parts/button.tsx'
import { Menu, MenuChoice, MenuSeparator } from '../../parts/menu.tsx'
import { useLook } from '../../shell/look.ts'
import { shellWords } from '../../shell/shell-words.ts'
import { tongues, useChooseTongue, useTongue, useWords } from '../../words/words.ts'
import { entranceWords } from './entrance-words.ts'

/** Language and appearance, for pages outside the shell. */
export function DisplayMenu() {
  const t = useWords(shellWords)
  const { display } = useWords(entranceWords)
  const tongue = useTongue()
  const chooseTongue = useChooseTongue()
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
        onChoose={chooseTongue}
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
