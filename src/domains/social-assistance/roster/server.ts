/** 长期公布, for the pages that everybody reads. */
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { RosterLine } from './content.ts';
import { masked, rosterLines, type VillageSum, villageSums } from './roster.ts';

const PAGE = 20;
const VILLAGES = 500;

/** A village's lines with masked names, a page at a time. Nothing but these leaves this function. */
export const publicRoster = (
  context: Context,
  village: DivisionCode,
  after: string | null,
): Promise<{ lines: RosterLine[]; next: string | null }> =>
  context.read(systemActor('public-roster', context.city), async (tx) => {
    const found = await rosterLines(tx, village, { after, limit: PAGE + 1 });
    const lines = found.slice(0, PAGE).map(masked);
    return { lines, next: found.length > PAGE ? lines.at(-1)!.id : null };
  });

/** How many households draw in each village of a township: counts only. */
export const publicRosterCounts = (context: Context, township: DivisionCode): Promise<VillageSum[]> =>
  context.read(systemActor('public-roster', context.city), (tx) =>
    villageSums(tx, scopeRange(township), { after: '', limit: VILLAGES }),
  );
