/** Prices as people write them, and as the server keeps them: whole numbers of the currency's smallest unit. */

const most = 1_000_000_000

/** Undefined when it cannot be read, has more digits than the currency, or is more than the server takes. */
export function readPrice(text: string, currency: string, locale: string): number | undefined {
  const digits = digitsOf(currency)
  // spaces and apostrophes only ever group
  const plain = text.replace(/[\s'’]/g, '')
  const { group, decimal } = marksOf(locale)
  // 1,200.50 with the marks of the clinic's country, else 1200.50 with either mark
  const parts =
    new RegExp(`^(\\d{1,3}(?:[${group}]\\d{2,3})*[${group}]\\d{3})(?:[${decimal}](\\d+))?$`).exec(plain) ??
    /^(\d+)(?:[.,](\d+))?$/.exec(plain)
  const [, whole = '', fraction = ''] = parts ?? []
  if (parts === null || fraction.length > digits) return undefined
  const cents = Number(whole.replace(/\D/g, '') + fraction.padEnd(digits, '0'))
  return cents <= most ? cents : undefined
}

/** As it is typed: without a currency, with the decimal mark of the locale. */
export function writePrice(cents: number, currency: string, locale: string): string {
  const digits = digitsOf(currency)
  const text = String(cents).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}${marksOf(locale).decimal}${text.slice(-digits)}`
}

export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

function marksOf(locale: string): { group: string; decimal: string } {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567.5)
  const mark = (type: 'group' | 'decimal', otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise
  return { group: mark('group', ','), decimal: mark('decimal', '.') }
}
