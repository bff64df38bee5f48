/** 居家服务商: who may be sent, under which agreement; and what may be ordered, at which price. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { ItemRow, ProviderRow } from '../../workers/content.ts';

interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly offers: readonly Offer[];
}

export function HomeCareProviders() {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/home-care/providers'],
    queryFn: () => api.get<Listed<ProviderRow>>('/api/home-care/providers'),
  });
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="居家服务商"
          lead="签了入驻协议、在有效期内的，护理员才能派单。"
          aside={
            <>
              <Offers offers={offers} division={homeDivision(session)} />
              <Link to={'/care-workers' as never}>护理员和证书</Link>
            </>
          }
        >
          <Section title="名册">
            <DataTable
              caption="居家服务商"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有登记服务商。"
              columns={[
                { key: 'name', title: '单位', kind: 'main', render: (row) => row.name },
                { key: 'place', title: '地区', render: (row) => row.placeZh },
                {
                  key: 'agreed',
                  title: '协议',
                  render: (row) => (
                    <>
                      {row.contractNo}，到
                      <Day on={row.agreedTo} />
                    </>
                  ),
                },
                { key: 'contact', title: '联系人', render: (row) => `${row.contact} ${row.telephone}` },
                { key: 'workers', title: '在职护理员', kind: 'number', render: (row) => row.workers },
                {
                  key: 'state',
                  title: '状态',
                  render: (row) => (
                    <>
                      <Tag tone={row.stateZh === '有效' ? 'good' : 'bad'}>{row.stateZh}</Tag> {row.why}
                    </>
                  ),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </Section>
          <Items />
        </Page>
      )}
    </Answered>
  );
}

function Items() {
  const session = useSession();
  const list = useQuery({ queryKey: ['/api/home-care/items'], queryFn: () => api.get<Listed<ItemRow>>('/api/home-care/items') });
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Section title="服务项目和价格" aside={<Offers offers={offers} division={homeDivision(session)} />}>
          <DataTable
            caption="服务项目和价格"
            rows={rows}
            rowKey={(row) => row.id}
            empty="还没有登记项目，老人约不了。"
            columns={[
              { key: 'name', title: '项目', kind: 'main', render: (row) => `${row.name}（${row.classZh}）` },
              {
                key: 'price',
                title: '单价',
                kind: 'number',
                render: (row) => (
                  <>
                    <Money fen={row.priceFen} />／{row.unitZh}
                  </>
                ),
              },
              {
                key: 'public',
                title: '政府购买',
                kind: 'number',
                render: (row) => (row.publicFen === null ? '不能' : <Money fen={row.publicFen} />),
              },
              { key: 'minutes', title: '时长', render: (row) => `一般${row.plannedMinutes}分钟，最短${row.minMinutes}分钟` },
              { key: 'level', title: '技能要求', render: (row) => row.levelZh },
              { key: 'rules', title: '规矩', render: (row) => row.rules.join('、') || '—' },
              { key: 'from', title: '从', render: (row) => <Day on={row.fromOn} /> },
            ]}
          />
        </Section>
      )}
    </Answered>
  );
}
