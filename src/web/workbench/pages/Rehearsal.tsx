/** One draft of standards: what is proposed, what its rehearsal says, ten cases to read, the signatures, and the publication beside it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { App, Button, Progress } from 'antd';
import { useRef, useState } from 'react';
import { boundsText, standardText } from '../../../kernel/policy/index.ts';
import type { DraftView, RunView } from '../../../kernel/rehearsal/index.ts';
import type { ActionView } from '../../../kernel/service/index.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { Facts, Page, Section } from '../../components/layout.tsx';
import { Day, Moment, Tag } from '../../components/marks.tsx';
import { Failed, Loading, Refused } from '../../components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';
import { type DraftContent, DraftForm } from './DraftForm.tsx';
import { Differences, Households, TenCases } from './RehearsalLists.tsx';
import { Report } from './RehearsalReport.tsx';
import { draftTone } from './Rehearsals.tsx';
import { useStandardNames } from './standardNames.ts';

const isRunning = (draft: DraftView | undefined): boolean =>
  draft?.rehearsal?.state === 'running' || draft?.publication?.state === 'running';

export function Rehearsal() {
  const nameOf = useStandardNames();
  const { draftId } = useParams({ strict: false }) as { draftId: string };
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['/api/standard-drafts', draftId],
    queryFn: () => api.get<DraftView>(`/api/standard-drafts/${draftId}`),
    refetchInterval: ({ state }) => (isRunning(state.data) ? 1_000 : false),
  });
  if (query.isPending) return <Loading />;
  if (query.error && !query.data) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const draft = query.data!;
  const shown = draft.publication ?? draft.rehearsal;
  return (
    <Page
      title={draft.title}
      lead={`${draft.divisionName}　${draft.documentNo}`}
      aside={<Button onClick={() => window.print()}>打印</Button>}
    >
      <Section title="方案" aside={<Tag tone={draftTone(draft.state)}>{draft.stateZh}</Tag>}>
        <DataTable
          caption="拟调标准"
          rows={draft.rows}
          rowKey={(row) => `${row.key} ${row.division}`}
          columns={[
            { key: 'name', title: '标准', kind: 'wide', render: (row) => nameOf(row.key) ?? row.key },
            { key: 'place', title: '适用地区', render: (row) => row.divisionName },
            {
              key: 'now',
              title: '原标准',
              kind: 'number',
              render: (row) => (row.nowValue ? standardText({ value: row.nowValue, unit: row.unit }) : '没有'),
            },
            {
              key: 'value',
              title: '新标准',
              kind: 'number',
              render: (row) => (
                <>
                  <b>{standardText(row)}</b>
                  {boundsText(row) && <span className="quiet">（{boundsText(row)}）</span>}
                  {row.said && <p className="quiet">{row.said}</p>}
                </>
              ),
            },
            { key: 'from', title: '从哪天起', render: (row) => <Day on={row.validFrom} /> },
          ]}
        />
        <Facts
          rows={[
            { label: '拟定', value: <Signed name={draft.proposedName} at={draft.proposedAt} /> },
            { label: '送审', value: <Signed name={draft.submittedName} at={draft.submittedAt} /> },
            { label: '批准', value: <Signed name={draft.approvedName} at={draft.approvedAt} /> },
            { label: '公布', value: <Moment at={draft.publishedAt} /> },
            ...(draft.announcement
              ? [
                  {
                    label: '公告',
                    value: (
                      <a href={draft.announcement.url}>
                        {draft.announcement.title}（{draft.announcement.number}）
                      </a>
                    ),
                  },
                ]
              : []),
            ...(draft.note ? [{ label: '退回意见', value: draft.note }] : []),
          ]}
        />
        <Actions draft={draft} onDone={() => queries.invalidateQueries({ queryKey: ['/api/standard-drafts'] })} />
      </Section>
      {draft.publication && <Run title="公布" run={draft.publication} />}
      {draft.publication?.report?.compared && <Differences draftId={draft.id} compared={draft.publication.report.compared} />}
      {draft.rehearsal ? (
        <>
          {draft.publication ? (
            <details className="sheet-fold">
              <summary>预演时的结果</summary>
              <Run title="预演" run={draft.rehearsal} />
            </details>
          ) : (
            <Run title="预演" run={draft.rehearsal} />
          )}
          {draft.rehearsal.outdated && (
            <p className="causes causes-danger">方案在这次预演之后改过，下面是改之前的结果，请重新预演。</p>
          )}
          {draft.rehearsal.state === 'done' && <TenCases draftId={draft.id} />}
        </>
      ) : (
        <Section title="预演">
          <p className="state-note">还没有预演。预演不改变任何待遇，可以随时做。</p>
        </Section>
      )}
      {shown?.state === 'done' && <Households draftId={draft.id} groups={shown.report!.groups} />}
    </Page>
  );
}

const Signed = ({ name, at }: { name: string | null; at: string | null }) =>
  name ? (
    <>
      {name} <Moment at={at} />
    </>
  ) : (
    <span className="quiet">—</span>
  );

function Run({ title, run }: { title: string; run: RunView }) {
  return (
    <Section
      title={title}
      aside={
        <span className="quiet">
          {run.state === 'done' ? '完成于 ' : '开始于 '}
          <Moment at={run.endedAt ?? run.startedAt} />
        </span>
      }
    >
      {run.state === 'running' ? (
        <div role="status">
          <Progress percent={run.total === 0 ? 0 : Math.min(99, Math.floor((run.done * 100) / run.total))} />
          <p>
            正在逐户计算：已完成{run.done}户，共{run.total}户。可以离开这一页，计算不会停；服务器重启后接着算。
          </p>
        </div>
      ) : (
        <Report groups={run.report!.groups} on={run.onDate} />
      )}
    </Section>
  );
}

/** What brings a draft on, the furthest first: one of them is the button to press. */
const forward = ['publish', 'approve', 'submit', 'rehearse'];

function Actions({ draft, onDone }: { draft: DraftView; onDone: () => Promise<void> }) {
  const { message, modal } = App.useApp();
  const [changing, setChanging] = useState(false);
  const requestId = useRef(newRequestId());
  const send = (action: string, more: { change?: DraftContent } = {}) =>
    api.post(`/api/standard-drafts/${draft.id}/actions`, {
      action,
      version: draft.version,
      requestId: requestId.current,
      ...more,
    });
  const act = useMutation({
    mutationFn: (action: ActionView) => send(action.action),
    onSuccess: async (_, action) => {
      requestId.current = newRequestId();
      message.success(`已完成：${action.zh}`);
      await onDone();
    },
    onError: (error) => {
      if (apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
    },
  });
  if (draft.allowedActions.length === 0) return null;
  const next = forward.find((name) => draft.allowedActions.some((a) => a.action === name));
  const press = (action: ActionView) => {
    if (action.action === 'change') return setChanging(true);
    modal.confirm({
      title: action.zh,
      content: action.causes,
      okText: action.danger ? `${action.zh}（${action.causes.split(/[，。；]/)[0]}）` : action.zh,
      okButtonProps: { danger: action.danger },
      cancelText: '先不办',
      onOk: () => act.mutateAsync(action).catch(() => {}),
    });
  };
  return (
    <div className="draft-actions">
      {act.error && <Refused error={apiErrorOf(act.error)} />}
      {draft.allowedActions.map((action) => (
        <Button
          key={action.action}
          type={action.action === next ? 'primary' : 'default'}
          danger={action.action === 'withdraw'}
          loading={act.isPending && act.variables?.action === action.action}
          onClick={() => press(action)}
        >
          {action.zh}
        </Button>
      ))}
      {changing && (
        <DraftForm
          title="修改标准方案"
          button="保存修改"
          initial={{
            title: draft.title,
            documentNo: draft.documentNo,
            rows: draft.rows.map(({ key, division, value, unit, validFrom, floor = null, ceiling = null }) => ({
              ...{ key, division, value, unit, validFrom, floor, ceiling },
            })),
          }}
          send={async (change) => {
            await send('change', { change });
            requestId.current = newRequestId();
            await onDone();
          }}
          onClose={() => setChanging(false)}
        />
      )}
    </div>
  );
}
