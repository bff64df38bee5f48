/** The frame around every page: places to go, who is working in which duty, the business day, and in the demonstration its clock. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Dropdown } from 'antd';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { wipeLocalDrafts } from '../components/localDraft.ts';
import { type Session, SessionProvider, sessionQuery, useDesk, useSessionQuery, type Working } from '../components/session.tsx';
import { Failed, Loading } from '../components/states.tsx';
import { api, apiErrorOf } from '../shared/api.ts';
import { longDate, weekdayName } from '../shared/format.ts';
import { DemoClock } from './DemoClock.tsx';
import { Menu, NavLink } from './Menu.tsx';
import { Unsent } from './Unsent.tsx';

const FirstPassword = lazy(() => import('./pages/OwnPassword.tsx').then((m) => ({ default: m.FirstPassword })));

const Locked = lazy(() => import('./Locked.tsx').then((m) => ({ default: m.Locked })));

/** More than five names break into two lines on the narrowest phone; the menu has every page. */
const THUMBS = 5;

/** Shanghai's officers write 11月23日 星期一; the year stands with it. */
const Today = ({ session }: { session: Session }) => (
  <time className="today num" dateTime={session.today}>
    {longDate(session.today)}　{weekdayName(session.today)}
  </time>
);

function Who({ session }: { session: Session }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const fresh = async (then: () => Promise<unknown>) => {
    try {
      await then();
      wipeLocalDrafts();
      await queries.fetchQuery({ ...sessionQuery, staleTime: 0 });
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
      await navigate({ to: '/' });
    } catch (error) {
      message.error(apiErrorOf(error).message);
    }
  };
  const leave = async () => {
    try {
      await api.post('/api/sign-out');
      wipeLocalDrafts();
      // A page of its own: nothing that was read stays in this one.
      window.location.assign('/work/sign-in');
    } catch (error) {
      message.error(apiErrorOf(error).message);
    }
  };
  const items = [
    ...session.duties.map((duty) => ({
      key: duty.id,
      disabled: duty.current,
      label: `${duty.current ? '当前：' : '换到：'}${duty.divisionName} ${duty.zh}`,
    })),
    { key: 'password', label: '更换密码' },
    { key: 'out', label: '退出登录' },
  ];
  const go = (key: string) => {
    if (key === 'password') return navigate({ to: '/password' });
    if (key === 'out') return leave();
    return fresh(() => api.post('/api/duty', { dutyId: key }));
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        onClick: ({ key }) => void go(key),
      }}
    >
      <button type="button" className="who">
        <b>{session.actor.name}</b>
        <span>
          {session.actor.divisionName} {session.actor.dutyZh ?? session.actor.roleZh}
        </span>
      </button>
    </Dropdown>
  );
}

const Bell = ({ unread }: { unread: number }) => (
  <Link to="/messages" className="bell" aria-label={unread > 0 ? `消息，${unread}条未读` : '消息，没有未读'}>
    消息{unread > 0 && <span className="bell-count num">{unread > 99 ? '99+' : unread}</span>}
  </Link>
);

export function Shell() {
  const session = useSessionQuery();
  const [open, setOpen] = useState(false);
  const { href, pathname } = useLocation();
  const navigate = useNavigate();
  const signedOut = session.data !== undefined && session.data.actor.kind !== 'staff';
  // Who worked here until the session ended: the page stays as it was beneath the cover.
  const former = useRef<Session | null>(null);
  const another = session.data && !signedOut && former.current && former.current.actor.id !== session.data.actor.id;
  if (session.data && !signedOut && !another) former.current = session.data;
  const covered = signedOut && former.current !== null && !former.current.actor.passwordDue;
  // Somebody else begins with a page of their own: nothing that was read or typed here stays.
  useEffect(() => {
    if (another) window.location.assign('/work/');
  }, [another]);
  useEffect(() => {
    // On the way to the sign-in the address is that of the sign-in already: it is not a place to come back to.
    if (signedOut && !covered && !pathname.endsWith('/sign-in')) void navigate({ to: '/sign-in', search: { from: href } });
  }, [signedOut, covered, navigate, href, pathname]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its own main part
  useEffect(() => setOpen(false), [pathname]);

  const shown = covered ? former.current : session.data;
  const desk = useDesk(shown);
  const working = useMemo<Working | null>(
    () => (shown && desk.data ? { ...shown, places: desk.data.places, abilities: new Set(desk.data.may) } : null),
    [shown, desk.data],
  );

  if (session.isPending) return <Loading />;
  if (!session.data) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (!shown || another || (signedOut && !covered)) return <Loading text="正在转到登录……" />;
  if (shown.actor.passwordDue)
    return (
      <SessionProvider value={{ ...shown, places: [], abilities: new Set() }}>
        <Suspense fallback={<Loading />}>
          <FirstPassword />
        </Suspense>
      </SessionProvider>
    );
  if (!working) return desk.isError ? <Failed error={desk.error} retry={() => void desk.refetch()} /> : <Loading />;
  const mine = working.places;
  return (
    <SessionProvider value={working}>
      {covered && (
        <Suspense fallback={<div className="locked" />}>
          <Locked former={shown} />
        </Suspense>
      )}
      <a className="skip" href="#main">
        跳到正文
      </a>
      {shown.demo && <DemoClock session={shown} />}
      <header className={shown.demo ? 'top with-clock' : 'top'}>
        <Button className="burger" type="text" onClick={() => setOpen(true)} aria-label="打开菜单" aria-expanded={open}>
          ☰
        </Button>
        <Link to="/" className="brand">
          {shown.city.name}民政
        </Link>
        <Today session={shown} />
        <span className="top-gap" />
        <Bell unread={shown.unread} />
        <Who session={shown} />
      </header>
      <div className="body">
        <nav className="side" aria-label="主要页面">
          <Menu places={mine} />
        </nav>
        <main id="main" tabIndex={-1}>
          <Unsent actorId={shown.actor.id} />
          <Outlet />
        </main>
      </div>
      {!pathname.includes('/apply/') && (
        <nav className="thumbs" aria-label="常用页面">
          {mine
            .filter((place) => place.thumb)
            .slice(0, THUMBS)
            .map((place) => (
              <NavLink key={place.to} place={place} />
            ))}
        </nav>
      )}
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={260}
        title="全部页面"
        closable={{ 'aria-label': '关闭' }}
      >
        <nav className="side side-drawer" aria-label="全部页面">
          <Menu places={mine} onGo={() => setOpen(false)} />
        </nav>
      </Drawer>
    </SessionProvider>
  );
}

export const NotFound = () => (
  <main className="sign-in">
    <h1>没有这个页面</h1>
    <p>
      网址可能已经变更。请<Link to="/">回到今天要办</Link>。
    </p>
  </main>
);
