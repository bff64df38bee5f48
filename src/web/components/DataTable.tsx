/**
 * A list of records: a plain table on the desk, cards on a phone. j and k walk the rows, Enter opens one. Pages are followed by key, so
 * there is a button for more and no page numbers.
 */
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { Failed, Loading, Nothing } from './states.tsx';
import type { GoesOn } from './useKeyset.ts';

export interface Column<Row> {
  key: string;
  title: string;
  /** `main`: the column whose link opens the row; on a phone it is the card's head. `actions`: what may be done, in sight however wide the table is. */
  kind?: 'main' | 'number' | 'wide' | 'actions';
  /** Long texts: broken into lines on the desk, too. */
  wraps?: true;
  /** Left out of the cards of a phone. */
  deskOnly?: true;
  render: (row: Row) => ReactNode;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty?: ReactNode;
  tone?: (row: Row) => string | undefined;
  foot?: ReactNode;
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** j and k move the focus from row to row; the focused link answers Enter by itself. */
function useRowKeys() {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('.ant-drawer-open'))
        return;
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || !body.current) return;
      const links = [...body.current.querySelectorAll<HTMLElement>('.cell-main a, .cell-main button')];
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = links[Math.min(links.length - 1, Math.max(0, at + step))];
      next?.focus();
      next?.scrollIntoView({ block: 'nearest' });
      if (next) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  return body;
}

export function DataTable<Row>({ caption, columns, rows, rowKey, empty, tone, foot }: Props<Row>) {
  const body = useRowKeys();
  if (rows.length === 0) return <Nothing>{empty ?? '没有记录。'}</Nothing>;
  return (
    // A wide table scrolls inside its frame; the frame takes the focus so that the keyboard can scroll it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="table-frame" aria-label={`${caption}（表格）`} tabIndex={0}>
      <table className="data">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={`cell-${column.kind ?? 'plain'}`}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={tone?.(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-label={column.title}
                  className={`cell-${column.kind ?? 'plain'}${column.wraps ? ' cell-wide' : ''}${column.deskOnly ? ' desk-only' : ''}`}
                >
                  {column.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </section>
  );
}

/** What `useKeyset` gives. */
export interface KeysetList<Row> {
  rows: readonly Row[];
  error: unknown;
  waiting: boolean;
  more: boolean;
  loadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

/** A keyset list with its four states: waiting, failed, empty, rows with 加载更多. */
/** Under a list that goes on. */
export const More = ({ list }: { list: GoesOn }) =>
  list.more && (
    <p className="more">
      <Button onClick={list.loadMore} loading={list.loadingMore}>
        加载更多
      </Button>
      <span className="quiet">已显示{list.shown}条</span>
    </p>
  );

export function KeysetTable<Row>({ list, ...table }: Omit<Props<Row>, 'rows'> & { list: KeysetList<Row> }) {
  if (list.waiting) return <Loading />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} retry={list.retry} />;
  return (
    <>
      <DataTable rows={list.rows} {...table} />
      {list.error ? <Failed error={list.error} retry={list.loadMore} /> : null}
      {!list.error && <More list={{ ...list, shown: list.rows.length }} />}
    </>
  );
}
