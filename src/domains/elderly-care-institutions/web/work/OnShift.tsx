/** What is read on one's shift; outside it, the reason is asked for first, and is on record. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type ComponentProps, useState } from 'react';
import { Answered, Failed } from '../../../../web/components/states.tsx';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';

export function OnShift<T>({ query, children }: ComponentProps<typeof Answered<T>>) {
  if (query.data === undefined && query.error && apiErrorOf(query.error).code === 'CARE_OFF_SHIFT')
    return <Why error={query.error} />;
  return <Answered query={query}>{children}</Answered>;
}

function Why({ error }: { error: unknown }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [refused, setRefused] = useState<ApiError | null>(null);
  const send = async () => {
    try {
      await api.post('/api/care-off-shift', { reason, requestId: newRequestId() });
      await queries.invalidateQueries();
    } catch (problem) {
      setRefused(apiErrorOf(problem));
    }
  };
  return (
    <>
      <Failed error={refused ?? error} />
      <form
        className="sheet"
        onSubmit={(e) => {
          e.preventDefault();
          void send();
        }}
      >
        <label htmlFor="off-shift-why">为什么不当班要看（会记下来，本机构的人都看得到）</label>
        <Input id="off-shift-why" size="large" value={reason} maxLength={200} onChange={(e) => setReason(e.target.value)} />
        <p>
          <Button type="primary" htmlType="submit" disabled={reason.trim().length < 4}>
            记下原因，查看
          </Button>
        </p>
      </form>
    </>
  );
}
