import { Bot, CalendarDays, CircleUserRound, History, LogOut, Settings, Sunrise, WifiOff } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { type LiveState, useLiveState } from '../data/live.ts'
import { logOut } from '../data/log-out.ts'
import { useClinic, useMessages } from '../data/queries.ts'
import { chooseClinic, useMay, useMember } from '../data/session.ts'
import { Button } from '../parts/button.tsx'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../parts/menu.tsx'
import { tongues, useTongue, useWords } from '../words/words.ts'
import { LiveNotices, NoticesChoice } from './live-notices.tsx'
import { useLook } from './look.ts'
import styles from './shell.module.css'
import { shellWords } from './shell-words.ts'

/** What stands around every page: where one is, whether it is live, who one is. */
export function Shell({ children, onTongue }: { children: ReactNode; onTongue(tongue: string): void }) {
  const t = useWords(shellWords)
  const live = useLiveState()
  const main = useFocusOnNewPage()
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#page">
        {t.skip}
      </a>
      <LiveNotices />
      <header className={styles.side}>
        <Brand />
        <Navigation />
        <div className={styles.below}>
          <p className={styles.live} data-state={live} role="status">
            <span className={styles.dot} aria-hidden="true" />
            {t[live]}
          </p>
          <AccountMenu onTongue={onTongue} />
        </div>
      </header>
      <main className={styles.main} id="page" tabIndex={-1} ref={main}>
        <BrokenLine live={live} />
        {children}
      </main>
    </div>
  )
}

function Brand() {
  const t = useWords(shellWords)
  const { clinic } = useMember()
  const name = useClinic().data?.name ?? clinic.name
  return (
    <div className={styles.brand}>
      <img src="/favicon.svg" alt="" />
      <div className={styles.brandWords}>
        <span className={styles.clinic} title={name}>
          {name}
        </span>
        <span className={styles.product}>{t.desk}</span>
      </div>
    </div>
  )
}

function Navigation() {
  const t = useWords(shellWords)
  const [path] = useLocation()
  const { manage } = useMay()
  const open = useMessages('open').data?.messages.length ?? 0
  const pages = [
    ['/today', t.today, <Sunrise key="i" aria-hidden="true" />],
    ['/calendar', t.calendar, <CalendarDays key="i" aria-hidden="true" />],
    ['/agents', t.agents, <Bot key="i" aria-hidden="true" />],
    ...(manage ? [['/activity', t.activity, <History key="i" aria-hidden="true" />] as const] : []),
    ['/settings', t.settings, <Settings key="i" aria-hidden="true" />],
  ] as const
  return (
    <nav className={styles.nav} aria-label={t.pages}>
      <ul>
        {pages.map(([to, name, icon]) => (
          <li key={to}>
            <Link href={to} className={styles.link} aria-current={path.startsWith(to) ? 'page' : undefined}>
              {icon}
              {name}
              {to === '/today' && open > 0 && (
                <span className={styles.count}>
                  <span aria-hidden="true">{open}</span>
                  <span className="visually-hidden">{t.waiting(open)}</span>
                </span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function AccountMenu({ onTongue }: { onTongue(tongue: string): void }) {
  const t = useWords(shellWords)
  const tongue = useTongue()
  const { user, clinic } = useMember()
  const [look, setLook] = useLook()
  return (
    <Menu
      trigger={
        <Button look="quiet" className={styles.who} title={user.email}>
          <CircleUserRound aria-hidden="true" />
          <span className="visually-hidden">{t.account}</span>
          <span className={styles.name}>{user.name ?? user.email}</span>
        </Button>
      }
    >
      {user.clinics.length > 1 && (
        <>
          <MenuChoice
            label={t.clinics}
            value={clinic.id}
            options={user.clinics.map(({ id, name }) => [id, name] as const)}
            onChoose={chooseClinic}
          />
          <MenuSeparator />
        </>
      )}
      <MenuChoice
        label={t.look}
        value={look}
        options={[
          ['system', t.system],
          ['light', t.light],
          ['dark', t.dark],
        ]}
        onChoose={setLook}
      />
      <MenuSeparator />
      <MenuChoice
        label={t.language}
        value={tongue}
        options={tongues.map((each) => [each, each === 'en' ? 'English' : 'Español'] as const)}
        onChoose={onTongue}
      />
      <MenuSeparator />
      <NoticesChoice />
      <MenuItem onSelect={logOut}>
        <LogOut aria-hidden="true" />
        {t.logOut}
      </MenuItem>
    </Menu>
  )
}

function BrokenLine({ live }: { live: LiveState }) {
  const t = useWords(shellWords)
  if (live === 'live' || live === 'connecting') return null
  return (
    <div className={styles.broken} role="status">
      <WifiOff aria-hidden="true" />
      {live === 'offline' ? t.away : t.broken}
    </div>
  )
}

/** Who moves by keyboard or by ear begins at the top of a page that has just been opened. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const [path] = useLocation()
  const page = path.split('/')[1]
  const before = useRef(page)
  useEffect(() => {
    if (before.current === page) return
    before.current = page
    main.current?.focus({ preventScroll: true })
    scrollTo({ top: 0 })
  }, [page])
  return main
}
