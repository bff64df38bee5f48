/** 复议和诉讼 against a decision, on its page and on its case. Filing does not bring stopped money back. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Appeals as Listed } from '../../../kernel/appeal/index.ts';
import { FormDrawer } from '../../components/FormDrawer.tsx';
import { Section } from '../../components/layout.tsx';
import { CaseLink, Day, Tag } from '../../components/marks.tsx';
import { may, useSession } from '../../components/session.tsx';
import { Refused } from '../../components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../shared/api.ts';

/** On a case only what was filed is shown; on the page of a decision it is written down. */
export function Appeals(of: { caseId: string; division: string; decisionId?: string }) {
  const session = useSession();
  return may(session, 'GET /api/cases/:id/appeals') ? <List {...of} /> : null;
}

function List({ caseId, division, decisionId }: { caseId: string; division: string; decisionId?: string }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ appeal?: string } | null>(null);
  const appeals = useQuery({
    queryKey: ['/api/cases', caseId, 'appeals', decisionId],
    queryFn: () => api.get<Listed>(`/api/cases/${caseId}/appeals`, decisionId ? { decisionId } : {}),
  });
  if (!appeals.data) return null;
  const { rows, forms } = appeals.data;
  const mayFile = forms !== null && decisionId !== undefined;
  if (rows.length === 0 && !mayFile) return null;
  return (
    <Section
      title="复议和诉讼"
      aside={
        mayFile && (
          <Button type="link" size="small" onClick={() => setOpen({})}>
            登记
          </Button>
        )
      }
    >
      {rows.length === 0 && <p className="quiet">没有人对这个决定申请复议或者起诉。</p>}
      {rows.map((row) => (
        <article key={row.id}>
          <p className="line">
            <b>{row.kindZh}</b>
            <Tag tone={row.resultZh ? (row.changes ? 'warn' : 'good') : 'now'}>{row.resultZh ?? '等结果'}</Tag>
            {row.late && <Tag tone="warn">超过法定期限</Tag>}
            {!row.resultZh && forms && (
              <Button size="small" onClick={() => setOpen({ appeal: row.id })}>
                登记结果
              </Button>
            )}
          </p>
          <p className="quiet line">
            <Day on={row.filedOn} /> <span>{row.body}</span> {row.number && <span>{row.number}</span>}
            <span>{row.recordedName}登记</span>
          </p>
          {row.resultedOn && (
            <p>
              <Day on={row.resultedOn} /> {row.resultText}
            </p>
          )}
          {row.changes && <Remedy appeal={row.id} caseId={row.remedyCaseId} may={forms !== null} />}
        </article>
      ))}
      {open && forms && (
        <FormDrawer
          {...(open.appeal
            ? {
                title: '登记结果',
                causes: '改变原决定的，提醒县级经办人和审核确认人：正在享受的自动开出复核，没有批准的由县级经办人点“重新办理”。',
                button: '保存结果',
                fields: forms.result,
              }
            : {
                title: '登记复议或诉讼',
                causes: '只作登记：停发的款项不会因为提出复议或起诉就恢复发放。',
                button: '登记',
                fields: forms.file,
              })}
          initial={{}}
          division={division}
          send={(input, requestId) =>
            api.post(open.appeal ? `/api/appeals/${open.appeal}/result` : `/api/decisions/${decisionId}/appeals`, {
              requestId,
              input,
            })
          }
          onDone={() => queries.invalidateQueries()}
          onClose={() => setOpen(null)}
        />
      )}
    </Section>
  );
}

/** What puts a changed decision right: the case that does, or whose action it is. */
function Remedy({ appeal, caseId, may: opens }: { appeal: string; caseId: string | null; may: boolean }) {
  const queries = useQueryClient();
  const remedy = useMutation({
    mutationFn: () => api.post(`/api/appeals/${appeal}/remedy`, { requestId: newRequestId() }),
    onSuccess: () => queries.invalidateQueries(),
  });
  if (caseId)
    return (
      <p>
        按文书重新办理：<CaseLink id={caseId}>打开这一件</CaseLink>
      </p>
    );
  return (
    <>
      <p className="line">
        <span>还没有重新办理。由县级经办人用原来的申请再立一件，乡镇（街道）和县级按文书重新审核，作出新的决定。</span>
        {opens && (
          <Button size="small" loading={remedy.isPending} onClick={() => remedy.mutate()}>
            重新办理
          </Button>
        )}
      </p>
      {remedy.error && <Refused error={apiErrorOf(remedy.error)} />}
    </>
  );
}
