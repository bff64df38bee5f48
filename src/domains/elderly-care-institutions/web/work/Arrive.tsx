/** 扫了门口的码: which of one's own checks it belongs to is chosen here; the server knows whose door it is. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { Page } from '../../../../web/components/layout.tsx';
import { Answered, Nothing, Refused } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';
import type { CheckBrief, CheckView } from './supervisionContent.ts';

export function Arrive() {
  const { code } = useParams({ strict: false }) as { code: string };
  const go = useNavigate();
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const path = '/api/care-supervision/tasks?state=open';
  const query = useQuery({ queryKey: [path], queryFn: () => api.get<{ rows: CheckBrief[] }>(path) });
  const arrive = async (id: string) => {
    try {
      const { version } = await api.get<CheckView>(`/api/care-supervision/tasks/${id}`);
      await api.post(`/api/care-supervision/tasks/${id}/arrival`, { version, requestId: newRequestId(), input: { code } });
      await go({ to: '/checks/$checkId' as never, params: { checkId: id } as never });
    } catch (error) {
      setTrouble(apiErrorOf(error));
    }
  };
  return (
    <Page title="到场亮码" lead="您扫了门口的检查码。选您在办的检查，记下到场。">
      <div className="sheet">
        {trouble && <Refused error={trouble} />}
        <Answered query={query}>
          {({ rows }) => {
            const waiting = rows.filter(({ state }) => state === 'assigned');
            return waiting.length === 0 ? (
              <Nothing>您现在没有要查的。</Nothing>
            ) : (
              <ul className="plain-list">
                {waiting.map((row) => (
                  <li key={row.id}>
                    <p className="line">
                      <b>{row.objectName}</b>
                      <span className="quiet">{row.causeZh}</span>
                    </p>
                    <Button type="primary" onClick={() => void arrive(row.id)}>
                      到了{row.objectName}
                    </Button>
                  </li>
                ))}
              </ul>
            );
          }}
        </Answered>
      </div>
    </Page>
  );
}
