import '@fontsource-variable/inter/wght.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './parts/theme.css'
import { App } from './app.tsx'

/**
 * Browsers that do not know Temporal yet load it first; the others do not pay for it. So nothing that is loaded with
 * this file may use Temporal before it is called.
 */
async function open(): Promise<void> {
  if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

void open()
