/** 消息: newest first; reading one marks it read, and leads to its case or batch. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import type { Message } from '../../../kernel/notice/index.ts';
import { Page } from '../../components/layout.tsx';
import { Moment } from '../../components/marks.tsx';
import { Failed, Loading, Nothing } from '../../components/states.tsx';
import { useKeyset } from '../../components/useKeyset.ts';
import { api } from '../../shared/api.ts';

export function Inbox({ limit }: { limit?: number }) {
  const list = useKeyset<Message>('/api/messages');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const read = useMutation({
    mutationFn: async (message: Message) => {
      if (message.readAt === null) await api.post(`/api/messages/${message.id}/read`);
      if (message.caseId) await navigate({ to: '/cases/$caseId', params: { caseId: message.caseId } });
      else if (message.batchId) await navigate({ to: '/batches/$batchId', params: { batchId: message.batchId } });
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['/api/messages'] }),
        queries.invalidateQueries({ queryKey: ['session'] }),
      ]),
  });
  if (list.waiting) return <Loading />;
  if (list.error && list.rows.length === 0) return <Failed error={list.error} retry={list.retry} />;
  if (list.rows.length === 0) return <Nothing>还没有消息。</Nothing>;
  return (
    <>
      <ul className="inbox">
        {list.rows.slice(0, limit).map((message) => (
          <li key={message.id}>
            <p className={message.readAt ? undefined : 'unread'}>{message.title}</p>
            <p>{message.body}</p>
            <p className="quiet">
              <Moment at={message.createdAt} />
              {(message.caseId || message.batchId || message.readAt === null) && (
                <button type="button" className="link" onClick={() => read.mutate(message)} disabled={read.isPending}>
                  {message.waits ? '去办' : message.caseId ? '看办件' : message.batchId ? '看批次' : '标为已读'}
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      {limit === undefined && list.more && (
        <p className="more">
          <Button onClick={list.loadMore} loading={list.loadingMore}>
            加载更多
          </Button>
        </p>
      )}
    </>
  );
}

export const Messages = () => (
  <Page title="消息">
    <div className="sheet narrow">
      <Inbox />
    </div>
  </Page>
);
