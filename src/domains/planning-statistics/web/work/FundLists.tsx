/** 分配 and 支付 as lists, with what may be done with each. */
import { Input, Select } from 'antd';
import { fields } from '../../../../kernel/purchase/index.ts';
import { KeysetTable } from '../../../../web/components/DataTable.tsx';
import { Section } from '../../../../web/components/layout.tsx';
import { Day, Money, Tag } from '../../../../web/components/marks.tsx';
import { Offers } from '../../../../web/components/Offers.tsx';
import { homeDivision, useSession } from '../../../../web/components/session.tsx';
import { useKeyset } from '../../../../web/components/useKeyset.ts';
import { useTextSearch } from '../../../../web/workbench/search.ts';
import type { AllocationRow, PaymentRow } from '../../funds/content.ts';
import { allocationStates, fundSources, paymentStates } from '../../funds/terms.ts';

const listed = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));

function Filters({ states, exportAt }: { states: Readonly<Record<string, string>>; exportAt?: string }) {
  const [search, change] = useTextSearch();
  const { q, state, source, purpose } = search;
  const given = Object.entries({ q, state, source, purpose }).filter(([, value]) => value);
  return (
    <div className="choices">
      <Input.Search
        allowClear
        defaultValue={q}
        placeholder="单位、事由、项目、文号"
        aria-label="按单位、事由、项目、文号查"
        onSearch={(value) => change({ q: value.trim() })}
        style={{ maxWidth: 260 }}
      />
      <Select
        allowClear
        value={state}
        placeholder="全部状态"
        aria-label="状态"
        style={{ minWidth: 130 }}
        options={listed(states)}
        onChange={(value: string | undefined) => change({ state: value })}
      />
      <Select
        allowClear
        value={source}
        placeholder="全部来源"
        aria-label="资金来源"
        style={{ minWidth: 180 }}
        options={listed(fundSources)}
        onChange={(value: string | undefined) => change({ source: value })}
      />
      <Select
        allowClear
        value={purpose}
        placeholder="全部用途"
        aria-label="资金用途"
        style={{ minWidth: 180 }}
        options={listed(fields)}
        onChange={(value: string | undefined) => change({ purpose: value })}
      />
      {exportAt && <a href={`${exportAt}?${new URLSearchParams(given as [string, string][])}`}>导出（XLSX）</a>}
    </div>
  );
}

const useFiltered = <Row,>(path: string) => {
  const [{ q, state, source, purpose }] = useTextSearch();
  return useKeyset<Row>(path, { q, state, source, purpose });
};

const allocationTones = { made: 'warn', approved: 'good', returned: 'bad' } as const;

export function FundAllocations() {
  const session = useSession();
  const list = useFiltered<AllocationRow>('/api/funds/allocations');
  return (
    <Section title="分配">
      <Filters states={allocationStates} />
      <KeysetTable
        caption="资金分配"
        list={list}
        rowKey={(a) => a.id}
        empty="没有分配。到专户里找有余额的到账，集体研究以后分配。"
        columns={[
          { key: 'unit', title: '使用单位', kind: 'main', wraps: true, render: (a) => <b>{a.unit}</b> },
          {
            key: 'purpose',
            title: '用途',
            render: (a) =>
              `${a.purposeZh}${a.privateRun ? '（社会办）' : ''}，${a.placeName}${a.passedDown ? '（拨下级专户）' : ''}`,
          },
          { key: 'source', title: '来源', wraps: true, render: (a) => `${a.sourceZh}，${a.lineName}` },
          { key: 'amount', title: '金额', kind: 'number', render: (a) => <Money fen={a.amountFen} /> },
          {
            key: 'paid',
            title: '已支付',
            kind: 'number',
            render: (a) => (
              <>
                <Money fen={a.paidFen} />
                {a.refundedFen > 0 && (
                  <>
                    ，退回 <Money fen={a.refundedFen} />
                  </>
                )}
              </>
            ),
          },
          {
            key: 'decision',
            title: '集体研究',
            wraps: true,
            render: (a) => (
              <>
                <Day on={a.decidedOn} />{' '}
                <a href={`/api/files/${a.decision}`} target="_blank" rel="noreferrer">
                  {a.decisionNo}
                </a>
              </>
            ),
          },
          {
            key: 'state',
            title: '状态',
            render: (a) => (
              <>
                <Tag tone={allocationTones[a.state]}>{a.stateZh}</Tag>
                {a.checkNote}
              </>
            ),
          },
          {
            key: 'publish',
            title: '公开',
            render: (a) =>
              a.publishedOn ? (
                <Day on={a.publishedOn} />
              ) : a.state === 'approved' ? (
                <Tag tone={a.publishBy < session.today ? 'bad' : 'warn'}>
                  {a.publishBy < session.today ? '已超期，' : ''}
                  <Day on={a.publishBy} />前
                </Tag>
              ) : (
                ''
              ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (a) => <Offers offers={a.offers} of={a.unit} division={homeDivision(session)} inRow />,
          },
        ]}
      />
    </Section>
  );
}

const paymentTones = { made: 'warn', checked: 'now', paid: 'good', returned: 'bad', bounced: 'bad' } as const;

export function FundPayments() {
  const session = useSession();
  const list = useFiltered<PaymentRow>('/api/funds/payments');
  return (
    <Section title="支付">
      <Filters states={paymentStates} exportAt="/api/funds/payments/export" />
      <KeysetTable
        caption="资金支付"
        list={list}
        rowKey={(p) => p.id}
        empty="没有支付。在“分配”里找已下达的，制单付款。"
        columns={[
          {
            key: 'payee',
            title: '收款单位',
            kind: 'main',
            wraps: true,
            render: (p) => (
              <>
                <b>{p.payee}</b> <span className="quiet">{p.payeeAccount}</span>
              </>
            ),
          },
          { key: 'amount', title: '金额', kind: 'number', render: (p) => <Money fen={p.amountFen} /> },
          { key: 'reason', title: '事由', wraps: true, render: (p) => p.reason },
          { key: 'source', title: '来源和用途', wraps: true, render: (p) => `${p.sourceZh}，${p.purposeZh}` },
          {
            key: 'hands',
            title: '制单、复核、支付',
            wraps: true,
            render: (p) => [p.madeName, p.checkedName, p.paidName].filter(Boolean).join(' → '),
          },
          {
            key: 'state',
            title: '状态',
            wraps: true,
            render: (p) => (
              <>
                <Tag tone={paymentTones[p.state]}>{p.stateZh}</Tag>
                {p.paidOn && <Day on={p.paidOn} />} {p.receiptNo && `回单${p.receiptNo}`}
                {p.checkNote}
                {p.bounceReason}
                {p.refundedFen > 0 && (
                  <>
                    ，退回 <Money fen={p.refundedFen} />
                  </>
                )}
              </>
            ),
          },
          {
            key: 'do',
            title: '办理',
            kind: 'actions',
            render: (p) => <Offers offers={p.offers} of={p.payee} division={homeDivision(session)} inRow />,
          },
        ]}
      />
    </Section>
  );
}
