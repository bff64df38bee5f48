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

const reportFields: readonly FormField[] = [
  {
    name: 'proceedReason',
    type: 'text',
    label: '有部门未反馈仍出报告的理由',
    help: '全部反馈时不用填',
    required: false,
    max: 500,
    widget: 'textarea',
  },
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
  const [stating, setStating] = useState(false);
  const [reporting, setReporting] = useState(false);
  const [asking, setAsking] = useState<'further' | 'elsewhere' | null>(null);
  const run = useMutation({
    mutationFn: (what: 'retry' | 'recheck') =>
      api.post(`/api/cases/${caseId}/verification/${what}`, { requestId: requestId.current }),
    onSettled: async (_, error) => {
      if (!error || apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
      await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
    },
  });
  const { statementFields: fields } = check;
  if (may(session, 'POST /api/cases/:id/verification/statement') && fields && (check.discrepancies?.length ?? 0) > 0)
    return (
      <div className="case-actions">
        <Button onClick={() => setStating(true)}>替申请人登记说明或异议</Button>
        {stating && (
          <FormDrawer
            title="申请人对核对差异的说明"
            causes="记下申请人的话和材料，处置差异时一起看；提出异议的，由核对中心重新向部门查询，复核以后再出结果。"
            fields={fields}
            initial={fields.some((f) => f.name === 'kind') ? { kind: 'explain' } : {}}
            division={session.actor.division ?? ''}
            button="登记"
            send={(input) =>
              api.post(`/api/cases/${caseId}/verification/statement`, {
                kind: 'explain',
                ...input,
                requestId: requestId.current,
              })
            }
            onDone={async () => {
              requestId.current = newRequestId();
              await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
            }}
            onClose={() => setStating(false)}
          />
        )}
      </div>
    );
  if (!may(session, 'POST /api/cases/:id/verification/ask')) return null;
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
      {check.state === 'rechecking' && (
        <div className="case-actions">
          <Button type="primary" onClick={() => setReporting(true)}>
            出具复核结果
          </Button>
        </div>
      )}
      {reporting && (
        <FormDrawer
          title="出具复核结果"
          causes="按重新查询的答复出具核对报告，代替有异议的那一份；申请人收到消息，差异重新处置。"
          fields={reportFields}
          division={homeDivision(session)}
          button="出具复核结果"
          send={(input) =>
            api.post(`/api/cases/${caseId}/verification/recheck-report`, { ...input, requestId: requestId.current })
          }
          onDone={async () => {
            requestId.current = newRequestId();
            await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
          }}
          onClose={() => setReporting(false)}
        />
      )}
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
