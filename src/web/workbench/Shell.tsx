/** The frame around every page: places to go, who is working in which duty, the business day, and in the demonstration its clock. */
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { App, Button, Drawer, Dropdown } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { wipeLocalDrafts } from '../components/localDraft.ts';
import { type Session, SessionProvider, sessionQuery, useSessionQuery } from '../components/session.tsx';
import { Failed, Loading } from '../components/states.tsx';
import { api, apiErrorOf } from '../shared/api.ts';
import { longDate, weekdayName } from '../shared/format.ts';
import { DemoClock } from './DemoClock.tsx';
import { type Place, placeGroups } from './desk.ts';
import { placesOf } from './desks.ts';
import { Unsent } from './Unsent.tsx';

const FirstPassword = lazy(() => import('./pages/OwnPassword.tsx').then((m) => ({ default: m.FirstPassword })));

const NavLink = ({ place, onGo }: { place: Place; onGo?: () => void }) => (
  <Link
    to={place.to}
    activeOptions={{ exact: place.to === '/', includeSearch: false }}
    activeProps={{ 'aria-current': 'page' }}
    onClick={onGo}
  >
    {place.zh}
  </Link>
);

/** Somebody with few pages needs no headings. */
const FEW = 9;

function Menu({ places, onGo }: { places: readonly Place[]; onGo?: () => void }) {
  const home = places.filter((place) => place.home);
  const groups = Object.entries(placeGroups)
    .map(([group, zh]) => ({ zh, places: places.filter((place) => place.group === group && !place.home) }))
    .filter((group) => group.places.length > 0);
  const links = (list: readonly Place[]) => list.map((place) => <NavLink key={place.to} place={place} onGo={onGo} />);
  if (places.length <= FEW) return links(places);
  return (
    <>
      {links(home)}
      {groups.map((group) => (
        <section key={group.zh} aria-label={group.zh}>
          <h2>{group.zh}</h2>
          {links(group.places)}
        </section>
      ))}
    </>
  );
}

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
    return fresh(() => (key === 'out' ? api.post('/api/sign-out') : api.post('/api/duty', { dutyId: key })));
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
  useEffect(() => {
    // On the way to the sign-in the address is that of the sign-in already: it is not a place to come back to.
    if (signedOut && !pathname.endsWith('/sign-in')) void navigate({ to: '/sign-in', search: { from: href } });
  }, [signedOut, navigate, href, pathname]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its own main part
  useEffect(() => setOpen(false), [pathname]);

  if (session.isPending) return <Loading />;
  if (!session.data) return <Failed error={session.error} retry={() => void session.refetch()} />;
  if (signedOut) return <Loading text="正在转到登录……" />;
  if (session.data.actor.passwordDue)
    return (
      <SessionProvider value={session.data}>
        <Suspense fallback={<Loading />}>
          <FirstPassword />
        </Suspense>
      </SessionProvider>
    );
  const mine = placesOf(session.data);
  return (
    <SessionProvider value={session.data}>
      <a className="skip" href="#main">
        跳到正文
      </a>
      {session.data.demo && <DemoClock session={session.data} />}
      <header className={session.data.demo ? 'top with-clock' : 'top'}>
        <Button className="burger" type="text" onClick={() => setOpen(true)} aria-label="打开菜单" aria-expanded={open}>
          ☰
        </Button>
        <Link to="/" className="brand">
          {session.data.city.name}民政
        </Link>
        <Today session={session.data} />
        <span className="top-gap" />
        <Bell unread={session.data.unread} />
        <Who session={session.data} />
      </header>
      <div className="body">
        <nav className="side" aria-label="主要页面">
          <Menu places={mine} />
        </nav>
        <main id="main" tabIndex={-1}>
          <Unsent actorId={session.data.actor.id} />
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
