/** What a facility is due: a year by its grade and its open months, or the building money once. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameters } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';
import { siteLimits } from '../facilities/parameters.ts';
import type { Site } from '../facilities/store.ts';
import type { SiteGrade } from '../facilities/terms.ts';
import { siteNorms } from './parameters.ts';
import { openMonths, runYear, yearSpan } from './rules.ts';

/** By what the amount was counted, kept with it. */
export interface SiteBasis {
  readonly standardFen: Fen;
  readonly grade: SiteGrade | null;
  readonly openMonths: number | null;
  readonly months: readonly { readonly month: YearMonth; readonly days: number }[];
  readonly enough: number | null;
  readonly [key: string]: unknown;
}
interface Computed {
  readonly fen: Fen;
  readonly basis: SiteBasis;
  readonly nothing: string | null;
}

export async function computeBuilding(tx: Tx, site: Site): Promise<Result<Computed, 'PARAM_MISSING'>> {
  const set = await wholeParameters(tx, ['SITE-RURAL-BUILD'], site.division);
  if (!set.ok) return set;
  const fen = set.value['SITE-RURAL-BUILD'];
  return ok({ fen, basis: { standardFen: fen, grade: null, openMonths: null, months: [], enough: null }, nothing: null });
}

export async function computeRunning(
  tx: Tx,
  site: Site,
  year: number,
): Promise<Result<Computed, 'PARAM_MISSING' | 'SITE_SUBSIDY_UNASSESSED'>> {
  const { from, to } = yearSpan(year);
  const assessed = await tx.maybe<{ grade: SiteGrade }>(
    sql`select grade from care_site_assessment where site_id = ${site.id} and year = ${year}`,
  );
  if (!assessed) return fail('SITE_SUBSIDY_UNASSESSED', { name: site.name, year });
  const norms = await siteNorms(tx, site.division, to);
  if (!norms.ok) return norms;
  const set = await siteLimits(tx, site.division, ['SITE-OPEN-DAYS']);
  if (!set.ok) return set;
  const enough = set.value['SITE-OPEN-DAYS'];
  const months = await tx.rows<{ month: YearMonth; days: number }>(
    sql`select to_char(on_date, 'YYYY-MM') as month, count(*)::int as days from care_site_day where site_id = ${site.id} and on_date between ${from} and ${to}
      group by 1 order by 1`,
  );
  const open = openMonths(months, enough);
  const { grade } = assessed;
  const { fen, standardFen } = runYear({ kind: site.kind, grade, openMonths: open }, norms.value);
  const nothing = fen > 0 ? null : open === 0 ? `没有一个月开放满${enough}天` : `等次${grade}`;
  return ok({ fen, basis: { standardFen, grade, openMonths: open, months, enough }, nothing });
}
