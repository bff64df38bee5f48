/**
 * What was signed at the bed and has not arrived: it waits on this device as every unsent form does, by the task and the result alone; measured values and words
 * stay in the open page only. Sent with how long ago it was signed, so that a wrong clock of the phone does no harm.
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { FormField } from '../../../../kernel/schema/index.ts';
import {
  dropLocalDraft,
  onDraftsChanged,
  readLocalDraft,
  unsentDrafts,
  writeLocalDraft,
} from '../../../../web/components/localDraft.ts';
import { type ApiError, api, apiErrorOf, newRequestId } from '../../../../web/shared/api.ts';

export interface Signing {
  result: 'done' | 'refused' | 'abnormal';
  what?: string | undefined;
  note?: string | undefined;
  temperature?: string | undefined;
  pressure?: string | undefined;
  pulse?: string | undefined;
  doneAt?: string | undefined;
}

const kept: readonly FormField[] = ['result', 'what', 'doneAt', 'signedMs'].map((name) => ({
  name,
  type: 'text',
  label: name,
  required: false,
}));
const MARK = '.tick.';
/** Measured values and words of what waits, while the page is open. */
const words = new Map<string, Signing>();

const taskOf = (key: string): string => key.slice(key.indexOf(MARK) + MARK.length);

async function send(key: string): Promise<void> {
  const draft = readLocalDraft(key);
  if (!draft) return;
  const { signedMs, ...signing } = draft.values as unknown as { signedMs: number } & Signing;
  const signedAgo = Math.max(0, Math.round((Date.now() - signedMs) / 1000));
  await api.post(`/api/care-tasks/${taskOf(key)}/record`, {
    ...signing,
    ...words.get(key),
    signedAgo,
    requestId: draft.requestId,
  });
  dropLocalDraft(key);
  words.delete(key);
}

/** Signs, now or as soon as there is a network; what the platform does not take is said, and no longer waits. */
export function useTicks(actorId: string, done: () => void) {
  const waiting = useSyncExternalStore(onDraftsChanged, () =>
    unsentDrafts(actorId)
      .filter(({ key }) => key.includes(MARK))
      .map(({ key }) => key)
      .join(' '),
  );
  const [trouble, setTrouble] = useState<ApiError | null>(null);
  const flush = useCallback(async () => {
    const keys = unsentDrafts(actorId)
      .map(({ key }) => key)
      .filter((key) => key.includes(MARK));
    for (const key of keys) {
      try {
        await send(key);
      } catch (thrown) {
        const error = apiErrorOf(thrown);
        // 没有网络、要重新登录的，留着以后再送
        if (error.code === 'OFFLINE' || error.code === 'SIGN_IN_REQUIRED') break;
        dropLocalDraft(key);
        words.delete(key);
        setTrouble(error);
      }
    }
    if (keys.length > 0) done();
  }, [actorId, done]);
  useEffect(() => {
    void flush();
    const again = () => void flush();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [flush]);
  const sign = async (taskId: string, title: string, signing: Signing): Promise<void> => {
    setTrouble(null);
    const key = `${actorId}${MARK}${taskId}`;
    const { note, temperature, pressure, pulse, ...open } = signing;
    words.set(key, { result: signing.result, note, temperature, pressure, pulse });
    const values = { ...open, signedMs: Date.now() };
    writeLocalDraft(key, kept, { requestId: newRequestId(), values, unsent: { title, address: '/bedside' } });
    await flush();
  };
  return { waiting: new Set(waiting.split(' ').filter(Boolean).map(taskOf)), trouble, sign, flush };
}
