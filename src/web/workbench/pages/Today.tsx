/** 今天要办: counts that are lists, what is due first, and the newest messages. */
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { WaitingRow } from '../../../kernel/offer/index.ts';
import type { BatchRow, OpenInquiry, WaitingLine } from '../../../kernel/payment/index.ts';
import { type CaseRow, type WorkCounts, workCards } from '../../../kernel/service/index.ts';
import { type Column, DataTable, KeysetTable } from '../../components/DataTable.tsx';
import { Page, Section } from '../../components/layout.tsx';
import { Day, Money, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { longDate } from '../../shared/format.ts';
import { batchColumns } from './Batches.tsx';
import { BelowFloor } from './BelowFloor.tsx';
import { ClueCounts } from './Clues.tsx';
import { caseColumns, claimColumn } from './caseColumns.tsx';
import { lineColumns } from './lineColumns.tsx';
import { Inbox } from './Messages.tsx';

const tones = { overdue: 'bad', today: 'warn', mine: 'now', others: 'plain', all: 'plain' } satisfies Record<
  keyof WorkCounts,
  string
>;

const EVERY_MS = 60_000;

/** The server counts to a thousand and no further. */
const bounded = (count: number): string => (count >= 1000 ? '1000+' : String(count));

export function Today() {
  const session = useSession();
  const first = session.places[0];
  // Who has no work list begins where the work is: an auditor at the persons, an administrator at the accounts.
  if (first && first.to !== '/') return <Navigate to={first.to} replace />;
  const hour = Number(
    new Intl.DateTimeFormat('en', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' }).format(new Date(session.now)),
  );
  const has = (to: string) => session.places.some((place) => place.to === to);
  // Finance and the treasury have batches where the others have cases.
  const worksOnCases = has('/cases');
  return (
    <Page title="今天要办" lead={`${session.actor.name}，${hour < 12 ? '上午好' : '下午好'}。${longDate(session.today)}。`}>
      {worksOnCases && <Elsewhere />}
      {worksOnCases && <CountCards />}
      {has('/clues') && <ClueCounts />}
      {may(session, 'GET /api/bank-inquiries') && <SilentBanks />}
      {may(session, 'GET /api/payment-lines/waiting') && <WaitingPayments />}
      {may(session, 'GET /api/parameters/below-floor') && <BelowFloor />}
      <div className="columns">
        {worksOnCases ? (
          <div>
            {may(session, 'POST /api/batches/:id/actions') && <MyBatches onlyIfAny />}
            <MyCases />
          </div>
        ) : (
          <MyBatches />
        )}
        <Section title="消息" aside={<Link to="/messages">全部</Link>}>
          <Inbox limit={6} />
        </Section>
      </div>
    </Page>
  );
}

function CountCards() {
  const counts = useQuery({ queryKey: ['/api/cases', 'counts'], queryFn: () => api.get<WorkCounts>('/api/cases/counts') });
  if (counts.isPending) return <Loading />;
  if (!counts.data) return <Failed error={counts.error} retry={() => void counts.refetch()} />;
  return (
    <ul className="counts">
      {workCards.map((card) => (
        <li key={card.key} className={counts.data[card.key] > 0 ? `count-${tones[card.key]}` : undefined}>
          <Link to="/cases" search={card.list}>
            <b>{bounded(counts.data[card.key])}</b>
            {card.zh}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What waits on pages of its own, each a list; before the cases, as somebody may be lost or not answer his door. Nothing is shown while there is none. */
function Elsewhere() {
  const list = useQuery({
    queryKey: ['/api/desk/waiting'],
    queryFn: () => api.get<{ rows: readonly WaitingRow[] }>('/api/desk/waiting'),
    refetchInterval: EVERY_MS,
  });
  if (list.isError && !list.data) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data || list.data.rows.length === 0) return null;
  return (
    <ul className="counts" aria-label="办件以外等着办的">
      {list.data.rows.map(({ zh, count, tone, to, search }) => (
        <li key={zh} className={`count-${tone}`}>
          <Link to={to as never} search={search as never}>
            <b>{bounded(count)}</b>
            {zh}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Files that their banks owe an answer for; nothing is shown while there are none. */
function SilentBanks() {
  const { today } = useSession();
  const list = useQuery({ queryKey: ['/api/bank-inquiries'], queryFn: () => api.get<OpenInquiry[]>('/api/bank-inquiries') });
  if (list.isError) return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data || list.data.length === 0) return null;
  return (
    <Section title="银行还没有答复的文件">
      <DataTable
        caption="过期没有回盘的文件"
        rows={list.data}
        rowKey={(row) => row.fileId}
        columns={[
          {
            key: 'bank',
            title: '银行',
            kind: 'main',
            render: (row) => (
              <Link to="/batches/$batchId" params={{ batchId: row.batchId }}>
                {row.bankName}
              </Link>
            ),
          },
          { key: 'batch', title: '批次', render: (row) => `${row.countyName}${longMonth(row.month)}${row.programmeZh}` },
          { key: 'count', title: '笔数', kind: 'number', render: (row) => row.lineCount },
          { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
          {
            key: 'state',
            title: '到哪一步',
            kind: 'wide',
            render: (row) => (
              <>
                <Tag tone={row.dueOn < today ? 'bad' : 'warn'}>{row.letterNo ? '等回盘' : '已冻结'}</Tag>
                {row.letterNo ? (
                  <>
                    书面答复（{row.letterNo}）：已经付款，回盘最迟 <Day on={row.dueOn} />
                  </>
                ) : (
                  <>
                    <Day on={row.openedOn} /> 冻结，请向银行查询，登记书面答复
                  </>
                )}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** Money that waits for an account or for somebody who draws it, put right where it stands; nothing is shown while there is none. */
function WaitingPayments() {
  const { today } = useSession();
  const list = useKeyset<WaitingLine>('/api/payment-lines/waiting', {});
  if (list.rows.length === 0) return null;
  const due: Column<WaitingLine> = {
    key: 'due',
    title: '最迟',
    render: (row) => (
      <>
        <Day on={row.dueOn} /> {row.dueOn < today && <Tag tone="bad">已过期</Tag>}
      </>
    ),
  };
  const programme: Column<WaitingLine> = {
    key: 'programme',
    title: '项目',
    render: (row) => (
      <Link to="/batches/$batchId" params={{ batchId: row.batchId }}>
        {row.programmeZh}
      </Link>
    ),
  };
  return (
    <Section title="退回和停着的款项，等更正账户或者登记领取人">
      <KeysetTable
        caption="退回和停着的款项"
        list={list}
        rowKey={(row) => row.id}
        columns={[...lineColumns(true).filter((c) => c.key !== 'account'), programme, due]}
        empty="没有退回或者停着的款项。"
      />
    </Section>
  );
}

function MyCases() {
  const { today } = useSession();
  const list = useKeyset<CaseRow>('/api/cases', { view: 'mine' });
  return (
    <Section title="等我办，快到期的在前" aside={<Link to="/cases">全部办件</Link>}>
      <KeysetTable
        caption="等我办的办件"
        list={list}
        columns={[
          ...caseColumns(today).filter((c) => !['holder', 'no', 'submitted'].includes(c.key)),
          ...(list.rows.some((row) => row.claim) ? [claimColumn] : []),
        ]}
        rowKey={(row) => row.id}
        empty={
          <>
            现在没有等您办的事。可以
            <Link to="/cases" search={{ view: 'all' }}>
              看看辖区里在办的
            </Link>
            。
          </>
        }
      />
    </Section>
  );
}

/** A township's desk has batches once a month: it says nothing of them while none waits. */
function MyBatches({ onlyIfAny = false }: { onlyIfAny?: boolean }) {
  const { today } = useSession();
  const list = useKeyset<BatchRow>('/api/batches', { view: 'mine' });
  if (onlyIfAny && list.rows.length === 0) return null;
  return (
    <Section title="等我办的发放批次，发放日近的在前" aside={<Link to="/batches">全部批次</Link>}>
      <KeysetTable
        caption="等我办的发放批次"
        list={list}
        columns={batchColumns(today)}
        rowKey={(row) => row.id}
        empty="现在没有等您办的批次。"
      />
    </Section>
  );
}
