/** What every page of the application is made of. */
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { type ApiError, api, apiErrorOf } from '../shared/api.ts';
import { navigate, signInAddress } from './router.tsx';

export const Waiting = ({ what = '正在打开，请稍候……' }: { what?: string }) => (
  <p className="waiting" role="status">
    {what}
  </p>
);

/** What went wrong and what to do, never a dead end. */
export function Trouble({ error, again, telephone }: { error: ApiError; again?: () => void; telephone?: string }) {
  return (
    <div className="say bad" role="alert">
      <p>
        <b>{error.message}</b>
        {error.next && (
          <>
            <br />
            {error.next}
          </>
        )}
      </p>
      <div className="row">
        {error.code === 'VERSION_CONFLICT' ? (
          <button type="button" className="button" onClick={() => location.reload()}>
            刷新
          </button>
        ) : (
          again && (
            <button type="button" className="button" onClick={again}>
              再试一次
            </button>
          )
        )}
        <a className="button plain" href={`tel:${telephone ?? '12345'}`}>
          打电话问 {telephone ?? '12345'}
        </a>
      </div>
    </div>
  );
}

/** A page: its heading takes the focus when it opens, so that a screen reader says where one is; the tab says it too. */
export function Page({
  title,
  back,
  children,
}: {
  title: string;
  back?: { href: string; text: string } | undefined;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · 民政服务`;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [title]);
  return (
    <>
      {back && (
        <p className="crumb noprint">
          <a
            href={back.href}
            onClick={(e) => {
              if (!back.href.startsWith('/app') || e.metaKey || e.ctrlKey) return;
              e.preventDefault();
              navigate(back.href);
            }}
          >
            ← {back.text}
          </a>
        </p>
      )}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}

type Loaded<T> = { state: 'waiting' } | { state: 'here'; value: T } | { state: 'trouble'; error: ApiError };

/** Loads from an address; when the session has ended, goes to sign in and comes back here. */
export function useLoad<T>(address: string): { loaded: Loaded<T>; reload: () => void } {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'waiting' });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn loads the same address again
  useEffect(() => {
    const stop = new AbortController();
    api.get<T>(address, {}, stop.signal).then(
      (value) => !stop.signal.aborted && setLoaded({ state: 'here', value }),
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        const error = apiErrorOf(thrown);
        if (error.code === 'SIGN_IN_REQUIRED') navigate(signInAddress(location.pathname + location.search), { replace: true });
        else setLoaded({ state: 'trouble', error });
      },
    );
    return () => stop.abort();
  }, [address, turn]);
  return { loaded, reload: useCallback(() => setTurn((n) => n + 1), []) };
}

/** Draws what was loaded, or that it is on its way, or what went wrong. */
export function Await<T>({ of, children }: { of: { loaded: Loaded<T>; reload: () => void }; children: (value: T) => ReactNode }) {
  if (of.loaded.state === 'waiting') return <Waiting />;
  if (of.loaded.state === 'trouble') return <Trouble error={of.loaded.error} again={of.reload} />;
  return children(of.loaded.value);
}

/** A list that grows: first page, then what follows, on request. */
export function usePages<T>(
  address: string,
  rowsOf: (answer: unknown) => readonly T[],
): {
  rows: readonly T[];
  next: string | null;
  busy: boolean;
  trouble: ApiError | null;
  more: () => void;
  again: () => void;
  replace: (rows: readonly T[]) => void;
} {
  const [held, setHeld] = useState<{ rows: readonly T[]; next: string | null; busy: boolean; trouble: ApiError | null }>({
    rows: [],
    next: null,
    busy: true,
    trouble: null,
  });
  const take = useCallback(
    (cursor: string | null) => {
      setHeld((h) => ({ ...h, busy: true, trouble: null }));
      api.get<{ next?: string | null }>(address, { cursor }).then(
        (answer) =>
          setHeld((h) => ({
            rows: cursor ? [...h.rows, ...rowsOf(answer)] : rowsOf(answer),
            next: answer.next ?? null,
            busy: false,
            trouble: null,
          })),
        (thrown: unknown) => {
          const error = apiErrorOf(thrown);
          if (error.code === 'SIGN_IN_REQUIRED') navigate(signInAddress(location.pathname + location.search), { replace: true });
          else setHeld((h) => ({ ...h, busy: false, trouble: error }));
        },
      );
    },
    [address, rowsOf],
  );
  useEffect(() => take(null), [take]);
  return { ...held, more: () => take(held.next), again: () => take(null), replace: (rows) => setHeld((h) => ({ ...h, rows })) };
}

export const More = ({ of }: { of: { next: string | null; busy: boolean; more: () => void } }) =>
  of.next ? (
    <p className="noprint">
      <button type="button" className="button plain wide" disabled={of.busy} onClick={of.more}>
        {of.busy ? '正在打开' : '看更早的'}
      </button>
    </p>
  ) : null;
