/** 社区康复进展: registered → referred in time → in service → by the standard; counts only, small ones not told apart. */
import { useQuery } from '@tanstack/react-query';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Tag } from '../../../../web/components/marks.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Failed, Loading } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { Funnel as Content } from './content.ts';
import { Settlements } from './Settlements.tsx';

const Rate = ({ zh, rate }: { zh: string; rate: Content['standardRate'] }) => (
  <p className="line">
    <b>{zh}</b>
    <span className="num">{rate.percent === null ? '还没有' : `${rate.percent}%`}</span>
    {rate.percent !== null && <Tag tone={rate.met ? 'good' : 'warn'}>{rate.met ? '达到目标' : '没有达到目标'}</Tag>}
  </p>
);

export function Funnel() {
  const session = useSession();
  const view = useQuery({ queryKey: ['rehab', 'funnel'], queryFn: () => api.get<Content>('/api/rehab/funnel') });
  if (view.isPending) return <Loading />;
  if (!view.data) return <Failed error={view.error} retry={() => void view.refetch()} />;
  const { rows, standardRate, countyRate, onTimeRate, few } = view.data;
  return (
    <Page title="社区康复进展" lead="这里只有数，没有名单。人数少于5的不写明。">
      <Section title="指标">
        <Rate zh="社区康复县覆盖率" rate={countyRate} />
        {few ? (
          <p className="quiet">登记的人太少，规范服务率和按期转介不写明。</p>
        ) : (
          <>
            <Rate zh="登记对象规范服务率" rate={standardRate} />
            <p className="line">
              <b>按期转介</b>
              <span className="num">
                {onTimeRate.count}／{onTimeRate.of}
              </span>
            </p>
          </>
        )}
      </Section>
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
      {may(session, 'county-clerk', 'city-clerk') && <Settlements />}
    </Page>
  );
}
