import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
// in a container there are neither its sandbox nor a graphics card, and it has nobody to ask but us
const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
]

/** Debian's Chromium without a window. Throws a sentence when there is none. */
export async function launchChromium(): Promise<Browser> {
  if (!existsSync(executablePath))
    throw new Error(
      `The dashboard is looked at in Chromium, and there is none at ${executablePath}: apt install chromium, or say in CHROMIUM where it is.`,
    )
  return chromium.launch({ executablePath, args: flags })
}
