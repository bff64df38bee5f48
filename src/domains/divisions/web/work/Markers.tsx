/** 界桩巡查: what one's own place looks after, the longest unvisited first; a photograph and a state, on the spot. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { Day, DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { MarkerRow } from './boundaryContent.ts';

type Row = MarkerRow & { lineName?: string };

export function MarkerTable({ rows, division, empty }: { rows: readonly Row[]; division: string; empty: string }) {
  return (
    <DataTable
      caption="界桩"
      rows={rows}
      rowKey={(row) => row.id}
      empty={empty}
      columns={[
        { key: 'no', title: '界桩', kind: 'main', render: (row) => `${row.lineName ?? ''}${row.no}号` },
        {
          key: 'state',
          title: '现状',
          render: (row) => <Tag tone={row.state === 'good' ? 'good' : 'bad'}>{row.stateZh}</Tag>,
        },
        {
          key: 'visited',
          title: '上次巡查',
          render: (row) => (
            <>
              {row.visitedOn ? <Day on={row.visitedOn} /> : '没有巡查过'}
              {row.overdue && <Tag tone="warn">该巡查了</Tag>}
            </>
          ),
        },
        { key: 'kind', title: '类型', render: (row) => `${row.kindZh}，${row.material}` },
        { key: 'place', title: '管护', kind: 'wide', render: (row) => <DivisionName name={row.divisionName} /> },
        { key: 'position', title: '位置', kind: 'wide', render: (row) => row.position.split(',').slice(0, 2).join('，') },
        {
          key: 'act',
          title: '办理',
          kind: 'actions',
          render: (row) => <Offers inRow of={`${row.no}号界桩`} offers={row.offers} division={division} />,
        },
      ]}
    />
  );
}

export function Markers() {
  const session = useSession();
  const query = useQuery({
    queryKey: ['/api/boundary-markers'],
    queryFn: () => api.get<{ rows: Row[] }>('/api/boundary-markers'),
  });
  if (query.isPending) return <Loading />;
  if (query.error) return <Failed error={query.error} retry={() => void query.refetch()} />;
  return (
    <Page title="界桩巡查" lead="每季到现场看一次，站在界桩旁边拍照、定位。坏了、动了、不见了，两侧都会知道。">
      <div className="sheet">
        <MarkerTable rows={query.data.rows} division={homeDivision(session)} empty="本地没有要管护的界桩。" />
      </div>
    </Page>
  );
}
