/** 日间照料 on the page of a facility: places, who is registered, who is here today. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { DayCare } from '../../day-care/content.ts';

export function SiteDayCare({ siteId, name, division }: { siteId: string; name: string; division: string }) {
  const url = `/api/care-sites/${siteId}/day-care`;
  const query = useQuery({ queryKey: [url], queryFn: () => api.get<DayCare>(url) });
  return (
    <Answered query={query}>
      {({ places, free, today, rows, offers }) => (
        <Section title="日间照料" aside={<Offers offers={offers} of={name} division={division} />}>
          <p>
            {places}个日托位，登记{rows.length}人，还有{free}个；今天来了{today}人。
          </p>
          <DataTable
            caption="日间照料名册"
            rows={rows}
            rowKey={(row) => row.id}
            empty="还没有人登记。"
            columns={[
              { key: 'name', title: '老人', kind: 'main', render: (row) => `${row.personName}，${row.age}岁` },
              { key: 'contact', title: '家人电话', render: (row) => row.contact },
              { key: 'from', title: '从哪天起', render: (row) => <Day on={row.fromOn} /> },
              { key: 'here', title: '今天', render: (row) => (row.here ? <Tag tone="good">来了</Tag> : '没有来') },
              { key: 'days', title: '本月', kind: 'number', render: (row) => `${row.monthDays}天` },
              { key: 'last', title: '最近', render: (row) => row.lastOn && <Day on={row.lastOn} /> },
              {
                key: 'do',
                title: '办理',
                kind: 'actions',
                render: (row) => <Offers offers={row.offers} of={row.personName} division={division} inRow />,
              },
            ]}
          />
        </Section>
      )}
    </Answered>
  );
}
