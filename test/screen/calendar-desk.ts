import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import type { Owner } from '../cast.ts'
import { untilVisible } from './browser.ts'

/** What people do with the calendar, and what an agent sees of it. */

export const grid = (page: Page): Locator => page.getByRole('group', { name: /^Schedule/ })

/** An entry of the grid by what is read on it: `2:00 Maria Lopez`. */
export const entry = (page: Page, words: string): Locator =>
  grid(page).getByRole('button', { name: new RegExp(`^${words}`) })

/** By a title or a text of its own: the texts of neighbours run together, and "Undo" before "New" reads as "undone". */
export const notice = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('region', { name: 'Notices' }).locator('h2, p').filter({ hasText: words })

/** Takes an appointment by its middle and holds it so many minutes later, without letting go. */
export async function lift(page: Page, what: Locator, minutes: number): Promise<void> {
  await what.scrollIntoViewIfNeeded()
  const box = (await what.boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  const pixels = minutes * (await pixelsAMinute(page))
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x, y + 10)
  await page.mouse.move(x, y + pixels, { steps: 4 })
}

/** As the hours at the side of the grid say. */
async function pixelsAMinute(page: Page): Promise<number> {
  const [eleven, noon] = await Promise.all(
    [/^11:00\sAM/, /^12:00\sPM/].map(async (hour) => (await grid(page).getByText(hour).boundingBox())!.y),
  )
  return (noon! - eleven!) / 60
}

export async function drag(page: Page, what: Locator, minutes: number): Promise<void> {
  await lift(page, what, minutes)
  await page.mouse.up()
}

/** Books as the agent does in a call, over HTTP. */
export async function bookByAgent(owner: Owner, date: string, start_time: string, customer_name: string): Promise<any> {
  const wish = { date, start_time, customer_name, customer_phone: '+1 212 555 0142' }
  const { body } = await owner.agent('book-appointment', wish)
  assert.equal(body.success, true, JSON.stringify(body))
  return body
}

/** The times that the agent would offer on a date: `14:00`. */
export async function offered(owner: Owner, date: string): Promise<string[]> {
  const { body } = await owner.agent('check-availability', { date })
  assert.equal(body.success, true, JSON.stringify(body))
  return body.slots.map(({ start_time }: { start_time: string }) => start_time)
}

export const untilDrawn = (page: Page): Promise<void> => untilVisible(grid(page))
