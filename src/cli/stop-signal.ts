// npm passes a signal on that the terminal has already sent to its whole group: the same wish, heard twice.
const sameWishMs = 1_000

/** Fulfilled at the first SIGTERM or SIGINT; at one that comes more than a second later the process ends at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked: number | undefined
    const onSignal = () => {
      asked ??= performance.now()
      if (performance.now() - asked > sameWishMs) process.exit(1)
      resolve()
    }
    process.on('SIGTERM', onSignal)
    process.on('SIGINT', onSignal)
  })
}
