/** The menu: where the day begins, then groups. Somebody with many pages sees the group where he is, opens others, and finds a page by its name. */
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { type PlaceView, placeGroups } from '../../kernel/offer/index.ts';
import { useSession } from '../components/session.tsx';
import { placeAt } from './placeAt.ts';

interface MenuProps {
  readonly places: readonly PlaceView[];
  readonly onGo?: () => void;
}

export function NavLink({ place, onGo }: { place: PlaceView; onGo?: () => void }) {
  const { pathname } = useLocation();
  const here = placeAt(useSession().places, pathname) === place.to;
  return (
    <Link
      to={place.to}
      activeOptions={{ exact: true, includeSearch: false }}
      {...(here ? { 'aria-current': 'page' as const } : {})}
      onClick={onGo}
    >
      {place.zh}
    </Link>
  );
}

/** Somebody with few pages needs no headings; with so many, groups fold and a page is sought by its name. */
const [FEW, MANY] = [9, 20];

/** Stays as it was left; the first, which is the day's work, begins open, and that of the present page is open whatever was left. */
function Folding({ zh, here, first, places, onGo }: MenuProps & { zh: string; here: boolean; first: boolean }) {
  const key = `menu-open:${zh}`;
  const [open, setOpen] = useState(() => here || (sessionStorage.getItem(key) ?? (first ? '1' : '0')) === '1');
  useEffect(() => {
    if (here) setOpen(true);
  }, [here]);
  return (
    <details
      open={open}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        sessionStorage.setItem(key, currentTarget.open ? '1' : '0');
      }}
    >
      <summary>
        <h2>{zh}</h2>
        <span className="num">{places.length}</span>
      </summary>
      {places.map((place) => (
        <NavLink key={place.to} place={place} onGo={onGo} />
      ))}
    </details>
  );
}

export function Menu({ places, onGo }: MenuProps) {
  const { pathname } = useLocation();
  const [sought, setSought] = useState('');
  const links = (list: readonly PlaceView[]) => list.map((place) => <NavLink key={place.to} place={place} onGo={onGo} />);
  if (places.length <= FEW) return links(places);
  const home = places.filter((place) => place.home);
  const groups = Object.entries(placeGroups)
    .map(([group, zh]) => ({ zh, places: places.filter((place) => place.group === group && !place.home) }))
    .filter((group) => group.places.length > 0);
  if (places.length <= MANY)
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
  const found = places.filter(({ zh }) => zh.includes(sought.trim()));
  return (
    <>
      <input
        type="search"
        className="menu-find"
        aria-label="按名称找页面"
        placeholder="找页面"
        value={sought}
        onChange={(event) => setSought(event.target.value)}
      />
      {sought.trim() ? (
        found.length > 0 ? (
          links(found)
        ) : (
          <p className="menu-none">没有名称带“{sought.trim()}”的页面</p>
        )
      ) : (
        <>
          {links(home)}
          {groups.map((group, i) => (
            <Folding
              key={group.zh}
              zh={group.zh}
              first={i === 0}
              here={group.places.some(({ to }) => to === placeAt(places, pathname))}
              places={group.places}
              onGo={onGo}
            />
          ))}
        </>
      )}
    </>
  );
}
