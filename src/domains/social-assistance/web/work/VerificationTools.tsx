/** What can be done to a check outside the flow: ask again where nobody answered, look again after an objection. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef } from 'react';
import { may, useSession } from '../../../../web/components/session.tsx';
import { Refused } from '../../../../web/components/states.tsx';
import { api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { VerificationContent } from './content.ts';

export function VerificationTools({ caseId, check }: { caseId: string; check: VerificationContent }) {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const run = useMutation({
    mutationFn: (what: 'retry' | 'recheck') =>
      api.post(`/api/cases/${caseId}/verification/${what}`, { requestId: requestId.current }),
    onSettled: async (_, error) => {
      if (!error || apiErrorOf(error).code !== 'OFFLINE') requestId.current = newRequestId();
      await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
    },
  });
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
