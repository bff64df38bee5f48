/** 辅助评估: what a family spends beside what most recipients of the county spend. Asks for one more visit at most. */
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import { FormDrawer } from '../../../../web/components/FormDrawer.tsx';
import { Money, Tag } from '../../../../web/components/marks.tsx';
import { homeDivision, may, useSession } from '../../../../web/components/session.tsx';
import { api, newRequestId } from '../../../../web/shared/api.ts';
import { type AuxiliaryView, auxiliarySigns } from '../../verification/auxiliary.ts';

const fields: readonly FormField[] = Object.entries(auxiliarySigns).map(([name, label]) => ({
  name,
  type: 'amount',
  label,
  required: false,
  unit: '元',
  widget: 'amount',
}));

export function Auxiliary({ caseId, view, open }: { caseId: string; view: AuxiliaryView; open: boolean }) {
  const session = useSession();
  const queries = useQueryClient();
  const requestId = useRef(newRequestId());
  const [recording, setRecording] = useState(false);
  const mine = open && may(session, 'POST /api/cases/:id/verification/auxiliary');
  if (view.lines.length === 0 && !mine) return null;
  return (
    <>
      <h3>辅助评估</h3>
      <p className="quiet">水、电、气、通信、择校、出境的开支，只用来看要不要加访一次，不作为不予确认的理由。</p>
      {view.extraVisit && <p className="note">有几项高于本县多数享受家庭，请再入户一次，看看实际生活。</p>}
      {view.lines.length > 0 && (
        <ul className="plain-list">
          {view.lines.map((line) => (
            <li key={line.sign} className="line">
              <span>{auxiliarySigns[line.sign]}</span>
              <Money fen={line.amountFen} />
              {line.limitFen === null ? (
                <span className="quiet">本县登记的家庭还少，不作比较</span>
              ) : (
                <>
                  <span className="quiet">
                    本县多数家庭不超过 <Money fen={line.limitFen} />
                  </span>
                  {line.above && <Tag tone="warn">偏高</Tag>}
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {mine && (
        <div className="case-actions">
          <Button onClick={() => setRecording(true)}>{view.lines.length > 0 ? '更正辅助评估' : '登记辅助评估'}</Button>
        </div>
      )}
      {recording && (
        <FormDrawer
          title="辅助评估"
          causes="按缴费单、账单填写；没有的不用填。"
          fields={fields}
          initial={Object.fromEntries(view.lines.map((line) => [line.sign, line.amountFen]))}
          division={homeDivision(session)}
          button="登记"
          send={(input) => api.post(`/api/cases/${caseId}/verification/auxiliary`, { ...input, requestId: requestId.current })}
          onDone={async () => {
            requestId.current = newRequestId();
            await queries.invalidateQueries({ queryKey: ['/api/cases', caseId] });
          }}
          onClose={() => setRecording(false)}
        />
      )}
    </>
  );
}
