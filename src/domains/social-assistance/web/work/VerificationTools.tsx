/** What can be done to a check outside the flow: ask again where nobody answered, look again after an objection. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import { allSources, sourceList } from '../../verification/sources.ts';
import type { VerificationContent } from './content.ts';

const objectionFields: readonly FormField[] = [
  { name: 'reason', type: 'text', label: '申请人的理由', required: true, min: 4, max: 500, widget: 'textarea' },
];

type Choices = readonly { value: string; label: string }[];

const membersField = (choices: Choices): FormField => ({
  name: 'members',
  type: 'choices',
  label: '查询谁',
  required: true,
  min: 1,
  choices,
});

const furtherFields = (members: Choices, sources: Choices): readonly FormField[] => [
  { name: 'sources', type: 'choices', label: '向谁查询', required: true, min: 1, choices: sources },
  membersField(members),
];

const elsewhereFields = (members: Choices): readonly FormField[] => [
  {
    name: 'addressee',
    type: 'text',
    label: '向哪里的核对机构查询',
    help: '例如：湖南省居民家庭经济状况核对中心',
    required: true,
    min: 4,
    max: 60,
  },
  membersField(members),
];

/** Sources that not everybody has been asked about. */
const notYetAsked = (check: VerificationContent): Choices =>
  allSources
    .filter((source) => source !== 'cooperation')
    .filter((source) => check.members?.some((m) => !check.queries?.some((q) => q.member === m.ref && q.source === source)))
    .map((value) => ({ value, label: `${sourceList[value].owner}：${sourceList[value].zh}` }));

export function VerificationTools({ caseId, check }: { caseId: string; check: VerificationContent }) {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [objecting, setObjecting] = useState(false);
  const [asking, setAsking] = useState<'further' | 'elsewhere' | null>(null);
  const run = useMutation({
    mutationFn: (what: 'retry' | 'recheck') =>
      api.post(`/api/cases/${caseId}/verification/${what}`, { requestId: requestId.current }),
    onSettled: async (_, error) => {
      if (!error || apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
      await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
    },
  });
  if (may(session, 'township-clerk') && check.state === 'reported' && (check.discrepancies?.length ?? 0) > 0)
    return (
      <div className="case-actions">
        <Button onClick={() => setObjecting(true)}>登记申请人对核对结果的异议</Button>
        {objecting && (
          <FormDrawer
            title="对核对结果的异议"
            causes="核对中心重新向部门查询，复核以后再出结果。"
            fields={objectionFields}
            division={session.actor.division ?? ''}
            button="登记异议"
            send={(input) => api.post(`/api/cases/${caseId}/verification/object`, { ...input, requestId: requestId.current })}
            onDone={() => queries.invalidateQueries({ queryKey: ['/api/cases', caseId] })}
            onClose={() => setObjecting(false)}
          />
        )}
      </div>
    );
  if (!may(session, 'verification-officer')) return null;
  const silent = !check.reportNo && check.queries?.some((q) => q.state === 'failed' || q.state === 'timeout');
  const disputed = check.state === 'disputed';
  const adding = ['started', 'querying', 'partly-answered', 'rechecking'].includes(check.state);
  if (!silent && !disputed && !adding) return null;
  const members = (check.members ?? []).map((m) => ({ value: m.ref, label: m.name }));
  return (
    <>
      <div className="case-actions">
        {adding && (
          <>
            <Button onClick={() => setAsking('further')}>增加查询来源</Button>
            <Button onClick={() => setAsking('elsewhere')}>异地协同查询</Button>
          </>
        )}
        {silent && (
          <Button loading={run.isPending} onClick={() => run.mutate('retry')}>
            重新查询没有反馈的部门
          </Button>
        )}
        {disputed && (
          <Button loading={run.isPending} onClick={() => run.mutate('recheck')}>
            复核：重新向部门查询
          </Button>
        )}
      </div>
      {run.error && <Refused error={apiErrorOf(run.error)} />}
      {asking && (
        <FormDrawer
          title={asking === 'further' ? '增加查询来源' : '异地协同查询'}
          causes={
            asking === 'further'
              ? '按授权书向所选的来源查询；以文件、信函答复的，办件会等到反馈，或者写明理由先出报告。'
              : '向外省（外地）的核对机构发协查函，请在期限内复函。只能查询签过授权的家人。'
          }
          fields={asking === 'further' ? furtherFields(members, notYetAsked(check)) : elsewhereFields(members)}
          initial={{ members: members.map((m) => m.value) }}
          division={homeDivision(session)}
          button={asking === 'further' ? '提出查询' : '提出协查'}
          send={({ sources = ['cooperation'], ...input }) =>
            api.post(`/api/cases/${caseId}/verification/ask`, { ...input, sources, requestId: requestId.current })
          }
          onDone={async () => {
            requestId.current = newRequestId();
            await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
