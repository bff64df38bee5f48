/** The history of the browser, and nothing more: addresses, links, going back. */
import { type AnchorHTMLAttributes, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('popstate', listener);
  };
};

/** Path and query of now; a component that uses it is drawn again when they change. */
export function useLocation(): { path: string; query: URLSearchParams } {
  const here = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  const [path = '/', query = ''] = here.split('?');
  return { path, query: new URLSearchParams(query) };
}

export function navigate(to: string, how: { replace?: boolean } = {}): void {
  if (!to.startsWith('/app')) {
    location.assign(to);
    return;
  }
  if (how.replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  for (const listener of listeners) listener();
}

/** A link inside the application. Opens as any link does in a new tab, with a modifier key or without scripts. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(e) => {
        onClick?.(e);
        if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || !href.startsWith('/app')) return;
        e.preventDefault();
        navigate(href);
      }}
    />
  );
}

/** The address to sign in at and come back from. Only our own pages may be come back to. */
export const signInAddress = (back: string): string => `/app/sign-in?back=${encodeURIComponent(back)}`;
export const safeBack = (back: string | null): string => (back && /^\/(?![/\\])/.test(back) ? back : '/app/my');
