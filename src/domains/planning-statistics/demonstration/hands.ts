/** The hands of the counties in the plays of planning, and the paper that they attach. */
import { type Actor, publicActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';

/** What was told before has long been read. */
const TOLD_FROM: PlainDate = '2026-06-01';
/** The same transaction, on another day and in other hands. */
export const at = (tx: Tx, actor: Actor, day: PlainDate): Tx => ({
  ...tx,
  actor,
  today: day,
  now: new Date(`${day}T10:00:00+08:00`).toISOString(),
  ...(day < TOLD_FROM ? { later: () => undefined } : {}),
});

export const officer = (
  id: string,
  name: string,
  role: Actor['role'],
  division: DivisionCode,
  duty: Actor['duty'] = null,
): Actor => ({
  ...publicActor,
  kind: 'staff',
  id: `demonstration-${id}-${division}`,
  name,
  role,
  duty,
  division,
  ...scopeRange(division),
});
const NAMES: Readonly<Record<string, readonly [clerk: string, leader: string]>> = {
  '421202000000': ['郑海燕', '徐国平'],
  '421221000000': ['龚建平', '汤志明'],
  '421222000000': ['黎芳', '吴建军'],
  '421223000000': ['汪慧', '甘文'],
  '421224000000': ['阮丽', '成刚'],
  '421281000000': ['马晓东', '宋建华'],
};

export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

export const countyHands = (division: DivisionCode): { readonly clerk: Actor; readonly leader: Actor } => ({
  clerk: officer('clerk', NAMES[division]?.[0] ?? '县级经办', 'county-clerk', division),
  leader: officer('leader', NAMES[division]?.[1] ?? '县级领导', 'county-leader', division),
});
