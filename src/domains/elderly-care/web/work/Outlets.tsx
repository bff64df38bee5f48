/** 养老服务网点: who takes vouchers, and the canteens, with who sits at the till. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { longDate } from '../../../../kernel/calendar/index.ts';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Page } from '../../../../web/components/layout.tsx';
import { DivisionName, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { OutletRow } from '../../outlets/terms.ts';

const PATH = '/api/elders/outlets';

export function Outlets() {
  const session = useSession();
  const list = useQuery({
    queryKey: [PATH],
    queryFn: () => api.get<{ rows: readonly OutletRow[]; offers: readonly Offer[] }>(PATH),
  });
  return (
    <Answered query={list}>
      {({ rows, offers }) => (
        <Page
          title="养老服务网点"
          lead="能收消费券的养老机构、居家社区服务点，和老年食堂、助餐点的收银台。停业的不能再收。"
          aside={<Offers offers={offers} division={homeDivision(session)} />}
        >
          <div className="sheet">
            <DataTable
              caption="养老服务网点"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有登记网点。登记了，老人才有地方用消费券、吃助餐。"
              columns={[
                {
                  key: 'name',
                  title: '名称',
                  kind: 'main',
                  render: (row) =>
                    row.siteId ? (
                      <Link to={'/care-sites/$siteId' as never} params={{ siteId: row.siteId } as never}>
                        {row.name}
                      </Link>
                    ) : (
                      row.name
                    ),
                },
                { key: 'kind', title: '是什么', render: (row) => row.kindZh },
                { key: 'place', title: '在哪里', render: (row) => <DivisionName name={row.villageName} /> },
                { key: 'phone', title: '电话', render: (row) => <a href={`tel:${row.telephone}`}>{row.telephone}</a> },
                { key: 'seats', title: '座位', kind: 'number', render: (row) => row.seats ?? '' },
                { key: 'tills', title: '收银', render: (row) => row.tills.join('、') || <Tag tone="warn">还没有账号</Tag> },
                {
                  key: 'state',
                  title: '状态',
                  render: (row) =>
                    row.closedOn ? (
                      `${longDate(row.closedOn)}停业，${row.closeReason}`
                    ) : row.open ? (
                      <Tag tone="good">营业</Tag>
                    ) : (
                      <Tag tone="warn">设施停运</Tag>
                    ),
                },
                {
                  key: 'doubts',
                  title: '本月要看的',
                  kind: 'wide',
                  wraps: true,
                  render: (row) => row.doubts.map((says) => <div key={says}>{says}</div>),
                },
                {
                  key: 'do',
                  title: '办理',
                  kind: 'actions',
                  render: (row) => <Offers offers={row.offers} of={row.name} division={homeDivision(session)} inRow />,
                },
              ]}
            />
          </div>
        </Page>
      )}
    </Answered>
  );
}
