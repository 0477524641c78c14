import { createContext, useContext } from 'react'

/**
 * The screen speaks English and Spanish. Each page keeps its own words, in both, in one file; a word that is missing in
 * one of them does not compile. Plain objects and functions: two languages need no library.
 */
export type Tongue = 'en' | 'es'
export const tongues: readonly Tongue[] = ['en', 'es']

type Words<Shape> = { en: Shape; es: Shape }
type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Loose<T[K]> }

export const words = <const Shape>(both: { en: Shape; es: Loose<Shape> }): Words<Loose<Shape>> =>
  both as unknown as Words<Loose<Shape>>

export const TongueContext = createContext<Tongue>('en')
export const useTongue = (): Tongue => useContext(TongueContext)

/** Changes the screen's language, and keeps it in this browser. */
export const ChooseTongueContext = createContext<(tongue: string) => void>(() => {})
export const useChooseTongue = (): ((tongue: string) => void) => useContext(ChooseTongueContext)

/** `const t = useWords(calendarWords)`, then `t.newAppointment` or `t.found(3)`. */
export const useWords = <Shape>(both: Words<Shape>): Shape => both[useTongue()]

/** The one that was chosen, else the browser's, else English. */
export function firstTongue(): Tongue {
  const chosen = localStorage.getItem('vami.language')
  const wished = [chosen ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2))
  return tongues.find((tongue) => wished.find((tag) => tongues.includes(tag as Tongue)) === tongue) ?? 'en'
}
