/**
 * The session has ended while a page was open: everything is covered, the page beneath stays as it was. Whoever comes back as the same person goes on
 * with what was typed; anybody else begins anew.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Session } from '../components/session.tsx';
import { awayFor } from '../shared/activity.ts';
import { api } from '../shared/api.ts';
import { SignInForm } from './pages/SignIn.tsx';

/** The session is touched once a minute, and the page asks once a minute. */
const SLACK_MS = 2 * 60_000;

export function Locked({ former }: { former: Session }) {
  const queries = useQueryClient();
  const cover = useRef<HTMLDialogElement>(null);
  const [idle] = useState(() => awayFor() > former.idleMinutes * 60_000 - SLACK_MS);
  // In the top layer: drawers and menus of the page lie beneath and cannot be reached.
  useEffect(() => {
    cover.current?.showModal();
    // A browser closes a dialog at the second Escape whatever `cancel` says; a drawer beneath would close at the first.
    const noEscape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', noEscape, true);
    return () => window.removeEventListener('keydown', noEscape, true);
  }, []);

  async function comeBack() {
    const session = await api.get<Session>('/api/session');
    if (session.actor.id === former.actor.id) {
      const duty = former.duties.find((each) => each.current);
      const held = session.duties.find((each) => each.id === duty?.id);
      if (held && !held.current) await api.post('/api/duty', { dutyId: held.id });
    }
    // The shell uncovers the page, or leaves it when it is somebody else.
    await queries.invalidateQueries();
  }

  return (
    <dialog
      ref={cover}
      className="locked"
      aria-labelledby="locked-title"
      onCancel={(event) => event.preventDefault()}
      onClose={() => cover.current?.showModal()}
    >
      <div className="sign-in">
        <h1 id="locked-title">{idle ? `${former.idleMinutes}分钟没有操作，已自动退出` : '登录已结束'}</h1>
        <p className="quiet">{former.actor.name}，刚才的页面和填写的内容都还在。请重新登录，接着办理；换别人登录的，从头开始。</p>
        <SignInForm onEntered={comeBack} />
      </div>
    </dialog>
  );
}
