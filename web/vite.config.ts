import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// a running `vami serve`
const vami = process.env.VAMI_URL ?? 'http://127.0.0.1:8000'
const proxy = { '/api': vami, '/calendar-feed': vami }

/** `npm run build` makes web/dist; `npx vite web` serves the sources anew at each change, in front of VAMI_URL. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    target: 'es2024',
    // fonts and pictures stay files: the page's rules forbid what is written into the address
    assetsInlineLimit: 0,
  },
  server: { proxy },
  preview: { proxy },
})
