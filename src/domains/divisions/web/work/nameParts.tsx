/** What several pages of place names show alike. */
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import type { Clock } from '../../names/clocks.ts';
import type { Status } from '../../names/terms.ts';
import type { SignRow } from './nameContent.ts';

export const PlaceLink = ({ id, children }: { id: string; children: string }) => (
  <Link to={'/place-names/$placeId' as never} params={{ placeId: id } as never}>
    {children}
  </Link>
);

const tones = { standard: 'good', applied: 'now', historic: 'plain', abolished: 'plain' } as const;
export const StatusTag = ({ status, zh }: { status: Status; zh: string }) => <Tag tone={tones[status]}>{zh}</Tag>;

/** A clock of fifteen days: done, still running, late. */
export function NamingClock({ clock, what }: { clock: Clock; what: string }) {
  const { dueOn, doneOn, lateDays, daysLeft } = clock;
  if (doneOn)
    return (
      <>
        <Day on={doneOn} />
        {lateDays > 0 && (
          <Tag tone="bad">
            逾期{what}
            {lateDays}天
          </Tag>
        )}
      </>
    );
  if (dueOn === null) return <span className="quiet">备案以后15日</span>;
  return (
    <>
      <Day on={dueOn} />前
      {lateDays > 0 ? (
        <Tag tone="bad">已逾期{lateDays}天</Tag>
      ) : (
        <Tag tone={daysLeft! <= 3 ? 'warn' : 'now'}>还有{daysLeft}天</Tag>
      )}
    </>
  );
}

export const SignTable = ({ rows, division, empty }: { rows: readonly SignRow[]; division: string; empty: string }) => (
  <DataTable
    caption="地名标志"
    rows={rows}
    rowKey={(row) => row.id}
    empty={empty}
    columns={[
      {
        key: 'spot',
        title: '标志',
        kind: 'main',
        render: (row) =>
          row.name ? (
            <PlaceLink id={row.placeId}>{`${row.name}${row.kindZh}，${row.spot}`}</PlaceLink>
          ) : (
            `${row.kindZh}，${row.spot}`
          ),
      },
      { key: 'state', title: '现状', render: (row) => <Tag tone={row.state === 'good' ? 'good' : 'bad'}>{row.stateZh}</Tag> },
      { key: 'seen', title: '最近看过', render: (row) => <Day on={row.seenOn} /> },
      {
        key: 'photo',
        title: '照片',
        render: (row) => (
          <a href={`/api/files/${row.photo}`} target="_blank" rel="noreferrer">
            看照片
          </a>
        ),
      },
      { key: 'note', title: '说明', kind: 'wide', wraps: true, render: (row) => row.note || '—' },
      {
        key: 'act',
        title: '办理',
        kind: 'actions',
        render: (row) => <Offers inRow of={`${row.spot}${row.kindZh}`} offers={row.offers} division={division} />,
      },
    ]}
  />
);
