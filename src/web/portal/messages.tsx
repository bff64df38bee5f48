import { useCallback } from 'react';
import type { Message } from '../../kernel/notice/index.ts';
import { api } from '../shared/api.ts';
import { longDateTime } from '../shared/format.ts';
import { More, Page, Trouble, usePages, Waiting } from './parts.tsx';
import { Link } from './router.tsx';
import { useSession } from './session.tsx';

export default function MessagesPage() {
  const { refresh } = useSession();
  const pages = usePages<Message>(
    '/api/messages',
    useCallback((answer: unknown) => (answer as { items: Message[] }).items, []),
  );
  async function markRead(message: Message) {
    await api.post(`/api/messages/${message.id}/read`);
    pages.replace(pages.rows.map((m) => (m.id === message.id ? { ...m, readAt: m.createdAt } : m)));
    await refresh();
  }
  return (
    <Page title="消息" back={{ href: '/app/my', text: '我的办件' }}>
      {pages.trouble && <Trouble error={pages.trouble} again={pages.again} />}
      {!pages.trouble && pages.busy && pages.rows.length === 0 && <Waiting />}
      {!pages.trouble && !pages.busy && pages.rows.length === 0 && (
        <p className="say">还没有消息。申请以后，每到一步都会在这里告诉您，也会发短信。</p>
      )}
      <ul className="list">
        {pages.rows.map((m) => (
          <li key={m.id}>
            <div>
              <p>
                {!m.readAt && <span className="mark">未读</span>} {m.body}
              </p>
              <small>{longDateTime(m.createdAt)}</small>
              <div className="links">
                {m.caseId && (
                  <Link href={`/app/my/${m.caseId}`} onClick={() => void (m.readAt ? null : markRead(m))}>
                    看这件事
                  </Link>
                )}
                {!m.readAt && (
                  <button type="button" className="link" onClick={() => void markRead(m)}>
                    知道了
                  </button>
                )}
              </div>
            </div>
          </li>
        ))}
      </ul>
      <More of={pages} />
    </Page>
  );
}
