/** The file of one indicator in one place: how it stands, its trend against the target, the counties side by side, every version of its values and targets. */
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope, levelOf } from '../../../kernel/division/index.ts';
import type { Fraction } from '../../../kernel/indicator/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { Bands } from '../figures/progress.ts';
import { figureDomains } from '../figures/terms.ts';
import { periodWords } from '../statistics/period.ts';
import {
  proposalOffer,
  proposesFor,
  type TargetRow,
  targetFor,
  targetOffers,
  targetVersions,
  targetYears,
} from '../targets/targets.ts';
import { targetStates } from '../targets/terms.ts';
import type { IndicatorFile, TargetView, TrendPoint } from './content.ts';
import { countedFor, getIndicator, type PlanIndicator, unitName } from './indicator.ts';
import { bandsOf, baseOf, judge, lastOf, matrixRow } from './judge.ts';
import { goalOf, isShareUnit, milestoneOf, milestones, said } from './measure.ts';
import { findConflicts, findValues, type Standing, standings, stepsOf } from './store.ts';
import { conflictView, outsideOffers, valueView } from './views.ts';

const suffix = (unit: string): string => (isShareUnit(unit) ? '%' : unit);
const numberOf = (unit: string, { num, den }: { num: number; den: number }): number =>
  (num / den) * (isShareUnit(unit) ? 100 : 1);

function targetView(
  tx: Tx,
  row: TargetRow,
  of: { indicator: PlanIndicator; inForce: readonly TargetRow[]; own: readonly Standing[]; lastYear: string | undefined },
): TargetView {
  const { indicator, inForce, own, lastYear } = of;
  const holds = inForce.includes(row);
  const milestone =
    holds && row.year !== lastYear
      ? milestoneOf(
          own.flatMap(({ periodEnd, value }) => (value ? [{ to: periodEnd, value }] : [])),
          { year: row.year, target: goalOf(indicator.unit, row.value), qualifier: row.qualifier },
          tx.today,
        )
      : null;
  return {
    id: row.id,
    division: row.division,
    unitName: unitName(tx, row.division),
    year: row.year,
    text: `${row.qualifier === '=' ? '' : row.qualifier}${row.value}${suffix(indicator.unit)}`,
    version: row.version,
    state: row.state,
    stateZh: targetStates[row.state],
    inForce: holds,
    before: row.beforeValue && `${row.beforeValue}${suffix(indicator.unit)}`,
    lowered: row.lowers,
    reason: row.reason,
    evaluationId: row.evaluationId,
    documentNo: row.documentNo,
    documentFile: row.documentFile,
    proposed: row.proposedAt ? { at: row.proposedAt, name: row.proposedName ?? '' } : null,
    decided: row.decidedAt ? { at: row.decidedAt, name: row.decidedName ?? '', answer: row.answer } : null,
    milestone,
    milestoneZh: milestone && milestones[milestone],
    offers: targetOffers(tx, row),
  };
}

/** The newest version of each place and year. */
const newest = (versions: readonly TargetRow[]): TargetRow[] =>
  versions.filter(
    (row) =>
      row.version !== null &&
      !versions.some((o) => o.division === row.division && o.year === row.year && (o.version ?? 0) > row.version!),
  );

function trendOf(indicator: PlanIndicator, own: readonly Standing[], goal: Fraction | null): TrendPoint[] {
  return own.flatMap(({ periodEnd, value }) =>
    value
      ? [
          {
            label: periodWords(value.period),
            on: periodEnd,
            value: numberOf(indicator.unit, value),
            text: `${said(indicator.unit, value, goal).text}${isShareUnit(indicator.unit) ? '' : indicator.unit}`,
          },
        ]
      : [],
  );
}

/** `division`: the city, a county, or one's own place; what lies elsewhere below is shown to those above it. */
export async function indicatorFile(
  tx: Tx,
  of: { id: string; division?: DivisionCode | undefined },
): Promise<Result<IndicatorFile>> {
  const found = await getIndicator(tx, of.id);
  if (!found.ok) return found;
  const indicator = found.value;
  const home = tx.actor.division ?? tx.city;
  const division = of.division ?? home;
  const isSeen = levelOf(division) === 'township' ? inScope(division, home) : ['county', 'city'].includes(levelOf(division));
  if (!tx.divisions.get(division) || !inScope(division, tx.city) || !isSeen) return fail('NOT_FOUND');
  const bands = await bandsOf(tx);
  if (!bands.ok) return bands;
  return ok(await fileOf(tx, indicator, division, bands.value));
}

async function fileOf(tx: Tx, indicator: PlanIndicator, division: DivisionCode, bands: Bands): Promise<IndicatorFile> {
  const { id, unit } = indicator;
  const home = tx.actor.division ?? tx.city;
  const all = await standings(tx, sql`v.indicator = ${id}`);
  const own = all.filter((s) => s.division === division);
  const versions = await targetVersions(tx, id);
  const inForce = newest(versions);
  const [lastYear] = targetYears(inForce, { indicator: id, from: indicator.from, to: indicator.to });
  const target = lastYear ? targetFor(inForce, { indicator: id, division, city: tx.city, year: lastYear }) : null;
  const goal = target && goalOf(unit, target.value);
  const base = await baseOf(tx, indicator);
  const measure = { indicator, target, base: division === tx.city ? base : null, bands };
  const standing = lastOf(own, division, indicator.to) ?? lastOf(own, division, tx.today);
  const values = (await findValues(tx, sql`v.indicator = ${id} and v.division = ${division}`)).reverse();
  const steps = await stepsOf(
    tx,
    values.map((v) => v.id),
  );
  const conflicts = await findConflicts(tx, sql`c.indicator = ${id} and c.division = ${division}`);
  const counted = await countedFor(tx, id, monthOf(tx.today), division);
  return {
    id,
    name: indicator.name,
    unit,
    kindZh: indicator.kind,
    domainZh: figureDomains[indicator.domain],
    planName: indicator.planName,
    division,
    divisionName: unitName(tx, division),
    places: [
      { division: tx.city, name: unitName(tx, tx.city) },
      ...tx.divisions
        .children(tx.city)
        .filter((d) => d.legal)
        .map(({ code, name }) => ({ division: code, name })),
      ...(levelOf(home) === 'township' ? [{ division: home, name: unitName(tx, home) }] : []),
    ],
    judged: standing && judge(measure, standing),
    counted: counted && {
      key: counted.key,
      definition: counted.definition,
      text: `${said(unit, counted.value, goal).text}（${said(unit, counted.value).parts}）`,
      asOf: counted.asOf,
    },
    trend: {
      points: trendOf(indicator, own, goal),
      target: goal && numberOf(unit, goal),
      targetText: target && `${target.value}${suffix(unit)}`,
    },
    matrix: matrixRow(tx, { indicator, standings: all, targets: inForce, base: null, bands }),
    values: values.map((row) => valueView(tx, row, { indicator, targets: inForce, steps })),
    conflicts: conflicts.map((row) => conflictView(tx, row, { indicator, targets: inForce, values })),
    targets: versions
      .filter((row) => row.division === division || row.division === tx.city || row.state === 'proposed')
      .map((row) => targetView(tx, row, { indicator, inForce, own: all.filter((s) => s.division === row.division), lastYear })),
    offers: [...outsideOffers(tx, indicator, division), ...(proposesFor(tx) === division ? [proposalOffer(id, lastYear)] : [])],
  };
}
