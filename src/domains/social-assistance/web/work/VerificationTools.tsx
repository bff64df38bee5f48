/** What can be done to a check outside the flow: ask again where nobody answered, look again after an objection. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { VerificationContent } from './content.ts';

const objectionFields: readonly FormField[] = [
  { name: 'reason', type: 'text', label: '申请人的理由', required: true, min: 4, max: 500, widget: 'textarea' },
];

export function VerificationTools({ caseId, check }: { caseId: string; check: VerificationContent }) {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [objecting, setObjecting] = useState(false);
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
  if (!silent && !disputed) return null;
  return (
    <>
      <div className="case-actions">
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
    </>
  );
}
