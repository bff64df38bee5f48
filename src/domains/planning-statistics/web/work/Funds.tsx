/** 资金专户: what lies on each account, where the money goes, what is to be done with it. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import { Chips } from '../../../../web/workbench/pages/Chips.tsx';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { FundBoard } from '../../funds/content.ts';
import { tenThousands } from './content.ts';
import { FundAllocations, FundPayments } from './FundLists.tsx';
import { FundDifferences, FundFlows, FundIdle, FundShareView } from './FundViews.tsx';

const views = {
  accounts: '专户',
  flow: '钱到哪里去',
  allocations: '分配',
  payments: '支付',
  idle: '闲置',
  differences: '对账差异',
  shares: '占比和增长',
} as const;
type View = keyof typeof views;

export function Funds() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const view: View = search.view !== undefined && search.view in views ? (search.view as View) : 'accounts';
  const board = useQuery({
    queryKey: ['/api/funds', search.year],
    queryFn: () => api.get<FundBoard>('/api/funds', { year: search.year }),
  });
  return (
    <Answered query={board}>
      {(data) => (
        <Page
          title="资金专户"
          lead="到账、分配、支付、对账、公开：专款专用，制单、复核、支付三人办理。"
          aside={<Offers offers={data.offers} division={homeDivision(session)} />}
        >
          <Sums board={data} change={(year) => change({ year: String(year) })} />
          <Chips
            label="看什么"
            options={Object.entries(views).map(([value, label]) => ({ value, label }))}
            value={view}
            onChange={(value) => change({ view: value, q: undefined, state: undefined, source: undefined, purpose: undefined })}
          />
          {view === 'accounts' && <Accounts board={data} />}
          {view === 'flow' && <FundFlows year={data.year} />}
          {view === 'allocations' && <FundAllocations />}
          {view === 'payments' && <FundPayments />}
          {view === 'idle' && <FundIdle />}
          {view === 'differences' && <FundDifferences />}
          {view === 'shares' && <FundShareView year={data.year} />}
        </Page>
      )}
    </Answered>
  );
}

const Sums = ({
  board: { year, years, sums, toPublish, overduePublish, idleFen },
  change,
}: {
  board: FundBoard;
  change: (year: number) => void;
}) => (
  <Section
    title={`${year}年`}
    aside={
      <Select value={year} aria-label="年度" options={years.map((value) => ({ value, label: `${value}年` }))} onChange={change} />
    }
  >
    <Facts
      rows={[
        {
          label: '预算和到账',
          value: `预算${tenThousands(sums.budgetFen)}万元，到账${tenThousands(sums.arrivedFen)}万元`,
        },
        {
          label: '分配和支付',
          value: `已分配${tenThousands(sums.allocatedFen)}万元，已支付${tenThousands(sums.paidFen)}万元`,
        },
        {
          label: '公开',
          value: (
            <>
              {toPublish === 0 ? '分配结果都已公开' : `${toPublish}笔分配待公开`}
              {overduePublish > 0 && <Tag tone="bad">其中{overduePublish}笔超期</Tag>}
            </>
          ),
        },
        {
          label: '闲置',
          value: idleFen === 0 ? '没有' : <Tag tone="warn">{tenThousands(idleFen)}万元</Tag>,
        },
      ]}
    />
  </Section>
);

const Accounts = ({ board }: { board: FundBoard }) => (
  <Section title="专户">
    <DataTable
      caption="资金专户"
      rows={board.accounts}
      rowKey={(a) => a.id}
      empty="还没有登记专户。"
      columns={[
        {
          key: 'name',
          title: '专户',
          kind: 'main',
          render: (a) => (
            <Link to={'/funds/$accountId' as never} params={{ accountId: a.id } as never}>
              {a.name}
            </Link>
          ),
        },
        { key: 'county', title: '地区', render: (a) => a.divisionName },
        { key: 'bank', title: '开户行和账号', render: (a) => `${a.bank}，${a.numberMasked}` },
        { key: 'balance', title: '账面余额', kind: 'number', render: (a) => <Money fen={a.balanceFen} /> },
        { key: 'available', title: '可分配', kind: 'number', render: (a) => <Money fen={a.availableFen} /> },
        { key: 'toPay', title: '已分配未支付', kind: 'number', render: (a) => <Money fen={a.toPayFen} /> },
        {
          key: 'owed',
          title: '对账',
          render: (a) => (
            <>
              {a.owed.length === 0 ? (
                <Tag tone="good">已对到上月</Tag>
              ) : (
                <Tag tone="warn">
                  从
                  <Month month={a.owed[0]!} />起{a.owed.length}个月未对
                </Tag>
              )}
              {a.openDifferences > 0 && <Tag tone="bad">{a.openDifferences}处差异</Tag>}
            </>
          ),
        },
      ]}
    />
  </Section>
);
