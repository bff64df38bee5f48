/**
 * 驾驶舱: what a mayor reads in ten seconds. Every figure is counted by the module that owns it and leads to the list that it counts; nothing is computed here
 * that is not also there.
 */
import { clueCounts } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import { figures, lastPaidMonth } from '../../../kernel/payment/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { openWork } from '../../../kernel/service/server.ts';
import { planIndicators } from '../figures/views.ts';
import { projectPlaces } from '../projects/counts.ts';
import type { Cockpit, PlaceFigures, ProjectSums } from './content.ts';

const NONE: ProjectSums = { rows: 0, units: 0, investmentFen: 0 };
const sumOf = (rows: readonly ProjectSums[]): ProjectSums =>
  rows.reduce(
    (sum, row) => ({
      rows: sum.rows + row.rows,
      units: sum.units + row.units,
      investmentFen: sum.investmentFen + row.investmentFen,
    }),
    NONE,
  );

/** Of the city or of one county; of another than one's own nothing is found. */
export async function cockpit(tx: Tx, asked?: DivisionCode): Promise<Result<Cockpit>> {
  const own = tx.actor.division ?? tx.city;
  const division = asked ?? own;
  const unit = tx.divisions.get(division);
  if (!unit || !inScope(division, own) || !['city', 'county'].includes(levelOf(division))) return fail('NOT_FOUND');
  const plans = await planIndicators(tx);
  if (!plans.ok) return plans;
  const plan = plans.value.find((p) => p.indicators.some((i) => i.kindZh === '约束性'));
  const work = await openWork(tx, division);
  const month = await lastPaidMonth(tx, { division });
  const paid = month ? await figures(tx, { from: month, to: month, division }) : null;
  const [total] = paid?.totals ?? [];
  const library = await projectPlaces(tx, {});
  const isCity = levelOf(division) === 'city';
  const libraryRows = isCity ? library.places : (library.places.find((p) => p.place === division)?.townships ?? []);
  const places = tx.divisions.children(division).map(({ code, name }): PlaceFigures => {
    const here = work.find((row) => row.place === code);
    const projects = libraryRows.find((row) => row.place === code) ?? NONE;
    return {
      place: code,
      name,
      open: here?.open ?? 0,
      overdue: here?.overdue ?? 0,
      paidFen: isCity ? (paid?.rows.find((row) => row.county === code)?.sumFen ?? 0) : null,
      projects: { rows: projects.rows, units: projects.units, investmentFen: projects.investmentFen },
    };
  });
  const { all, overdue, red } = await clueCounts(tx);
  return ok({
    division,
    name: unit.name,
    plan: plan ? { name: plan.name, time: plan.time, indicators: plan.indicators.filter((i) => i.kindZh === '约束性') } : null,
    work: { open: work.reduce((sum, row) => sum + row.open, 0), overdue: work.reduce((sum, row) => sum + row.overdue, 0) },
    money: month && total ? { month, sumFen: total.sumFen, persons: total.persons, households: total.households } : null,
    clues: { all, overdue, red },
    projects: sumOf(libraryRows),
    places,
  });
}
