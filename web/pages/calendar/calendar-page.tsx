import { PageHead } from '../../parts/feedback.tsx'

// biome-ignore lint/style/noDefaultExport: a page is loaded when it is opened
export default function CalendarPage() {
  return <PageHead title="Calendar" />
}
