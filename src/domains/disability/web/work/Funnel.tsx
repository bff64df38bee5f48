/** 社区康复进展: registered → referred in time → in service → by the standard; counts only, small ones not told apart. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Bars } from '../../../../web/components/charts.tsx';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Funnel as Content } from './content.ts';
import { Settlements } from './Settlements.tsx';

export function Funnel() {
  const session = useSession();
  const view = useQuery({ queryKey: ['rehab', 'funnel'], queryFn: () => api.get<Content>('/api/rehab/funnel') });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { rows, waiting } = view.data;
  const lastInTime = waiting.inTime.length - 1;
  return (
    <Page
      title="社区康复进展"
      lead={
        <>
          这里只有数，没有名单。人数少于5的不写明，能减出来的也不写明。比率和目标在
          <Link to="/disability/indicators">残疾人福利指标</Link>。
        </>
      }
    >
      <Section title="各县（市、区）">
        <DataTable
          caption="各县（市、区）社区康复进展"
          rows={rows}
          rowKey={(row) => row.county}
          columns={[
            { key: 'county', title: '县（市、区）', kind: 'main', render: (row) => <b>{row.countyName}</b> },
            { key: 'registered', title: '登记', kind: 'number', render: (row) => row.registered },
            { key: 'referred', title: '按期转介', kind: 'number', render: (row) => row.referredOnTime },
            { key: 'serving', title: '在服务', kind: 'number', render: (row) => row.serving },
            { key: 'standard', title: '规范服务', kind: 'number', render: (row) => row.standard },
            {
              key: 'service',
              title: '有服务机构',
              render: (row) => <Tag tone={row.hasService ? 'good' : 'warn'}>{row.hasService ? '有' : '还没有'}</Tag>,
            },
          ]}
        />
      </Section>
      <Section title={`等待转介的时间（${waiting.year}年登记的）`}>
        <Bars
          caption="从登记到转介的工作日数"
          rows={[
            ...waiting.inTime.map((row, i) => (i === lastInTime ? { ...row, limit: `期限：${waiting.limit}个工作日` } : row)),
            ...waiting.late.map((row) => ({ ...row, tone: 'bad' as const })),
            ...waiting.open.map((row) => ({ ...row, tone: 'warn' as const })),
          ]}
        />
        <p className="quiet">
          从登记到转介，按工作日数。保密事项，这里的每一条都没有名单；按地区看
          <Link to="/indicators/$key" params={{ key: 'rehab-refer' }}>
            转介及时率
          </Link>
          。
        </p>
      </Section>
      {may(session, 'GET /api/rehab/settlements') && <Settlements />}
    </Page>
  );
}
