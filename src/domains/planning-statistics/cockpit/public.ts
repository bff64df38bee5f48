/**
 * 公开的驾驶舱: what everybody may read. The plan and what is printed of it, projects that have begun, statistics that are locked; nothing that is counted from
 * cases, and of persons nothing below five.
 */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { planIndicators } from '../figures/views.ts';
import { type PublishedLibrary, publishedProjects } from '../progress/published.ts';
import { lastLocked } from '../statistics/locked.ts';
import { periodWords } from '../statistics/period.ts';
import { type PublicTable, publicTable } from '../statistics/public-table.ts';

export interface PublicIndicator {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly kindZh: string;
  readonly target: { readonly year: string; readonly value: string } | null;
  readonly base: { readonly year: string; readonly value: string } | null;
  /** As a plan prints it; null where none does. */
  readonly actual: { readonly year: string; readonly value: string } | null;
  /** By what is printed. */
  readonly met: boolean | null;
}
export interface PublicPlan {
  readonly code: string;
  readonly name: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly indicators: readonly PublicIndicator[];
}
export interface PublicStatistics {
  readonly form: string;
  readonly name: string;
  readonly period: string;
  readonly periodZh: string;
  readonly lockedOn: PlainDate;
  readonly table: PublicTable;
}
export interface PublicCockpit {
  readonly plans: readonly PublicPlan[];
  readonly projects: PublishedLibrary | null;
  readonly statistics: readonly PublicStatistics[];
}

/** The last locked period of every form that the city has locked, by county. */
export async function publicStatistics(tx: Tx): Promise<PublicStatistics[]> {
  const counties = tx.divisions.children(tx.city);
  const locked = await lastLocked(tx, [tx.city, ...counties.map(({ code }) => code)]);
  const nameOf = (code: string) => tx.divisions.get(code)?.name ?? code;
  return locked.flatMap(({ form, period, lockedAt, rows }) => {
    const city = rows.find(({ division }) => division === tx.city);
    if (!city) return [];
    const below = rows.filter(({ division }) => division !== tx.city);
    return [
      {
        form: form.code,
        name: form.name,
        period,
        periodZh: periodWords(period),
        lockedOn: plainDateOf(lockedAt),
        table: publicTable(
          form,
          { division: tx.city, name: nameOf(tx.city), values: city.totals },
          below.map(({ division, totals }) => ({ division, name: nameOf(division), values: totals })),
        ),
      },
    ];
  });
}

/** To be read as the server's own act: for a member of staff the plan would be counted as well. */
export async function publicCockpit(tx: Tx): Promise<Result<PublicCockpit, 'PARAM_MISSING'>> {
  const plans = await planIndicators(tx);
  if (!plans.ok) return plans;
  return ok({
    plans: plans.value.map(({ code, name, from, to, indicators }) => ({
      code,
      name,
      from,
      to,
      indicators: indicators.map(({ id, name, unit, kindZh, target, base, actual, met }) => ({
        id,
        name,
        unit,
        kindZh,
        target,
        base,
        actual,
        met,
      })),
    })),
    projects: await publishedProjects(tx, null),
    statistics: await publicStatistics(tx),
  });
}
