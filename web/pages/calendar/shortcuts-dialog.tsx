import { Dialog } from '../../parts/dialog.tsx'
import { useWords } from '../../words/words.ts'
import styles from './appointment-form.module.css'
import { formWords } from './form-words.ts'

const keys = [
  ['n', ['N']],
  ['t', ['T']],
  ['steps', ['[', ']', 'Page Up', 'Page Down']],
  ['d', ['D']],
  ['w', ['W']],
  ['o', ['O']],
  ['l', ['L']],
  ['arrows', ['←', '↑', '↓', '→']],
  ['ends', ['Home', 'End']],
  ['enter', ['Enter']],
  ['m', ['M']],
  ['delete', ['Delete']],
  ['help', ['?']],
] as const

// biome-ignore lint/style/noDefaultExport: loaded when it is opened
export default function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const t = useWords(formWords)
  return (
    <Dialog open onClose={onClose} title={t.shortcuts} description={t.shortcutsHint}>
      <dl className={styles.keys}>
        {keys.map(([deed, names]) => (
          <div key={deed}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{t.keys[deed]}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
