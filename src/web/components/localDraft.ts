/**
 * What is typed into an action's form on this device, until it has arrived: a visit in a valley without network loses nothing. Values
 * marked `protect` never go there; signing out wipes all of it.
 */
import type { FormField } from '../../kernel/schema/index.ts';
import { dropKept, wipeKept } from './keptFiles.ts';

const PREFIX = 'minzheng.draft.';

export interface LocalDraft {
  requestId: string;
  values: Record<string, unknown>;
  /** When it was first sent, for what counts as of then. */
  stamp?: { at: string; ticket: string };
  /** Sent, and the line was broken: what it is, and the page where it is sent again. */
  unsent?: { title: string; address: string };
}

const hasProtected = (field: FormField): boolean => field.protect === true || (field.fields ?? []).some(hasProtected);

export function readLocalDraft(key: string): LocalDraft | null {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null') as LocalDraft | null;
  } catch {
    // Unreadable, or storage is switched off: there is no draft then.
    return null;
  }
}

export function writeLocalDraft(key: string, fields: readonly FormField[], draft: LocalDraft): boolean {
  const open = new Set(fields.filter((field) => !hasProtected(field)).map((field) => field.name));
  const values = Object.fromEntries(Object.entries(draft.values).filter(([name]) => open.has(name)));
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, values }));
    tell();
    return true;
  } catch {
    return false;
  }
}

export function dropLocalDraft(key: string): void {
  localStorage.removeItem(PREFIX + key);
  tell();
  void dropKept(key);
}

/** The drafts of somebody that were sent and have not arrived, by key. */
export function unsentDrafts(actorId: string): { key: string; title: string; address: string }[] {
  return Object.keys(localStorage)
    .filter((name) => name.startsWith(`${PREFIX}${actorId}.`))
    .flatMap((name) => {
      const key = name.slice(PREFIX.length);
      const unsent = readLocalDraft(key)?.unsent;
      return unsent ? [{ key, ...unsent }] : [];
    });
}

const CHANGED = 'minzheng-drafts';
const tell = (): boolean => window.dispatchEvent(new Event(CHANGED));
export function onDraftsChanged(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
}

export function wipeLocalDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  wipeKept();
  tell();
}
