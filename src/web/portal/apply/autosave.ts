/**
 * A draft saves itself: on the server a moment after the last change; in the phone while there is no network (`kept.ts` says what of it), and from
 * there to the server as soon as there is. The copy in the phone is gone once the server has it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FormField } from '../../../kernel/schema/index.ts';
import { withoutProtected } from '../../form/core.ts';
import { api, apiErrorOf } from '../../shared/api.ts';
import { timeOf } from '../../shared/format.ts';
import { type DraftContent, dropLocal, hold, keepLocal, lendSave } from './kept.ts';

export interface StoredDraft {
  id: string;
  version: number;
  content: DraftContent;
}

type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  /** When, by the clock of the business. */
  | { kind: 'saved'; at: string }
  | { kind: 'local' }
  /** The session timed out: what is here goes to the server once its owner has signed in again. */
  | { kind: 'expired' }
  | { kind: 'conflict' }
  | { kind: 'refused'; message: string };

const PAUSE = 1_200;
interface Given {
  owner: string;
  itemId: string;
  title: string;
  fields: readonly FormField[];
  stored: StoredDraft | null;
  content: DraftContent;
  /** Not on the server yet, although nothing was changed since the page opened. */
  unsaved: boolean;
  onSaved: (id: string) => void;
}

export function useAutosave({ owner, itemId, title, fields, stored, content, unsaved, onSaved }: Given) {
  const [state, setState] = useState<SaveState>({ kind: 'idle' });
  const draft = useRef<{ id: string; version: number } | null>(stored && { id: stored.id, version: stored.version });
  const latest = useRef(content);
  const saved = useRef(unsaved ? null : content);
  const busy = useRef(false);
  const over = useRef(false);
  latest.current = content;

  const save = useCallback(async () => {
    if (busy.current || over.current || saved.current === latest.current) return;
    busy.current = true;
    const sending = latest.current;
    setState({ kind: 'saving' });
    try {
      const answer = await api.post<{ id: string; version: number; savedAt: string }>('/api/drafts', {
        ...(draft.current ?? {}),
        itemId,
        title,
        content: sending,
      });
      if (draft.current?.id !== answer.id) onSaved(answer.id);
      draft.current = { id: answer.id, version: answer.version };
      saved.current = sending;
      dropLocal(owner, itemId);
      setState({ kind: 'saved', at: answer.savedAt });
    } catch (thrown) {
      const error = apiErrorOf(thrown);
      if (error.code === 'VERSION_CONFLICT') setState({ kind: 'conflict' });
      else if (error.status === 401) {
        hold(owner, itemId, sending);
        setState({ kind: 'expired' });
      } else if (
        (error.code === 'OFFLINE' || error.status >= 500) &&
        keepLocal(owner, itemId, (form) => withoutProtected(fields, form), sending)
      )
        setState({ kind: 'local' });
      else setState({ kind: 'refused', message: error.message });
    } finally {
      busy.current = false;
    }
  }, [owner, itemId, title, fields, onSaved]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the content starts the pause anew
  useEffect(() => {
    const timer = setTimeout(() => void save(), PAUSE);
    return () => clearTimeout(timer);
  }, [content, save]);
  useEffect(() => {
    const now = () => void save();
    const leaving = () => document.visibilityState === 'hidden' && void save();
    window.addEventListener('online', now);
    document.addEventListener('visibilitychange', leaving);
    lendSave(save);
    return () => {
      lendSave(null);
      window.removeEventListener('online', now);
      document.removeEventListener('visibilitychange', leaving);
      now();
    };
  }, [save]);

  return {
    state,
    save,
    draftId: () => draft.current?.id,
    /** What is on this screen wins over what another device saved. */
    async overrule() {
      const there = draft.current && (await api.get<StoredDraft>(`/api/drafts/${draft.current.id}`));
      if (there) draft.current = { id: there.id, version: there.version };
      await save();
    },
    /** Submitted: nothing is to be kept any more. */
    finish() {
      over.current = true;
      dropLocal(owner, itemId);
    },
  };
}

export function saveText(state: SaveState): string {
  switch (state.kind) {
    case 'saving':
      return '正在保存……';
    case 'saved':
      return `已自动保存（${timeOf(state.at)}），可以随时停下，换个手机登录也能接着填。`;
    case 'local':
      return '没有网络，先存在这部手机里（证件号码、病情、账号不存），有网了会自动保存。';
    case 'expired':
      return '登录已经过期，刚填的还在这一页，没有丢。请重新登录，登录后接着填。';
    case 'refused':
      return `没有保存：${state.message}`;
    default:
      return '';
  }
}
