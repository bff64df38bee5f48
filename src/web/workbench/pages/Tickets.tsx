/** 热线工单: what waits first; a new call in one form. */
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { TicketRow } from '../../../kernel/ticket/index.ts';
import { type Column, KeysetTable } from '../../components/DataTable.tsx';
import { Page } from '../../components/layout.tsx';
import { Day, DivisionName, Moment, State, Tag } from '../../components/marks.tsx';
import { RecordForm } from '../../components/RecordForm.tsx';
import { may, useSession } from '../../components/session.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { useTextSearch } from '../search.ts';
import { Chips } from './Chips.tsx';

const views = [
  { value: 'open', label: '在办' },
  { value: 'done', label: '已办结' },
];

/** A limit counted in days ends at 24:00 of a day; one in minutes at its minute. */
export const TicketDue = ({ ticket }: { ticket: Pick<TicketRow, 'dueAt' | 'dueOn'> }) =>
  ticket.dueAt.endsWith('T16:00:00.000Z') ? <Day on={ticket.dueOn} /> : <Moment at={ticket.dueAt} />;

const columns: Column<TicketRow>[] = [
  {
    key: 'what',
    title: '诉求',
    kind: 'main',
    render: (row) => (
      <Link to="/tickets/$ticketId" params={{ ticketId: row.id }}>
        {row.categoryZh}（{row.kindZh}）
      </Link>
    ),
  },
  {
    key: 'due',
    title: '时限',
    render: (row) =>
      row.closedAt ? (
        <span className="quiet">已办结</span>
      ) : (
        <>
          {row.late && <Tag tone="bad">已超期</Tag>} <TicketDue ticket={row} />
        </>
      ),
  },
  { key: 'urgency', title: '紧急程度', render: (row) => <Tag tone={row.urgency === 'A' ? 'bad' : 'plain'}>{row.urgency}类</Tag> },
  { key: 'state', title: '状态', render: (row) => <State zh={row.stateZh} /> },
  { key: 'division', title: '所在地', render: (row) => <DivisionName name={row.divisionName} /> },
  { key: 'channel', title: '来源', deskOnly: true, render: (row) => row.channelZh },
  { key: 'opened', title: '登记', deskOnly: true, render: (row) => <Moment at={row.openedAt} /> },
];

export function Tickets() {
  const session = useSession();
  const [search, change] = useTextSearch();
  const view = search.view ?? 'open';
  const list = useKeyset<TicketRow>('/api/tickets', { view });
  return (
    <Page
      title="热线工单"
      lead="先到期的在前。生活困难的来电同时成为线索，由当地核实。"
      aside={
        may(session, 'POST /api/tickets') && (
          <Link to="/tickets/new">
            <Button type="primary">登记来电</Button>
          </Link>
        )
      }
    >
      <div className="filters">
        <Chips label="范围" options={views} value={view} onChange={(v) => change({ view: v })} />
      </div>
      <div className="sheet">
        <KeysetTable caption="工单列表" list={list} columns={columns} rowKey={(row) => row.id} empty="没有工单。" />
      </div>
    </Page>
  );
}

export function NewTicketPage() {
  const navigate = useNavigate();
  return (
    <Page title="登记来电" lead="边听边记。A类（生命安全）15分钟内派单。">
      <div className="sheet narrow">
        <RecordForm
          form="/api/tickets/form"
          to="/api/tickets"
          button="登记"
          initial={{ kind: 'help', urgency: 'C', channel: 'call' }}
          onDone={(id) => void navigate({ to: '/tickets/$ticketId', params: { ticketId: id } })}
        />
      </div>
    </Page>
  );
}
