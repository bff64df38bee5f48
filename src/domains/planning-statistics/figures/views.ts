/** 规划指标: what a plan demands beside what was printed of it and what the platform counts today; and every number of the text, found by words. */
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { levelOf } from '../../../kernel/division/index.ts';
import { planFigure } from '../../../kernel/indicator/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { type TargetRow, targetFor, targetsInForce, targetYears } from '../targets/targets.ts';
import { unitName } from '../values/indicator.ts';
import { bandsOf, judge, lastOf, standingsOf } from '../values/judge.ts';
import { goalOf, isShareUnit, said } from '../values/measure.ts';
import type { Standing } from '../values/store.ts';
import type { FigureKind, PlanIndicatorView, PlanView, Printed } from './content.ts';
import { type Bands, completion, isMet, progressFrom, type Qualifier, statuses, statusOf, timeProgress } from './progress.ts';
import { type FigureDomain, figureDomains, type ValueType, valueTypes } from './terms.ts';

interface Figure {
  rowNo: number;
  plan: string;
  indicator: string;
  name: string;
  unit: string;
  kind: FigureKind;
  year: string;
  valueType: ValueType;
  qualifier: Qualifier;
  value: string;
  section: string;
  phrase: string;
  domain: FigureDomain;
}
const columns = sql`row_no, plan, indicator, name, unit, kind, year, value_type, qualifier, value, section, phrase, domain`;

interface PlanRow {
  code: string;
  name: string;
  from: PlainDate;
  to: PlainDate;
}

const printedOf = ({ year, value, qualifier, section, phrase }: Figure): Printed => ({ year, value, qualifier, section, phrase });

interface Known {
  readonly figures: readonly Figure[];
  readonly targets: readonly TargetRow[];
  readonly standings: readonly Standing[];
  readonly bands: Bands;
}

/** The target in force of the last year of the plan; printed words stay those of the plan. */
function targetOf(tx: Tx, plan: PlanRow, { figures, targets }: Known, division: DivisionCode) {
  const [first] = figures as [Figure, ...Figure[]];
  const [year] = targetYears(targets, { indicator: first.indicator, from: plan.from, to: plan.to });
  const row = year ? targetFor(targets, { indicator: first.indicator, division, city: tx.city, year }) : null;
  const printed = figures.find((f) => f.valueType === 'target' && f.year.slice(-4) === year);
  return {
    row,
    view: row && {
      year: row.year,
      value: row.value,
      qualifier: row.qualifier,
      section: row.state === 'printed' ? (printed?.section ?? '') : (row.documentNo ?? ''),
      phrase: row.state === 'printed' ? (printed?.phrase ?? '') : row.reason,
      version: row.version ?? 1,
    },
  };
}

/** 发布的在先：发布了的按它的期末判断，没有发布的看平台现在数的，再没有看印出的。 */
async function viewOf(tx: Tx, plan: PlanRow, known: Known, division?: DivisionCode): Promise<PlanIndicatorView> {
  const { figures, standings, bands } = known;
  const [first] = figures as [Figure, ...Figure[]];
  const asked = division ?? tx.actor.division ?? tx.city;
  const own = levelOf(asked) === 'county' ? asked : tx.city;
  const standing = lastOf(standings, own, plan.to) ?? lastOf(standings, tx.city, plan.to);
  const { row: target, view: targetView } = targetOf(tx, plan, known, standing?.division ?? own);
  const actuals = figures.filter((f) => f.valueType === 'actual');
  const base = actuals.find((f) => f.year < plan.from.slice(0, 4)) ?? null;
  const actual = actuals.findLast((f) => f !== base) ?? null;
  const counted = await planFigure(tx, first.indicator, division);
  const indicator = { id: first.indicator, unit: first.unit, from: plan.from, to: plan.to };
  // 基期印的是全市的，不拿来比一个县
  const baseValue = standing && standing.division !== tx.city ? null : (base?.value ?? null);
  const judged = standing && judge({ indicator, target, base: baseValue, bands }, standing);
  const common = {
    id: first.indicator,
    name: first.name,
    unit: first.unit,
    kindZh: first.kind,
    domainZh: figureDomains[first.domain],
    base: base && printedOf(base),
    target: targetView,
    actual: actual && printedOf(actual),
    published: judged && { ...judged, unitName: unitName(tx, standing.division) },
    publishedValues: standings.flatMap(({ division: at, periodEnd, value: known }) =>
      known && at === standing?.division ? [{ periodEnd, num: known.num, den: known.den }] : [],
    ),
    printed: actuals.map(printedOf),
    counted: counted && { ...counted, num: counted.value.num, den: counted.value.den },
  };
  const silent = { met: null, completion: null, progress: null, status: null, statusZh: null };
  if (judged?.conflict) return { ...common, ...silent, note: '不同来源的数不一致，等核定' };
  const usable = counted && isShareUnit(first.unit) && counted.value.den > 0 ? counted.value : null;
  const value = standing?.value ?? usable ?? (actual && goalOf(first.unit, actual.value));
  if (!target || !value) return { ...common, ...silent, note: counted || actual ? null : '数据来源尚未接入' };
  const goal = goalOf(first.unit, target.value);
  const from = baseValue === null ? null : goalOf(first.unit, baseValue);
  const met = isMet(value, goal, target.qualifier);
  const progress = progressFrom(from, value, goal, target.qualifier);
  const done = completion(value, goal, target.qualifier);
  const share = progress ?? done;
  const on = standing?.value ? standing.periodEnd : tx.today;
  const status = share === null ? null : statusOf({ met, share, time: timeProgress(plan, on) }, bands);
  const near = standing?.value || usable ? said(first.unit, value, goal).near : false;
  return {
    ...common,
    met,
    completion: done,
    progress,
    status,
    statusZh: status && statuses[status],
    note: from && progress === null ? '目标低于基期，不算进度' : near ? '接近，未达标' : null,
  };
}

/** The indicators that stand in a table of a plan (binding or expected), newest plan first; what is counted now, of the actor's division or of a part of it. */
export async function planIndicators(tx: Tx, division?: DivisionCode): Promise<Result<PlanView[], 'PARAM_MISSING'>> {
  const plans = await tx.rows<PlanRow>(
    sql`select code, name, from_date as "from", to_date as "to" from plan order by from_date desc limit 10`,
  );
  const figures = await tx.rows<Figure>(
    sql`select ${columns} from plan_figure where kind <> '未注明' order by row_no limit 2000`,
  );
  const targets = await targetsInForce(tx);
  const published = await standingsOf(tx, [...new Set(figures.map((f) => f.indicator))]);
  const bands = await bandsOf(tx);
  if (!bands.ok) return bands;
  const views: PlanView[] = [];
  for (const plan of plans) {
    // 上一期的完成情况印在下一期的规划里：按指标的年份归到它的那一期
    const own = figures.filter(
      (f) => f.valueType === 'target' && f.year >= plan.from.slice(0, 4) && f.year <= plan.to.slice(0, 4),
    );
    const indicators: PlanIndicatorView[] = [];
    for (const id of new Set(own.map((f) => f.indicator)))
      indicators.push(
        await viewOf(
          tx,
          plan,
          {
            figures: figures.filter((f) => f.indicator === id),
            targets,
            standings: published.get(id) ?? [],
            bands: bands.value,
          },
          division,
        ),
      );
    if (indicators.length > 0) views.push({ ...plan, time: timeProgress(plan, tx.today), indicators });
  }
  return ok(views);
}

const PAGE = 50;

/** Every number that a plan prints, in the order of the plans; `after` is the last row seen. */
export async function planFigures(tx: Tx, filter: { q?: string | undefined; domain?: string | undefined }, after: number) {
  const parts: Sql[] = [sql`row_no > ${after}`];
  if (filter.q)
    parts.push(
      sql`(name like ${containing(filter.q)} or phrase like ${containing(filter.q)} or section like ${containing(filter.q)})`,
    );
  if (filter.domain) parts.push(sql`domain = ${filter.domain}`);
  const found = await tx.rows<Figure>(
    sql`select ${columns} from plan_figure where ${and(parts)} order by row_no limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE);
  return {
    rows: rows.map((f) => ({ ...f, valueTypeZh: valueTypes[f.valueType], domainZh: figureDomains[f.domain] })),
    next: found.length > PAGE ? String(rows.at(-1)!.rowNo) : null,
  };
}
