/** 还没有反馈的来源: who is waited for, since when, until when; letters are printed and their answers typed here. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { answerWays, queryFaults, queryStates } from '../../../../kernel/exchange/index.ts';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Day, Moment, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { sourceList, type VerificationSource } from '../../verification/sources.ts';
import type { OpenLine, VerificationContent } from './content.ts';

interface Waiting {
  key: string;
  lines: readonly OpenLine[];
}

/** One row for a source that is waited for, whoever it is asked about. */
function waitingOf(queries: readonly OpenLine[]): Waiting[] {
  const groups = new Map<string, OpenLine[]>();
  for (const q of queries) {
    if (q.state === 'answered' || q.fault === 'not-needed' || q.fault === 'consent-ended') continue;
    const key = `${q.source} ${q.addressee} ${q.way}`;
    groups.set(key, [...(groups.get(key) ?? []), q]);
  }
  return [...groups].map(([key, lines]) => ({ key, lines }));
}

/** What a letter says: nothing, or records of the kinds that the source knows. */
export const answerFields = (source: VerificationSource): readonly FormField[] => [
  { name: 'asOf', type: 'date', label: '数据截至', required: true, widget: 'date', format: 'plain-date' },
  {
    name: 'items',
    type: 'list',
    label: '查到的记录',
    help: '复函写明没有记录的，不用添加',
    required: false,
    max: 20,
    fields: [
      {
        name: 'kind',
        type: 'choice',
        label: '类别',
        required: true,
        choices: Object.entries(sourceList[source].tells).map(([value, label]) => ({ value, label })),
      },
      { name: 'text', type: 'text', label: '说明', required: false, max: 200 },
      { name: 'recordNo', type: 'text', label: '证号、编号', required: false, max: 60 },
      { name: 'amountFen', type: 'amount', label: '金额', required: false, unit: '元', widget: 'amount' },
      { name: 'date', type: 'date', label: '日期', required: false, widget: 'date', format: 'plain-date' },
      { name: 'quantity', type: 'text', label: '数量（面积等）', required: false, max: 10 },
    ],
  },
  { name: 'scan', type: 'file', label: '复函的扫描件或照片', required: true, widget: 'file', paper: 'reply-letter' },
];

export function VerificationOpen({
  caseId,
  check,
  nameOf,
}: {
  caseId: string;
  check: VerificationContent;
  nameOf: (ref: string) => string;
}) {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [answering, setAnswering] = useState<OpenLine | null>(null);
  // Those that answer by themselves are counted, and named where something is wrong; the whole list is opened by whoever wants to write to one of them.
  const [listed, setListed] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
  const run = useMutation({
    mutationFn: async ({ what, line }: { what: 'letter' | 'by-letter'; line: OpenLine }) => {
      const body = what === 'letter' ? { source: line.source, addressee: line.addressee } : { source: line.source };
      return api.post<{ documentId?: string }>(`/api/cases/${caseId}/verification/${what}`, {
        ...body,
        requestId: requestId.current,
      });
    },
    onSuccess: ({ documentId }) => {
      if (documentId) window.open(`/api/documents/${documentId}/pdf`, '_blank', 'noopener');
    },
    onSettled: async (_, error) => {
      if (!error || apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
      await refresh();
    },
  });
  const waiting = waitingOf(check.queries ?? []);
  if (waiting.length === 0) return null;
  const mine = may(session, 'POST /api/cases/:id/verification/retry') && !['disputed', 'archived'].includes(check.state);
  const isLate = ({ lines: [first] }: Waiting) => first!.dueOn !== null && first!.dueOn < session.today;
  const silent = waiting.filter(({ lines }) => lines[0]!.way !== 'letter');
  const isFaulty = (w: Waiting) => isLate(w) || w.lines.some((q) => q.state !== 'pending' || q.fault !== null);
  const faulty = silent.filter(isFaulty).length;
  return (
    <>
      <h3>还没有反馈的来源</h3>
      {silent.length > 0 && (
        <>
          <p>
            等{silent.length}个来源自动反馈{faulty > 0 && `，其中${faulty}个没有按时反馈或者查询失败`}。
          </p>
          <div className="case-actions">
            {(mine || faulty < silent.length) && (
              <Button aria-expanded={listed} onClick={() => setListed(!listed)}>
                {listed ? '收起' : mine ? '改用信函查询' : '看是哪些来源'}
              </Button>
            )}
          </div>
        </>
      )}
      <ul className="plain-list">
        {waiting.map((group) => {
          const { key, lines } = group;
          const first = lines.find((q) => q.fault !== null) ?? lines[0]!;
          const late = isLate(group);
          if (first.way !== 'letter' && !listed && !isFaulty(group)) return null;
          return (
            <li key={key}>
              <p className="line">
                <b>{first.sourceName}</b>
                <span className="quiet">{answerWays[first.way]}</span>
                <Tag tone={isFaulty(group) ? 'warn' : 'now'}>{late ? '已过期限' : queryStates[first.state]}</Tag>
                <span>{lines.map((q) => nameOf(q.member)).join('、')}</span>
              </p>
              <p className="quiet line">
                <span>
                  <Moment at={first.askedAt} /> 提出
                </span>
                {first.dueOn && (
                  <span>
                    应于 <Day on={first.dueOn} /> 前答复
                  </span>
                )}
                {first.fault && (
                  <span>
                    {queryFaults[first.fault]}，已试{first.attempts}次，
                    {first.nextAt ? (
                      <>
                        系统 <Moment at={first.nextAt} /> 再查
                      </>
                    ) : (
                      '系统不再自动查，等核对中心重新查询或者发函'
                    )}
                  </span>
                )}
              </p>
              {mine && (first.way === 'letter' || listed) && (
                <div className="case-actions">
                  {first.way === 'letter' ? (
                    <>
                      <Button loading={run.isPending} onClick={() => run.mutate({ what: 'letter', line: first })}>
                        {first.letterId ? '再看协查函' : '制发协查函'}
                      </Button>
                      {lines.map((line) => (
                        <Button key={line.id} onClick={() => setAnswering(line)}>
                          登记复函：{nameOf(line.member)}
                        </Button>
                      ))}
                    </>
                  ) : (
                    <Button loading={run.isPending} onClick={() => run.mutate({ what: 'by-letter', line: first })}>
                      向{first.sourceName}发函
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {run.error && <Refused error={apiErrorOf(run.error)} />}
      {answering && (
        <FormDrawer
          title={`${answering.sourceName}的复函`}
          causes={`按复函登记${nameOf(answering.member)}的情况。登记以后不能再改，扫描件随办件保存。`}
          fields={answerFields(answering.source)}
          division={homeDivision(session)}
          button="登记复函"
          send={(input) =>
            api.post(`/api/cases/${caseId}/verification/answer`, {
              ...input,
              queryId: answering.id,
              requestId: requestId.current,
            })
          }
          onDone={async () => {
            requestId.current = newRequestId();
            await refresh();
          }}
          onClose={() => setAnswering(null)}
        />
      )}
    </>
  );
}
