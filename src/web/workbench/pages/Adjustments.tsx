/** 补发和追回: what late facts have changed of months that were paid. Proposed by the computation, confirmed by a person, many at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { type AdjustmentRow, adjustmentDirections, adjustmentStates, overpaymentClasses } from '../../../kernel/payment/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Money, PersonName, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { longMonth, yuanDigits } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const states = [
  { value: '', label: adjustmentStates.proposed },
  { value: 'confirmed', label: adjustmentStates.confirmed },
  { value: 'rejected', label: adjustmentStates.rejected },
];
const directions = [
  { value: '', label: '补发和追回' },
  ...Object.entries(adjustmentDirections).map(([value, label]) => ({ value, label })),
];

/** 2026年6月 960.00、2026年7月 960.00; long runs by their ends. */
function monthsText(months: AdjustmentRow['months']): string {
  const [first] = months;
  const last = months.at(-1);
  if (!first || !last) return '';
  const even = months.every((m) => m.fen === first.fen);
  return even && months.length > 1
    ? `${longMonth(first.month)}至${longMonth(last.month)}，${months.length}个月，每月${yuanDigits(first.fen)}元`
    : months.map((m) => `${longMonth(m.month)} ${yuanDigits(m.fen)}元`).join('、');
}

export function Adjustments() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const list = useKeyset<AdjustmentRow>('/api/adjustments', {
    state: search.state || undefined,
    direction: search.direction || undefined,
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<'confirm' | 'reject' | null>(null);
  const mayDecide = may(session, 'POST /api/adjustments/decide');
  const open = list.rows.filter((row) => row.state === 'proposed' && !row.mine);
  const picked = open.filter((row) => chosen.has(row.id));
  const toggle = (id: string) =>
    setChosen((known) => new Set(known.has(id) ? [...known].filter((other) => other !== id) : [...known, id]));
  const columns: Column<AdjustmentRow>[] = [
    ...(mayDecide && !search.state
      ? [
          {
            key: 'pick',
            title: '选择',
            render: (row: AdjustmentRow) =>
              row.mine ? (
                <span className="quiet">您提出的</span>
              ) : (
                <Checkbox
                  checked={chosen.has(row.id)}
                  onChange={() => toggle(row.id)}
                  aria-label={`选择${row.personName ?? ''}`}
                />
              ),
          },
        ]
      : []),
    {
      key: 'person',
      title: '家庭',
      kind: 'main',
      render: (row) => <PersonName id={row.personId} name={row.personName ?? '—'} note={row.divisionName} />,
    },
    {
      key: 'direction',
      title: '调整',
      render: (row) => <Tag tone={row.direction === 'recovery' ? 'warn' : 'good'}>{adjustmentDirections[row.direction]}</Tag>,
    },
    { key: 'amount', title: '金额', kind: 'number', render: (row) => <Money fen={row.amountFen} /> },
    { key: 'months', title: '月份', kind: 'wide', render: (row) => monthsText(row.months) },
    {
      key: 'reason',
      title: '原因',
      kind: 'wide',
      render: (row) => `${row.programmeZh}：${row.reason}${row.note ? `（${row.note}）` : ''}`,
    },
    ...(search.state ? [{ key: 'by', title: '处理人', render: (row: AdjustmentRow) => row.decidedName ?? '' }] : []),
  ];
  return (
    <Page title="补发和追回" lead="情况知道得晚，已经发了的月份多了或者少了：系统按月算出差额，由一个人确认以后才补发或者追回。">
      <div className="filters">
        <Chips label="状态" options={states} value={search.state ?? ''} onChange={(state) => change({ state })} />
        <Chips label="种类" options={directions} value={search.direction ?? ''} onChange={(direction) => change({ direction })} />
      </div>
      {mayDecide && !search.state && open.length > 0 && (
        <div className="case-actions">
          <Button onClick={() => setChosen(new Set(open.map((row) => row.id)))}>全选（{open.length}）</Button>
          <Button type="primary" disabled={picked.length === 0} onClick={() => setDeciding('confirm')}>
            确认所选
            {picked.length > 0
              ? `（${picked.length}项，${yuanDigits(picked.reduce((sum, row) => sum + row.amountFen, 0))}元）`
              : ''}
          </Button>
          <Button disabled={picked.length === 0} onClick={() => setDeciding('reject')}>
            不予调整
          </Button>
        </div>
      )}
      <div className="sheet">
        <KeysetTable
          caption="补发和追回"
          list={list}
          rowKey={(row) => row.id}
          empty="没有待确认的补发和追回。"
          columns={columns}
        />
      </div>
      {deciding && (
        <Decide
          decision={deciding}
          rows={picked}
          onClose={() => setDeciding(null)}
          onDone={() => {
            setDeciding(null);
            setChosen(new Set());
          }}
        />
      )}
    </Page>
  );
}

const classes = Object.entries(overpaymentClasses).map(([value, label]) => ({ value, label }));

function Decide({
  decision,
  rows,
  onDone,
  onClose,
}: {
  decision: 'confirm' | 'reject';
  rows: readonly AdjustmentRow[];
  onDone: () => void;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [note, setNote] = useState('');
  const [classification, setClassification] = useState('');
  const recovers = decision === 'confirm' && rows.some((row) => row.direction === 'recovery');
  const decide = useMutation({
    mutationFn: () =>
      api.post('/api/adjustments/decide', {
        ids: rows.map((row) => row.id),
        decision,
        note,
        ...(recovers && classification ? { classification } : {}),
        requestId: requestId.current,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      onDone();
    },
    onError: (error) => {
      if (apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
    },
  });
  return (
    <Modal
      open
      title={decision === 'confirm' ? `确认${rows.length}项调整` : `${rows.length}项不予调整`}
      okText={decision === 'confirm' ? '确认' : '不予调整'}
      okButtonProps={{ loading: decide.isPending, disabled: recovers && !classification }}
      onOk={() => decide.mutate()}
      onCancel={onClose}
      closable={{ 'aria-label': '关闭' }}
    >
      <div className="wb-form">
        <p className="causes">
          {decision === 'confirm'
            ? '补发的随下一批单列一笔发放；追回的成为多发款项，通知家庭在30天内退回。'
            : '这些月份不再调整，同一原因不会再次提出。'}
        </p>
        {recovers && <Chips label="多发的性质" options={classes} value={classification} onChange={setClassification} />}
        <div className="field">
          <label htmlFor="adjustment-note">{decision === 'reject' ? '理由' : '备注'}</label>
          <Input.TextArea id="adjustment-note" rows={2} maxLength={500} value={note} onChange={(e) => setNote(e.target.value)} />
        </div>
        {decide.error && <Refused error={apiErrorOf(decide.error)} />}
      </div>
    </Modal>
  );
}
