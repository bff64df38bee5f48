/** 重名、同音: names of one class that are written or sound alike within a county. What was so before the rule is 历史遗留, with what is to become of it. */
import { type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { type Category, categories } from './terms.ts';

interface Alike {
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  readonly division: DivisionCode;
  readonly legacyPlan: string;
  readonly together: string;
}

const MOST = 600;
const judged = sql`p.category in ('committee', 'street', 'building') and p.status = 'standard'`;

/** Each with the others of its group beside it: one pass over the names of the range. */
const alike = (tx: Tx, by: Sql, several: Sql): Promise<Alike[]> =>
  tx.rows<Alike>(sql`select m.id, m.name, m.category, m.division, m.legacy_plan, m.category || m.county || m.alike as together
    from (select p.id, p.name, p.category, p.division, p.legacy_plan, left(p.division, 6) as county, ${by} as alike, ${several} as several from place_name p
      where ${judged} and p.division >= ${tx.actor.lo} and p.division < ${tx.actor.hi}
      window w as (partition by p.category, left(p.division, 6), ${by})) m
    where m.several order by m.county, m.alike, m.division limit ${MOST}`);

function grouped(tx: Tx, rows: readonly Alike[]) {
  const groups = new Map<string, Alike[]>();
  for (const row of rows) groups.set(row.together, [...(groups.get(row.together) ?? []), row]);
  return [...groups.values()].map((group) => ({
    key: group[0]!.together,
    countyName: tx.divisions.get(`${group[0]!.division.slice(0, 6)}000000`)?.name ?? '',
    categoryZh: categories[group[0]!.category],
    names: group.map(({ id, name, division, legacyPlan }) => ({ id, name, legacyPlan, where: tx.divisions.fullName(division) })),
    open: group.every(({ legacyPlan }) => legacyPlan === ''),
  }));
}

export async function duplicates(tx: Tx) {
  return {
    equal: grouped(tx, await alike(tx, sql`p.name`, sql`count(*) over w > 1`)),
    homophones: grouped(tx, await alike(tx, sql`p.sounds`, sql`min(p.name) over w <> max(p.name) over w`)),
  };
}
