import styles from './json-block.module.css'

/** Text for machines, or `wraps` for people. It scrolls inside itself, by keyboard too. */
export function JsonBlock({ label, text, wraps }: { label: string; text: string; wraps?: boolean }) {
  return (
    <section
      className={wraps ? `${styles.block} ${styles.wraps}` : styles.block}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable without a mouse
      tabIndex={0}
    >
      {wraps ? <p>{text}</p> : <pre>{text}</pre>}
    </section>
  )
}

export const pretty = (value: unknown): string => JSON.stringify(value, null, 2)
