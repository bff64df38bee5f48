/**
 * What of an unfinished application stays near its owner until the server has it. On the phone, while there is no network: without protected values,
 * for others may use it; signing out wipes it. In the memory of the page, after the session timed out: whole, for the same person only, gone with the page.
 */
import type { FormValues } from '../../form/core.ts';

export interface DraftContent {
  form: FormValues;
  step: number;
  /** Somebody applies for a relative. */
  other: boolean;
}

const PREFIX = 'mz-draft:';
const keyOf = (owner: string, itemId: string): string => `${PREFIX}${owner}:${itemId}`;

/** Takes protected values out, given by whoever knows the form; this file stays small, every page of the portal loads it. */
type Open = (form: FormValues) => FormValues;

/** From the moment somebody signs out nothing is written any more: a page that is being left saves once more. */
let closed = false;
let held: { key: string; content: DraftContent } | null = null;
let saveNow: (() => Promise<void>) | null = null;

export function localDraft(owner: string, itemId: string): DraftContent | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(owner, itemId)) ?? 'null') as DraftContent | null;
  } catch {
    return null;
  }
}

/** False where the phone refuses to store anything (private window, full): then there is only what is on the screen. */
export function keepLocal(owner: string, itemId: string, open: Open, content: DraftContent): boolean {
  if (closed) return false;
  try {
    localStorage.setItem(keyOf(owner, itemId), JSON.stringify({ ...content, form: open(content.form) }));
    return true;
  } catch {
    return false;
  }
}

export function dropLocal(owner: string, itemId: string): void {
  try {
    localStorage.removeItem(keyOf(owner, itemId));
  } catch {
    // Storage is switched off: there is nothing to drop.
  }
}

/** Kept while the owner signs in again. */
export function hold(owner: string, itemId: string, content: DraftContent): void {
  held = { key: keyOf(owner, itemId), content };
}

/** Given back once, to the same person and item; whatever somebody else left is forgotten. */
export function takeHeld(owner: string, itemId: string): DraftContent | null {
  const found = held?.key === keyOf(owner, itemId) ? held.content : null;
  if (found || (held && !held.key.startsWith(`${PREFIX}${owner}:`))) held = null;
  return found;
}

/** The page of an application lends its way of saving while it is open. */
export function lendSave(save: (() => Promise<void>) | null): void {
  saveNow = save;
}

/** Before signing out: what was just typed goes to the server, then nothing of anybody stays on the phone. */
export async function leaveNothing(): Promise<void> {
  await saveNow?.();
  closed = true;
  held = null;
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // Storage is switched off: there is nothing to wipe.
  }
}
