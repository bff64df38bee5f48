/** 养老热线: a large button for each kind of call; under it what waits for an order or for the emergency desk, then the calls of the last days. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Moment, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { HotlineBoard, HotlineRow } from '../../hotline/content.ts';
import './lost.css';

const EVERY_MS = 3000;

export function CareHotline() {
  const session = useSession();
  const board = useQuery({
    queryKey: ['/api/care-hotline'],
    queryFn: () => api.get<HotlineBoard>('/api/care-hotline'),
    refetchInterval: ({ state }) => (state.data?.rows.some(({ kind, waits }) => kind === 'urgent' && waits) ? EVERY_MS : 30_000),
  });
  return (
    <Answered query={board}>
      {({ rows, counts, offers }) => (
        <Page
          title="养老热线"
          lead={`最近7天：${counts.map(({ zh, n }) => `${zh}${n}`).join('，')}`}
          aside={<Link to={'/tickets' as never}>热线工单</Link>}
        >
          {offers.length > 0 && (
            <p className="lost-buttons">
              <Offers offers={offers} division={homeDivision(session)} first="primary" />
            </p>
          )}
          <Calls title="等着办的" rows={rows.filter(({ waits }) => waits)} empty="现在没有等着办的来电。" />
          <Calls title="最近7天的来电" rows={rows.filter(({ waits }) => !waits)} empty="最近7天没有来电。" />
        </Page>
      )}
    </Answered>
  );
}

function Calls({ title, rows, empty }: { title: string; rows: readonly HotlineRow[]; empty: string }) {
  const session = useSession();
  return (
    <Section title={title}>
      <DataTable
        caption={title}
        rows={rows}
        rowKey={(row) => row.id}
        empty={empty}
        columns={[
          {
            key: 'what',
            title: '来电',
            kind: 'main',
            render: (row) => (
              <>
                <Tag tone={row.kind === 'urgent' || row.kind === 'abuse' ? 'bad' : 'plain'}>{row.kindZh}</Tag>{' '}
                {row.to ? <Link to={row.to as never}>{row.said?.matter ?? '看工单'}</Link> : (row.said?.matter ?? '')}
              </>
            ),
          },
          { key: 'place', title: '在哪里', render: (row) => row.placeZh },
          {
            key: 'at',
            title: '什么时候',
            render: (row) => (
              <>
                <Moment at={row.receivedAt} />（{row.receivedBy}）
              </>
            ),
          },
          {
            key: 'phone',
            title: '电话',
            render: (row) => (row.said?.phone ? <a href={`tel:${row.said.phone}`}>{row.said.phone}</a> : '—'),
          },
          {
            key: 'state',
            title: '现在',
            render: (row) => (
              <>
                {row.stateZh}
                {row.said?.otherwise && `：${row.said.otherwise}`}{' '}
                {row.dueAt && (
                  <Tag tone={row.late ? 'bad' : 'now'}>
                    <Moment at={row.dueAt} />
                    {row.late ? '已到' : '以前下单'}
                  </Tag>
                )}
              </>
            ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (row) => <Offers offers={row.offers} of={row.kindZh} division={homeDivision(session)} inRow />,
          },
        ]}
      />
    </Section>
  );
}
