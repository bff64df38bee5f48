/** 追回台账: what was paid too much and confirmed, how it comes back, what has come. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { type OverpaymentRow, recoveryMethods } from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Money, Month, PersonName, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, newRequestId } from '../../shared/api.ts';
import { yuanDigits } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const filters = [
  { value: '', label: '未结清' },
  { value: 'no', label: '已结清' },
];

const receiptFields: readonly FormField[] = [
  {
    name: 'way',
    type: 'choice',
    label: '怎么退的',
    required: true,
    choices: [
      { value: 'return', label: recoveryMethods.return },
      { value: 'instalments', label: recoveryMethods.instalments },
    ],
  },
  { name: 'amountFen', type: 'amount', label: '金额', required: true, unit: '元', widget: 'amount' },
  { name: 'receivedOn', type: 'date', label: '缴款日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'voucher', type: 'text', label: '缴款凭证号', required: true, min: 2, max: 40, help: '同一凭证在一县内只能登记一次' },
];
const byMonth = { field: 'method', in: ['offset', 'instalments'] } as const;
const planFields = (mayWriteOff: boolean): readonly FormField[] => [
  {
    name: 'method',
    type: 'choice',
    label: '追回方式',
    required: true,
    choices: Object.entries(recoveryMethods)
      .filter(([value]) => mayWriteOff || value !== 'write-off')
      .map(([value, label]) => ({ value, label })),
  },
  {
    name: 'monthlyFen',
    type: 'amount',
    label: '每月',
    required: false,
    unit: '元',
    widget: 'amount',
    showIf: byMonth,
    help: '按月抵扣不超过月发放额的两成',
  },
  {
    name: 'consentFile',
    type: 'file',
    label: '本人签字的同意书',
    required: false,
    paper: 'offset-consent',
    showIf: { field: 'method', in: ['offset'] },
  },
  {
    name: 'minutes',
    type: 'text',
    label: '会议纪要编号和理由',
    required: false,
    max: 500,
    widget: 'textarea',
    showIf: { field: 'method', in: ['write-off'] },
  },
];

type Doing = { row: OverpaymentRow; what: 'receipt' | 'plan' };

export function Overpayments() {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  const list = useKeyset<OverpaymentRow>('/api/overpayments', { open: search.open || 'yes' });
  const [doing, setDoing] = useState<Doing | null>(null);
  const requestId = useRef(newRequestId());
  const begin = (next: Doing) => {
    requestId.current = newRequestId();
    setDoing(next);
  };
  const mayReceive = may(session, 'finance-clerk');
  const mayPlan = may(session, 'finance-clerk', 'finance-reviewer', 'county-leader');
  const columns: Column<OverpaymentRow>[] = [
    {
      key: 'person',
      title: '家庭',
      kind: 'main',
      render: (row) => <PersonName id={row.personId} name={row.personName ?? '—'} note={row.divisionName} />,
    },
    {
      key: 'class',
      title: '性质',
      render: (row) => <Tag tone={row.classification === 'fraud' ? 'bad' : 'plain'}>{row.classificationZh}</Tag>,
    },
    { key: 'reason', title: '原因', render: (row) => `${row.programmeZh}：${row.reason}` },
    { key: 'amount', title: '多发', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
    { key: 'recovered', title: '已追回', kind: 'number', render: (row) => <Money fen={row.recoveredFen} /> },
    { key: 'written', title: '已核销', kind: 'number', deskOnly: true, render: (row) => <Money fen={row.writtenOffFen} /> },
    { key: 'open', title: '未追回', kind: 'number', render: (row) => <Money fen={row.openFen} /> },
    {
      key: 'plan',
      title: '追回方式',
      render: (row) =>
        row.plan && (
          <>
            {row.plan.methodZh}
            {row.plan.monthlyFen !== null && (
              <>
                ，从
                <Month month={row.plan.fromMonth!} />
                起每月{yuanDigits(row.plan.monthlyFen)}元
              </>
            )}
            {row.plan.method === 'return' && row.openFen > 0 && (
              <>
                ，至 <Day on={row.returnBy} />
                {row.returnBy < session.today && <b style={{ color: 'var(--bad)' }}> 已过期</b>}
              </>
            )}
          </>
        ),
    },
    {
      key: 'do',
      title: '办理',
      render: (row) =>
        row.openFen > 0 && (
          <span className="line">
            {mayReceive && (
              <Button size="small" onClick={() => begin({ row, what: 'receipt' })}>
                登记退回
              </Button>
            )}
            {mayPlan && (
              <Button size="small" onClick={() => begin({ row, what: 'plan' })}>
                追回方式
              </Button>
            )}
          </span>
        ),
    },
  ];
  return (
    <Page
      title="追回台账"
      lead="确认多发的款项：先请家庭主动退回，一次退不了的按月抵扣或者分期；确实追不回的，由县级会议决定核销。"
    >
      <div className="filters">
        <Chips label="状态" options={filters} value={search.open ?? ''} onChange={(open) => change({ open })} />
      </div>
      <div className="sheet">
        <KeysetTable caption="追回台账" list={list} rowKey={(row) => row.id} empty="没有多发款项。" columns={columns} />
      </div>
      {doing && (
        <FormDrawer
          title={doing.what === 'receipt' ? '登记退回的款项' : '追回方式'}
          causes={
            <>
              {doing.row.personName}，未追回 <Money fen={doing.row.openFen} />。
              {doing.what === 'plan' && '新的方式从下个月起，原来的方式随即停止。'}
            </>
          }
          fields={doing.what === 'receipt' ? receiptFields : planFields(may(session, 'county-leader'))}
          initial={doing.what === 'receipt' ? { way: 'return', receivedOn: session.today } : {}}
          division={doing.row.division}
          button={doing.what === 'receipt' ? '登记' : '保存'}
          send={(input) =>
            api.post(`/api/overpayments/${doing.row.id}/${doing.what === 'receipt' ? 'receipts' : 'plan'}`, {
              ...input,
              version: doing.row.version,
              requestId: requestId.current,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setDoing(null)}
        />
      )}
    </Page>
  );
}
