import type { ReactNode } from 'react'
import { SelectField } from '../../parts/field.tsx'
import { useTongue } from '../../words/words.ts'
import { locales, named, regions } from './world.ts'

type Chosen = {
  label: string
  hint: ReactNode
  value: string
  onChange(code: string): void
  error: string | undefined
}

/** Of which country a clinic is; '' is none. `none` says so. */
export function RegionField({ none, onChange, ...field }: Chosen & { none: string }) {
  return (
    <SelectField {...field} autoComplete="country" onChange={({ target }) => onChange(target.value)}>
      <option value="">{none}</option>
      <Named codes={regions} kind="region" />
    </SelectField>
  )
}

/** In which language and with which customs its dates and times read; what is kept is offered, common or not. */
export function LocaleField({ kept, onChange, ...field }: Chosen & { kept: string }) {
  return (
    <SelectField {...field} onChange={({ target }) => onChange(target.value)}>
      <Named codes={[...new Set([kept, ...locales])]} kind="language" />
    </SelectField>
  )
}

function Named({ codes, kind }: { codes: Parameters<typeof named>[0]; kind: Parameters<typeof named>[1] }) {
  return named(codes, kind, useTongue()).map(([code, name]) => (
    <option key={code} value={code}>
      {name}
    </option>
  ))
}
