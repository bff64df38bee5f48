/** 账单和收费标准 of an institution. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Offer } from '../../../../kernel/offer/index.ts';
import { DataTable, More } from '../../../../web/components/DataTable.tsx';
import { Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { usePaged } from '../../../../web/components/useKeyset.ts';
import { api } from '../../../../web/shared/api.ts';
import type { PriceRow } from '../../beds/content.ts';
import type { BillRow } from '../../stays/content.ts';
import { useOwn } from './own.ts';

export function Bills() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <BillsOf id={id} />}</Answered>;
}

function BillsOf({ id }: { id: string }) {
  const list = usePaged<{ name: string; rows: BillRow[]; next: string | null }>(`/api/institutions/${id}/bills`);
  return (
    <Answered query={list}>
      {({ name, rows }) => (
        <Page title={`${name}：账单`} lead="每月1日以后出上个月的；打开一位老人出账单、登记收款、答复异议。">
          <Section title="账单">
            <DataTable
              caption="账单"
              rows={rows}
              rowKey={(row) => row.id}
              empty="还没有出过账单。请在“老人”里打开一位，出上个月的。"
              columns={[
                {
                  key: 'name',
                  title: '老人',
                  kind: 'main',
                  render: (row) => (
                    <Link to={'/stays/$stayId' as never} params={{ stayId: row.stayId } as never}>
                      {row.name}
                    </Link>
                  ),
                },
                { key: 'month', title: '月份', render: (row) => <Month month={row.month} /> },
                { key: 'total', title: '合计', kind: 'number', render: (row) => <Money fen={row.totalFen} /> },
                { key: 'self', title: '自付', kind: 'number', render: (row) => <Money fen={row.selfFen} /> },
                { key: 'paid', title: '已付', kind: 'number', render: (row) => <Money fen={row.paidFen} /> },
                { key: 'state', title: '状态', render: (row) => <Tag tone={row.tone}>{row.stateZh}</Tag> },
                { key: 'on', title: '出账', deskOnly: true, render: (row) => <Day on={row.issuedOn} /> },
              ]}
            />
            <More list={list.goesOn} />
          </Section>
        </Page>
      )}
    </Answered>
  );
}

export function OwnPrices() {
  const own = useOwn();
  return <Answered query={own}>{({ id }) => <PricesOf id={id} />}</Answered>;
}
export function Prices() {
  const { institutionId } = useParams({ strict: false }) as { institutionId: string };
  return <PricesOf id={institutionId} />;
}

const standings = { now: ['现行', 'good'], later: ['以后', 'now'], over: ['已经不用', 'plain'] } as const;

function PricesOf({ id }: { id: string }) {
  const session = useSession();
  const list = useQuery({
    queryKey: ['/api/institutions', id, 'prices'],
    queryFn: () => api.get<{ name: string; rows: PriceRow[]; offers: Offer[] }>(`/api/institutions/${id}/prices`),
  });
  return (
    <Answered query={list}>
      {({ name, rows, offers }) => (
        <Page
          title={`${name}：收费标准`}
          lead="公布了的才能收，公布以后马上公开；涨价要提前公布，不往回算。"
          aside={<Offers offers={offers} division={homeDivision(session)} first="primary" />}
        >
          <Section title="收费标准">
            <DataTable
              caption="收费标准"
              rows={rows}
              rowKey={(row) => `${row.itemZh}${row.name}${row.fromOn}`}
              empty="还没有公布收费标准，不能签协议、不能收费。"
              columns={[
                { key: 'item', title: '项目', kind: 'main', render: (row) => `${row.itemZh}（${row.name}）` },
                { key: 'amount', title: '标准', kind: 'number', render: (row) => <Money fen={row.amountFen} per={row.unit} /> },
                { key: 'from', title: '从哪天起', render: (row) => <Day on={row.fromOn} /> },
                {
                  key: 'state',
                  title: '现在',
                  render: (row) => <Tag tone={standings[row.standing][1]}>{standings[row.standing][0]}</Tag>,
                },
                { key: 'no', title: '定价文号', deskOnly: true, render: (row) => row.documentNo },
              ]}
            />
          </Section>
        </Page>
      )}
    </Answered>
  );
}
