import { type ReactNode, useEffect } from 'react'
import { DisplayMenu } from './display-menu.tsx'
import styles from './entrance.module.css'
import { Story } from './story.tsx'

/** What stands around the log-in and the sign-up: the form on the left, what Vami does on the right. */
export function EntranceFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
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
          <DisplayMenu />
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
