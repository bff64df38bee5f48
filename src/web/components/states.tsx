/** What a page shows while it waits, when there is nothing, and when something went wrong: always with the next step. */
import type { UseQueryResult } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { type ApiError, apiErrorOf } from '../shared/api.ts';

export const Loading = ({ text = '正在读取……' }: { text?: string }) => (
  <p className="state-note" role="status">
    {text}
  </p>
);

export const Nothing = ({ children, action }: { children: ReactNode; action?: ReactNode }) => (
  <div className="state-note">
    <p>{children}</p>
    {action}
  </div>
);

/** Whether nothing else on the page has a heading: then the sentence is the heading, and the title of the window. */
function useWholePage(title: string): boolean {
  const [whole, setWhole] = useState(false);
  useLayoutEffect(() => {
    if (document.querySelector('h1')) return;
    setWhole(true);
    document.title = `${title} · 民政工作台`;
  }, [title]);
  return whole;
}

/** The server's sentence, what to do next, and a way to try again. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { message, next } = apiErrorOf(error);
  const whole = useWholePage(message);
  return (
    <div className="state-failed" role="alert">
      {whole && <h1>{message}</h1>}
      <p>
        {!whole && <strong>{message}</strong>}
        {next && <span>{next}</span>}
      </p>
      {retry && <Button onClick={retry}>再试一次</Button>}
    </div>
  );
}

/** What follows from an answer once it is there; until then that it is being read, or why it did not come. */
type Asked<T> = Pick<UseQueryResult<T>, 'isPending' | 'error'> & {
  readonly data: T | undefined;
  readonly refetch: () => unknown;
};

export function Answered<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return <Failed error={query.error} retry={() => void query.refetch()} />;
}

/** A refusal inside a form: the sentence and the next step; the fields say the rest. */
export const Refused = ({ error, children }: { error: ApiError; children?: ReactNode }) => (
  <div className="refused" role="alert">
    <strong>{error.message}</strong>
    {error.next && <span>{error.next}</span>}
    {error.code === 'CALENDAR_YEAR_MISSING' && <a href="/work/calendar">打开“节假日”</a>}
    {children}
  </div>
);
