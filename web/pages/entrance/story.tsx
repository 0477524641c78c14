import { CalendarCheck } from 'lucide-react'
import { useWords } from '../../words/words.ts'
import { entranceWords } from './entrance-words.ts'
import styles from './story.module.css'

/** What Vami does, in one picture: a call, and the calendar in which it ends. */
export function Story() {
  const { story: t } = useWords(entranceWords)
  const [before, at, after] = t.times
  return (
    <aside className={styles.story}>
      <div className={styles.picture} role="img" aria-label={t.label}>
        <div className={styles.caller}>
          <span>{t.caller}</span>
          <p>{t.asks}</p>
        </div>
        <div className={styles.agent}>
          <span>{t.agent}</span>
          <p>{t.offers}</p>
        </div>
        <div className={styles.caller}>
          <p>{t.chooses}</p>
        </div>
        <div className={styles.day}>
          <div className={styles.dayHead}>{t.day}</div>
          <div className={styles.row}>
            <time>{before}</time>
            <div className={styles.taken} data-hue="1">
              {t.taken}
            </div>
          </div>
          <div className={styles.row}>
            <time>{at}</time>
            <div className={styles.booked} data-hue="0">
              <span>{t.booked}</span>
              <span className={styles.tag}>
                <CalendarCheck /> {t.tag}
              </span>
            </div>
          </div>
          <div className={styles.row}>
            <time>{after}</time>
            <div className={styles.free}>{t.free}</div>
          </div>
        </div>
      </div>
      <p className={styles.line}>{t.line}</p>
    </aside>
  )
}
