/** One batch: how far it is, what it sums to, who confirmed it, every line, and the bank's side. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { type BatchView, batchStates, type LineRow, lineStates } from '../../../kernel/payment/index.ts';
import { ActionDrawer } from '../../components/ActionDrawer.tsx';
import { DataTable, KeysetTable } from '../../components/DataTable.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Moment, Money, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Failed, Loading } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';
import { longMonth } from '../../shared/format.ts';
import { useTextSearch } from '../search.ts';
import { BackPayList } from './BackPayList.tsx';
import { BankSide } from './BankSide.tsx';
import { batchTone } from './Batches.tsx';
import { Chips } from './Chips.tsx';
import { lineColumns } from './lineColumns.tsx';

export function BatchPage() {
  const { batchId } = useParams({ strict: false }) as { batchId: string };
  const batch = useQuery({ queryKey: ['/api/batches', batchId], queryFn: () => api.get<BatchView>(`/api/batches/${batchId}`) });
  if (batch.isPending) return <Loading text="正在打开批次……" />;
  if (!batch.data)
    return (
      <Page title="没有打开">
        <Failed error={batch.error} retry={() => void batch.refetch()} />
      </Page>
    );
  return <OneBatch batch={batch.data} />;
}

/** The states in their order; a batch ends either partly or wholly paid. */
function Funnel({ state, returned }: { state: BatchView['state']; returned: boolean }) {
  const order = Object.keys(batchStates) as BatchView['state'][];
  const partly = state === 'partly-paid' || (state === 'reconciled' && returned);
  const shown = order.filter((s) => (s === 'all-paid' ? !partly : s === 'partly-paid' ? partly : true));
  const at = shown.indexOf(state);
  return (
    <ol className="funnel" aria-label="批次进度">
      {shown.map((s, i) => (
        <li key={s} className={i === at ? 'here' : i < at ? 'passed' : undefined} aria-current={i === at ? 'step' : undefined}>
          {s === 'all-paid' && i > at ? '银行回盘' : batchStates[s].zh}
        </li>
      ))}
    </ol>
  );
}

function OneBatch({ batch }: { batch: BatchView }) {
  const session = useSession();
  const queries = useQueryClient();
  const [search, change] = useTextSearch();
  // The bank's file is imported where it is chosen, not in a drawer.
  const actions = batch.allowedActions.filter((a) => a.action !== 'importBankResult');
  const action = actions.find((a) => a.action === search.do);
  const refresh = () => void queries.invalidateQueries();
  const answered = batch.paid.count + batch.returned.count > 0;
  return (
    <Page
      title={`${longMonth(batch.month)} ${batch.countyName} ${batch.programmeZh}`}
      lead={
        <>
          <Tag tone={batchTone(batch.state)}>{batch.stateZh}</Tag>
          {batch.frozen && <Tag tone="bad">已冻结</Tag>} {batch.kindZh}，发放日 <Day on={batch.payOn} />
          {batch.dueOn && (
            <>
              ，本环节至 <Day on={batch.dueOn} />
            </>
          )}
        </>
      }
    >
      <Section title="批次">
        <Funnel state={batch.state} returned={batch.returned.count > 0} />
        <Facts
          rows={[
            { label: '应发笔数', value: `${batch.lineCount}笔` },
            { label: '应发金额', value: <Money fen={batch.sumFen} /> },
            {
              label: '暂停',
              value: (
                <span className="line">
                  <span>{batch.held.count}笔</span>
                  <Money fen={batch.held.sumFen} />
                </span>
              ),
            },
            ...(answered
              ? [
                  {
                    label: '成功',
                    value: (
                      <span className="line">
                        <span>{batch.paid.count}笔</span>
                        <Money fen={batch.paid.sumFen} />
                      </span>
                    ),
                  },
                  {
                    label: '退票',
                    value: (
                      <span className="line">
                        <span>{batch.returned.count}笔</span>
                        <Money fen={batch.returned.sumFen} />
                      </span>
                    ),
                  },
                ]
              : []),
            { label: '名单校验码', value: <span className="hash">{batch.hash}</span> },
          ]}
        />
        {batch.waitsZh && <p className="case-says">{batch.waitsZh}</p>}
        {actions.length > 0 && (
          <div className="case-actions">
            {actions.map((a, i) => (
              <Button
                key={a.action}
                type={i === 0 && !a.danger ? 'primary' : 'default'}
                danger={a.danger}
                onClick={() => change({ do: a.action })}
              >
                {a.zh}
              </Button>
            ))}
          </div>
        )}
      </Section>
      {batch.bankFiles.length > 0 && <BankSide batch={batch} onDone={refresh} />}
      {batch.townships.length > 0 && (
        <Section title="乡镇（街道）确认">
          <DataTable
            caption="乡镇（街道）确认"
            rows={batch.townships}
            rowKey={(row) => row.township}
            columns={[
              { key: 'name', title: '乡镇（街道）', kind: 'main', render: (row) => row.name },
              { key: 'count', title: '笔数', kind: 'number', render: (row) => row.lineCount },
              { key: 'sum', title: '金额', kind: 'number', render: (row) => <Money fen={row.sumFen} /> },
              {
                key: 'state',
                title: '确认',
                render: (row) => (row.confirmedAt ? <Tag tone="good">已确认</Tag> : <Tag tone="warn">待确认</Tag>),
              },
              { key: 'by', title: '确认人', render: (row) => row.confirmedBy ?? '—' },
              { key: 'at', title: '时间', render: (row) => <Moment at={row.confirmedAt} /> },
            ]}
          />
        </Section>
      )}
      {batch.backPay.count > 0 && may(session, 'POST /api/batches/:id/back-pay-list') && <BackPayList batch={batch} />}
      <Lines batch={batch} />
      <Section title="经过">
        <ol className="plain-list">
          {[...batch.events].reverse().map((event) => (
            <li key={event.seq}>
              <p className="line">
                <b>{event.actionZh}</b>
                <span className="quiet">{event.toZh}</span>
                <span className="quiet">
                  {event.lineCount}笔 <Money fen={event.sumFen} />
                </span>
              </p>
              {event.note && <p>{event.note}</p>}
              <p className="quiet line">
                <span>
                  {event.actorName} {event.roleZh !== event.actorName && event.roleZh}
                </span>
                <Moment at={event.at} />
              </p>
            </li>
          ))}
        </ol>
      </Section>
      {action && (
        <ActionDrawer
          subjectId={batch.id}
          version={batch.version}
          action={action}
          division={session.actor.division ?? batch.county}
          send={(command) => api.post(`/api/batches/${batch.id}/actions`, command)}
          onDone={() => {
            change({ do: '' });
            refresh();
          }}
          onStale={refresh}
          onClose={() => change({ do: '' })}
        />
      )}
    </Page>
  );
}

const filters = ['', 'pending', 'on-hold', 'sent', 'paid', 'returned', 'corrected'] as const;

function Lines({ batch }: { batch: BatchView }) {
  const session = useSession();
  const [search, change] = useTextSearch();
  const list = useKeyset<LineRow>(`/api/batches/${batch.id}/lines`, { state: search.state });
  const corrects = may(session, 'POST /api/payment-lines/:id/account');
  return (
    <Section title="名单">
      <div className="filters">
        <Chips
          label="状态"
          options={filters.map((state) => ({ value: state, label: state === '' ? '全部' : lineStates[state] }))}
          value={search.state ?? ''}
          onChange={(state) => change({ state })}
        />
      </div>
      <KeysetTable
        caption="发放名单"
        list={list}
        rowKey={(row) => row.id}
        empty={search.state ? '没有这种状态的。' : '名单是空的。'}
        columns={lineColumns(corrects)}
      />
    </Section>
  );
}
