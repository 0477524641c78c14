import { QueryClientProvider } from '@tanstack/react-query'
import { Compass } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { comeBack } from './data/log-out.ts'
import { followNews } from './data/news.ts'
import { queryClient } from './data/queries.ts'
import { askAgain, currentSession, useSession } from './data/session.ts'
import { ButtonLink } from './parts/button.tsx'
import { Empty, Loading } from './parts/feedback.tsx'
import { NoticesProvider } from './parts/notices.tsx'
import { partWords } from './parts/part-words.ts'
import { Crash } from './shell/crash.tsx'
import { Shell } from './shell/shell.tsx'
import { shellWords } from './shell/shell-words.ts'
import { Unreachable } from './shell/unreachable.tsx'
import { ChooseTongueContext, firstTongue, type Tongue, TongueContext, useWords } from './words/words.ts'

const LogInPage = lazy(() => import('./pages/entrance/log-in-page.tsx'))
const SignUpPage = lazy(() => import('./pages/entrance/sign-up-page.tsx'))
const SetUpPage = lazy(() => import('./pages/set-up/set-up-page.tsx'))
const TodayPage = lazy(() => import('./pages/today/today-page.tsx'))
const CalendarPage = lazy(() => import('./pages/calendar/calendar-page.tsx'))
const AgentsPage = lazy(() => import('./pages/agents/agents-page.tsx'))
const AgentPage = lazy(() => import('./pages/agents/agent-page.tsx'))
const SettingsPage = lazy(() => import('./pages/settings/settings-page.tsx'))
const ActivityPage = lazy(() => import('./pages/activity/activity-page.tsx'))

/** The whole screen: who is logged in decides which half of it there is. */
export function App() {
  const [tongue, setTongue] = useState<Tongue>(firstTongue)
  useEffect(() => {
    document.documentElement.lang = tongue
  }, [tongue])
  const choose = (next: string) => {
    localStorage.setItem('vami.language', next)
    setTongue(next as Tongue)
  }
  return (
    <TongueContext value={tongue}>
      <ChooseTongueContext value={choose}>
        <QueryClientProvider client={queryClient}>
          <NoticesProvider>
            <Crash>
              <Suspense fallback={<Loading />}>
                <ByWhoIsThere onTongue={choose} />
              </Suspense>
            </Crash>
          </NoticesProvider>
        </QueryClientProvider>
      </ChooseTongueContext>
    </TongueContext>
  )
}

function ByWhoIsThere({ onTongue }: { onTongue(tongue: string): void }) {
  const session = useSession()
  useEffect(() => {
    if (session.state === 'unknown') comeBack().catch(() => {})
  }, [session.state])
  if (session.state === 'unknown') return <Loading />
  if (session.state === 'unreachable') return <Unreachable onAgain={askAgain} />
  if (session.state === 'out') return <Entrance />
  // another clinic is another screen: nothing of the first one may stay
  return <Desk key={session.clinicId} onTongue={onTongue} />
}

function Entrance() {
  const [path] = useLocation()
  return (
    <Switch>
      <Route path="/login">
        <LogInPage />
      </Route>
      <Route path="/register">
        <SignUpPage />
      </Route>
      <Route>
        <Redirect to={path === '/' ? '/login' : `/login?to=${encodeURIComponent(path + location.search)}`} replace />
      </Route>
    </Switch>
  )
}

function Desk({ onTongue }: { onTongue(tongue: string): void }) {
  useEffect(followNews, [])
  return (
    <Switch>
      <Route path="/set-up">
        <SetUpPage />
      </Route>
      <Route>
        <Shell onTongue={onTongue}>
          <Page />
        </Shell>
      </Route>
    </Switch>
  )
}

/** What has gone wrong on one page is not in the way of the others. */
function Page() {
  const [path] = useLocation()
  return (
    <Crash key={path.split('/')[1]}>
      <Suspense fallback={<PageOnItsWay />}>
        <Pages />
      </Suspense>
    </Crash>
  )
}

/** A page has a heading also while it comes. */
function PageOnItsWay() {
  const t = useWords(partWords)
  return (
    <>
      <h1 className="visually-hidden">{t.loading}</h1>
      <Loading lines={6} />
    </>
  )
}

function Pages(): ReactNode {
  return (
    <Switch>
      <Route path="/today" component={TodayPage} />
      <Route path="/calendar" component={CalendarPage} />
      <Route path="/agents" component={AgentsPage} />
      <Route path="/agents/:agentId">{({ agentId }) => <AgentPage agentId={agentId} />}</Route>
      <Route path="/settings/:part?">{({ part }) => <SettingsPage part={part} />}</Route>
      <Route path="/activity" component={ActivityPage} />
      <Route path="/login">
        <BackWhereOneCameFrom />
      </Route>
      <Route path="/">
        <Redirect to="/today" replace />
      </Route>
      <Route path="/register">
        <Redirect to="/set-up" replace />
      </Route>
      <Route>
        <NoSuchPage />
      </Route>
    </Switch>
  )
}

/** After a log-in, to the page that was asked for; only ever one of ours. */
function BackWhereOneCameFrom() {
  const to = new URLSearchParams(location.search).get('to') ?? '/today'
  return <Redirect to={currentSession().state === 'in' ? ourAddress(to) : '/today'} replace />
}

/** As the browser reads it: it takes a backslash for a slash, and a tab for nothing. */
function ourAddress(to: string): string {
  if (!URL.canParse(to, location.origin)) return '/today'
  const { origin, pathname, search } = new URL(to, location.origin)
  const isOurs = origin === location.origin && !pathname.startsWith('//') && pathname !== '/login'
  return isOurs ? pathname + search : '/today'
}

function NoSuchPage() {
  const t = useWords(shellWords)
  return (
    <Empty
      level={1}
      icon={<Compass aria-hidden="true" />}
      title={t.missing}
      action={<ButtonLink to="/today">{t.toToday}</ButtonLink>}
    >
      {t.missingHint}
    </Empty>
  )
}
