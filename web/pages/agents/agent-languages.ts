import { useTongue } from '../../words/words.ts'

// what the server has sentences or a prompt for
const offered = ['en', 'es', 'fr', 'de', 'pt', 'pt-BR']

/** Languages an agent can be set to, `[tag, name]`; one that was set otherwise stays among them. */
export function useAgentLanguages(current?: string): (readonly [string, string])[] {
  const name = useLanguageName()
  const tags = current === undefined || offered.includes(current) ? offered : [current, ...offered]
  return tags.map((tag) => [tag, name(tag)] as const)
}

export function useLanguageName(): (tag: string) => string {
  const names = new Intl.DisplayNames(useTongue(), { type: 'language' })
  return (tag) => {
    const name = names.of(tag) ?? tag
    return name.charAt(0).toUpperCase() + name.slice(1)
  }
}
