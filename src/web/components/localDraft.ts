/**
 * What is typed into an action's form on this device, until it has arrived: a visit in a valley without network loses nothing. Values
 * marked `protect` never go there; signing out wipes all of it.
 */
import type { FormField } from '../../kernel/schema/index.ts';

const PREFIX = 'minzheng.draft.';

export interface LocalDraft {
  requestId: string;
  values: Record<string, unknown>;
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
    localStorage.setItem(PREFIX + key, JSON.stringify({ requestId: draft.requestId, values }));
    return true;
  } catch {
    return false;
  }
}

export const dropLocalDraft = (key: string): void => localStorage.removeItem(PREFIX + key);

export function wipeLocalDrafts(): void {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
