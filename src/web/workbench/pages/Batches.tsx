/** 发放: batches by month and county; a new one is frozen from the entitlements of its month. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useRef, useState } from 'react';
import { plusMonths } from '../../../kernel/calendar/index.ts';
import { type BatchRow, batchKinds, batchStates } from '../../../kernel/payment/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, Money, Month, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import type { DivisionRow } from '../../form/services.ts';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { longMonth } from '../../shared/format.ts';
import '../../form/antd/form.css';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';
import { useProgrammes } from './programmes.ts';

const countyOf = (division: string | null): string | null =>
  division && division.slice(4, 6) !== '00' ? `${division.slice(0, 6)}000000` : null;

/** The months that anybody asks about: next month's, which is frozen now, and those before. */
const monthsAround = (today: string): { value: string; label: string }[] => {
  const now = today.slice(0, 7) as YearMonth;
  return [1, 0, -1, -2].map((n) => {
    const month = plusMonths(now, n);
    return { value: month, label: longMonth(month) };
  });
};

export const batchTone = (state: BatchRow['state']): 'good' | 'warn' | 'now' =>
  state === 'reconciled' || state === 'all-paid' ? 'good' : state === 'partly-paid' ? 'warn' : 'now';

/** How a batch stands in a list. */
export const batchColumns = (today: PlainDate): Column<BatchRow>[] => [
  {
    key: 'batch',
    title: '批次',
    kind: 'main',
    render: (row) => (
      <Link to="/batches/$batchId" params={{ batchId: row.id }}>
        <Month month={row.month} /> {row.countyName} {row.programmeZh}
        {row.kind === 'supplementary' && `（补发第${row.seq}批）`}
      </Link>
    ),
  },
  {
    key: 'state',
    title: '状态',
    render: (row) => (
      <>
        <Tag tone={batchTone(row.state)}>{row.stateZh}</Tag>
        {row.frozen && <Tag tone="bad">已冻结</Tag>}
      </>
    ),
  },
  { key: 'count', title: '笔数', kind: 'number', render: (row) => row.lineCount },
  { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
  { key: 'pay', title: '发放日', render: (row) => <Day on={row.payOn} /> },
  {
    key: 'due',
    title: '本环节至',
    render: (row) =>
      row.dueOn && row.dueOn < today && batchStates[row.state].by ? (
        <span style={{ color: 'var(--bad)', fontWeight: 600 }}>
          已过 <Day on={row.dueOn} />
        </span>
      ) : (
        <Day on={row.dueOn} />
      ),
  },
];

export function Batches() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const county = countyOf(session.actor.division);
  const counties = useQuery({
    queryKey: ['/api/divisions', 'counties', session.actor.division],
    queryFn: () => api.get<{ rows: readonly DivisionRow[] }>('/api/divisions', { parent: session.actor.division }),
    enabled: county === null,
  });
  const list = useKeyset<BatchRow>('/api/batches', {
    month: search.month,
    county: search.county ?? county ?? undefined,
    programme: search.programme,
  });
  const programmes = useProgrammes();
  const [making, setMaking] = useState(false);
  return (
    <Page
      title="发放"
      lead="每月20日编制下月名单，10日前打到一卡通。"
      aside={
        may(session, 'POST /api/batches') && (
          <Button type="primary" onClick={() => setMaking(true)}>
            编制批次
          </Button>
        )
      }
    >
      <div className="filters">
        <Chips
          label="月份"
          options={[{ value: '', label: '全部月份' }, ...monthsAround(session.today)]}
          value={search.month ?? ''}
          onChange={(month) => change({ month })}
        />
        <Chips
          label="项目"
          options={[{ value: '', label: '全部项目' }, ...programmes]}
          value={search.programme ?? ''}
          onChange={(programme) => change({ programme })}
        />
        {counties.data && (
          <Chips
            label="县（市、区）"
            options={[{ value: '', label: '全市' }, ...counties.data.rows.map((row) => ({ value: row.code, label: row.name }))]}
            value={search.county ?? ''}
            onChange={(value) => change({ county: value })}
          />
        )}
      </div>
      <div className="sheet">
        <KeysetTable
          caption="发放批次"
          list={list}
          rowKey={(row) => row.id}
          empty={search.month || search.programme ? '没有这样的批次。' : '还没有发放批次。'}
          columns={batchColumns(session.today)}
        />
      </div>
      {making && <MakeBatch county={county} onClose={() => setMaking(false)} />}
    </Page>
  );
}

const kinds = Object.entries(batchKinds).map(([value, label]) => ({ value, label }));

function MakeBatch({ county, onClose }: { county: string | null; onClose: () => void }) {
  const session = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [month, setMonth] = useState<string>(plusMonths(session.today.slice(0, 7) as YearMonth, 1));
  const [kind, setKind] = useState<string>('regular');
  const [programme, setProgramme] = useState('dibao');
  const programmes = useProgrammes();
  const requestId = useRef(newRequestId());
  const make = useMutation({
    mutationFn: () => api.post<{ id: string }>('/api/batches', { programme, county, month, kind, requestId: requestId.current }),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['/api/batches'] });
      await navigate({ to: '/batches/$batchId', params: { batchId: id } });
    },
    onError: (error) => {
      if (apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
    },
  });
  return (
    <Modal
      open
      title="编制发放批次"
      okText="编制"
      okButtonProps={{ loading: make.isPending, disabled: !/^\d{4}-\d{2}$/.test(month) }}
      onOk={() => make.mutate()}
      onCancel={onClose}
      closable={{ 'aria-label': '关闭' }}
    >
      <div className="wb-form">
        <Chips label="项目" options={programmes} value={programme} onChange={setProgramme} />
        <Chips label="种类" options={kinds} value={kind} onChange={setKind} />
        <p className="causes">
          {kind === 'regular'
            ? '按这个月应发的待遇冻结名单和金额，核对死亡、账户等情况，再由各乡镇确认。'
            : '把已经更正账户的退票和当月漏发的待遇编成一批，再走一遍确认、复核和送银行。'}
        </p>
        <div className="field">
          <label htmlFor="batch-month">发放月份</label>
          <Input
            id="batch-month"
            className="day-input"
            inputMode="numeric"
            value={month}
            placeholder="2026-12"
            onChange={(e) => setMonth(e.target.value)}
          />
        </div>
        {make.error && <Refused error={apiErrorOf(make.error)} />}
      </div>
    </Modal>
  );
}
