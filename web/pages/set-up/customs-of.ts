import { locales, regions } from '../settings/world.ts'

/**
 * How dates are written and which country it is, as the browser's language says; what is not offered is left out. A bare
 * language (`es`) stands for where most speak it, but says nothing of the country.
 */
export function customsOf(languages: readonly string[]): { locale?: string; region?: string } {
  const tags = languages.flatMap((tag) => (isTag(tag) ? [new Intl.Locale(tag)] : []))
  const [first] = tags
  const locale = tags
    .filter(({ language }) => language === first?.language)
    .map((tag) => `${tag.language}-${tag.maximize().region}`)
    .find((each) => locales.includes(each))
  return {
    ...(locale !== undefined && { locale }),
    ...(first?.region !== undefined && regions.includes(first.region) && { region: first.region }),
  }
}

const isTag = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
