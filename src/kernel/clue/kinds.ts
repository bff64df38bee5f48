/** The kinds of clues that a running platform knows. A domain registers its own: what may be applied for, and what follows when one is closed. */
import type { Tx } from '../context/server.ts';
import type { Result } from '../result/index.ts';
import type { DivisionCode } from '../schema/index.ts';
import { hasFlow, serviceItems } from '../service/server.ts';
import type { Disposition } from './index.ts';

export interface ClueSubject {
  readonly id: string;
  readonly kind: string;
  readonly householdId: string | null;
  readonly personId: string | null;
  readonly division: DivisionCode;
}

export interface ClueKind {
  readonly key: string;
  readonly zh: string;
  /** Chinese names of the rules that find such clues. */
  readonly rules: Readonly<Record<string, string>>;
  /** Of them: those that say that somebody may have died. */
  readonly death?: readonly string[];
  /** Items that may be applied for on behalf, the usual one first. */
  readonly items: readonly string[];
  /** What is known of the person, in the shape of the item's form. */
  readonly prefill: (tx: Tx, subject: ClueSubject & { personId: string }, itemId: string) => Promise<Record<string, unknown>>;
  /** In the same transaction as the closing, which a refusal stops. What the clue holds is free afterwards unless it is taken over here. */
  readonly closed?: (tx: Tx, subject: ClueSubject, closing: ClueClosing) => Promise<Result<unknown>>;
}

export interface ClueClosing {
  readonly disposition: Disposition;
  readonly rules: readonly string[];
  /** Whose payments the clue holds, and the code of the hold. */
  readonly held: { readonly code: string; readonly personIds: readonly string[] };
}

const kinds = new Map<string, ClueKind>();

export function defineClueKind(kind: ClueKind): ClueKind {
  if (kinds.has(kind.key)) throw new Error(`clue kind ${kind.key} is defined twice`);
  kinds.set(kind.key, kind);
  return kind;
}

export function clueKindOf(key: string): ClueKind {
  const kind = kinds.get(key);
  if (!kind) throw new Error(`clue kind ${key} is not registered`);
  return kind;
}

/** Rules of every kind that say that somebody may have died, as kind and rule. */
export const deathRules = (): { kind: string; rule: string }[] =>
  [...kinds.values()].flatMap(({ key, death = [] }) => death.map((rule) => ({ kind: key, rule })));

/** The items that may be applied for on behalf and can be filled in here. */
export async function offeredItems(tx: Tx, kind: string): Promise<{ itemId: string; name: string }[]> {
  const items = await serviceItems(tx);
  return clueKindOf(kind).items.flatMap((itemId) => {
    const item = items.find((i) => i.itemId === itemId);
    return item && hasFlow(item.template) ? [{ itemId, name: item.name }] : [];
  });
}
