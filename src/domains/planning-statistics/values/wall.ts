/** 状态墙: the plans with their indicators, the counties side by side where they have values, and where sources differ. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { behindViews } from '../figures/behind.ts';
import type { Wall } from '../figures/content.ts';
import { figureDomains } from '../figures/terms.ts';
import { planIndicators } from '../figures/views.ts';
import { targetsInForce } from '../targets/targets.ts';
import { bandsOf, matrixRow, standingsOf } from './judge.ts';
import { findConflicts, findValues } from './store.ts';
import { conflictView, named } from './views.ts';

export async function wall(tx: Tx): Promise<Result<Wall, 'PARAM_MISSING'>> {
  const plans = await planIndicators(tx);
  if (!plans.ok) return plans;
  const behind = await behindViews(tx, plans.value);
  if (!behind.ok) return behind;
  const bands = await bandsOf(tx);
  if (!bands.ok) return bands;
  const indicators = await named(tx);
  const targets = await targetsInForce(tx);
  const published = await standingsOf(tx, [...indicators.keys()]);
  const matrix = [...published].flatMap(([id, standings]) => {
    const indicator = indicators.get(id);
    return indicator ? (matrixRow(tx, { indicator, standings, targets, base: null, bands: bands.value }) ?? []) : [];
  });
  const conflicts = await findConflicts(tx, sql`true`);
  const values = await findValues(tx, sql`v.id = any(${conflicts.flatMap((c) => c.valueIds)}::uuid[])`);
  return ok({
    plans: plans.value,
    behind: behind.value,
    matrix: matrix.sort((a, b) => Number(b.binding) - Number(a.binding) || (a.id < b.id ? -1 : 1)),
    conflicts: conflicts.flatMap((row) => {
      const indicator = indicators.get(row.indicator);
      return indicator ? [conflictView(tx, row, { indicator, targets, values })] : [];
    }),
    domains: figureDomains,
  });
}
