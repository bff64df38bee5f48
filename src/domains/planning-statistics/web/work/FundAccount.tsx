/** One special account: budgets, what has arrived and how much of it is left, the months that were reconciled. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { longMonth } from '../../../../kernel/calendar/index.ts';
import { DataTable } from '../../../../web/components/DataTable.tsx';
import { Facts, Page, Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Month, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { Answered } from '../../../../web/components/states.tsx';
import { api } from '../../../../web/shared/api.ts';
import type { FundFile } from '../../funds/content.ts';

export function FundAccount() {
  const { accountId } = useParams({ strict: false }) as { accountId: string };
  const address = `/api/funds/accounts/${accountId}`;
  const file = useQuery({ queryKey: [address], queryFn: () => api.get<FundFile>(address) });
  return <Answered query={file}>{(data) => <Whole file={data} />}</Answered>;
}

function Whole({ file }: { file: FundFile }) {
  const session = useSession();
  const { account: a, lines, arrivals, offers } = file;
  const home = homeDivision(session);
  return (
    <Page
      title={a.name}
      lead={`${a.divisionName}，${a.bank}，${a.numberMasked}；${a.purpose}。`}
      aside={<Link to={'/funds' as never}>← 资金专户</Link>}
    >
      <Section title="余额">
        <Facts
          rows={[
            { label: '账面余额', value: <Money fen={a.balanceFen} /> },
            { label: '可分配', value: <Money fen={a.availableFen} /> },
            { label: '已分配未支付', value: <Money fen={a.toPayFen} /> },
            {
              label: '还没有对账',
              value: a.owed.length === 0 ? '没有' : `${a.owed.length}个月：${a.owed.slice(0, 12).map(longMonth).join('、')}`,
            },
          ]}
        />
        <p className="choices">
          <Offers offers={offers} of={a.name} division={home} first="primary" />
        </p>
      </Section>
      <Section title="到账">
        <DataTable
          caption="到账"
          rows={arrivals}
          rowKey={(r) => r.id}
          empty="还没有到账。"
          columns={[
            { key: 'name', title: '项目', kind: 'main', render: (r) => <b>{r.lineName}</b> },
            { key: 'source', title: '来源', render: (r) => r.sourceZh },
            {
              key: 'on',
              title: '到账',
              render: (r) => (
                <>
                  <Day on={r.arrivedOn} /> {r.voucherNo}
                </>
              ),
            },
            { key: 'amount', title: '金额', kind: 'number', render: (r) => <Money fen={r.amountFen} /> },
            { key: 'left', title: '可分配', kind: 'number', render: (r) => <Money fen={r.amountFen - r.allocatedFen} /> },
            { key: 'paid', title: '已支付', kind: 'number', render: (r) => <Money fen={r.paidFen} /> },
            { key: 'idle', title: '提醒', render: (r) => r.idleZh && <Tag tone="warn">{r.idleZh}</Tag> },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (r) => <Offers offers={r.offers} of={r.lineName} division={home} inRow />,
            },
          ]}
        />
      </Section>
      <Section title="预算">
        <DataTable
          caption="预算"
          rows={lines}
          rowKey={(l) => l.id}
          empty="还没有登记预算。"
          columns={[
            {
              key: 'name',
              title: '项目',
              kind: 'main',
              render: (l) => (
                <b>
                  {l.year}年{l.name}
                </b>
              ),
            },
            { key: 'source', title: '来源', render: (l) => l.sourceZh },
            { key: 'purposes', title: '允许的用途', kind: 'wide', render: (l) => l.purposesZh },
            {
              key: 'budget',
              title: '预算',
              kind: 'number',
              render: (l) => (
                <>
                  <Money fen={l.budgetFen} />
                  {l.changes > 0 && <span className="quiet">（调整过{l.changes}次）</span>}
                </>
              ),
            },
            { key: 'arrived', title: '已到账', kind: 'number', render: (l) => <Money fen={l.arrivedFen} /> },
            { key: 'no', title: '文号', render: (l) => l.documentNo },
            {
              key: 'do',
              title: '办理',
              kind: 'actions',
              render: (l) => <Offers offers={l.offers} of={l.name} division={home} inRow />,
            },
          ]}
        />
      </Section>
      <Reconciliations file={file} />
    </Page>
  );
}

const Reconciliations = ({ file: { reconciliations } }: { file: FundFile }) => (
  <Section title="对账">
    <DataTable
      caption="按月对账"
      rows={reconciliations}
      rowKey={(r) => r.id}
      empty="还没有对过账。"
      columns={[
        {
          key: 'month',
          title: '月份',
          kind: 'main',
          render: (r) => (
            <>
              <Month month={r.month} />
              {r.version > 1 && `（第${r.version}版）`}
            </>
          ),
        },
        { key: 'opening', title: '期初', kind: 'number', render: (r) => <Money fen={r.openingFen} /> },
        { key: 'in', title: '收', kind: 'number', render: (r) => <Money fen={r.inFen} /> },
        { key: 'out', title: '付', kind: 'number', render: (r) => <Money fen={r.outFen} /> },
        { key: 'closing', title: '账面期末', kind: 'number', render: (r) => <Money fen={r.closingFen} /> },
        { key: 'bank', title: '银行余额', kind: 'number', render: (r) => <Money fen={r.bankFen} /> },
        {
          key: 'differences',
          title: '差异',
          kind: 'wide',
          render: (r) =>
            r.differences.length === 0 ? (
              <Tag tone="good">一致</Tag>
            ) : (
              r.differences.map((d) => (
                <div key={`${d.aroseOn} ${d.note}`}>
                  {d.amountFen > 0 ? '银行多' : '银行少'}
                  <Money fen={Math.abs(d.amountFen)} />：{d.note}{' '}
                  {d.settledOn ? <Tag tone="good">已处理</Tag> : <Tag tone="warn">未处理</Tag>}
                </div>
              ))
            ),
        },
        {
          key: 'by',
          title: '对账',
          render: (r) => (
            <>
              {r.reconciledName} <Day on={r.reconciledOn} /> {r.reconciledOn > r.dueOn && <Tag tone="bad">超过{r.dueOn}</Tag>}
            </>
          ),
        },
      ]}
    />
  </Section>
);
