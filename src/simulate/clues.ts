/** The clues that the platform opened about simulated families, held against those that had to be there: found or missed, and after how many days. */
import { sql } from '../database/sql.ts';
import type { Actor } from '../kernel/access/index.ts';
import { dayNumber } from '../kernel/calendar/index.ts';
import type { Context } from '../kernel/context/server.ts';
import type { PlainDate } from '../kernel/schema/index.ts';
import { type CardUse, cardUse } from './oracle/traces.ts';
import type { WhoIsWho } from './paid.ts';
import type { ClueSeen, Step, TrueFamily } from './world.ts';

export async function cluesSeen(context: Context, actor: Actor, people: WhoIsWho): Promise<ClueSeen[]> {
  const rows = await context.read(actor, (tx) =>
    tx.rows<{ rule: string; personId: string; on: PlainDate }>(
      sql`select rule, person_id, (found_at at time zone 'Asia/Shanghai')::date as on from clue_reason where person_id is not null order by found_at, id`,
    ),
  );
  return rows.flatMap(({ rule, personId, on }) => {
    const who = people.get(personId);
    return who ? [{ family: who.family, person: who.ref, rule, on }] : [];
  });
}

/** How other families use the card that a family uses. */
export function cardsOf(
  families: Iterable<TrueFamily>,
  steps: ReadonlyMap<string, readonly Step[]>,
): (family: TrueFamily) => CardUse[] {
  const users = new Map<string, { family: string; use: CardUse }[]>();
  for (const { key, card } of families) {
    const use = cardUse(steps.get(key) ?? []);
    if (card && use) users.set(card, [...(users.get(card) ?? []), { family: key, use }]);
  }
  return ({ key, card }) => (users.get(card ?? '') ?? []).filter((user) => user.family !== key).map(({ use }) => use);
}

export interface ClueTally {
  readonly rule: string;
  /** Due by the last day that counts, and there by then. */
  found: number;
  missed: number;
  /** Sum over those found, from the day it happened to the clue. */
  days: number;
}

interface ClueDue {
  readonly rule: string;
  readonly person: string | null;
  readonly since: PlainDate;
  readonly by: PlainDate;
}

/** Adds a family; returns what was missed, in words. A clue about the household counts whoever of it is named. */
export function compareClues(
  into: Map<string, ClueTally>,
  given: { family: string; due: readonly ClueDue[]; seen: readonly ClueSeen[] },
): string[] {
  return given.due.flatMap(({ rule, person, since, by }) => {
    const tally = into.get(rule) ?? { rule, found: 0, missed: 0, days: 0 };
    into.set(rule, tally);
    const clue = given.seen.find((s) => s.rule === rule && s.on >= since && (person === null || s.person === person));
    if (clue && clue.on <= by) {
      tally.found++;
      tally.days += dayNumber(clue.on) - dayNumber(since);
      return [];
    }
    tally.missed++;
    return [`  clue ${rule} ${person ?? ''} happened ${since}, due by ${by}, ${clue ? `came ${clue.on}` : 'never came'}`];
  });
}
