/** 规划指标: what a plan demands beside what was printed of it and what the platform counts today; and every number of the text, found by words. */
import { and, containing, type Sql, sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { planFigure, shown } from '../../../kernel/indicator/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import {
  completion,
  decimal,
  isMet,
  progressFrom,
  type Qualifier,
  type Status,
  statuses,
  statusOf,
  timeProgress,
} from './progress.ts';
import { type FigureDomain, figureDomains, type ValueType, valueTypes } from './terms.ts';

interface Figure {
  rowNo: number;
  plan: string;
  indicator: string;
  name: string;
  unit: string;
  kind: '约束性' | '预期性' | '未注明';
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

/** A value of an indicator as printed, with where it stands. */
interface Printed {
  year: string;
  value: string;
  qualifier: Qualifier;
  section: string;
  phrase: string;
}
export interface PlanIndicatorView {
  id: string;
  name: string;
  unit: string;
  kindZh: Figure['kind'];
  domainZh: string;
  base: Printed | null;
  target: Printed | null;
  /** Printed of the year of the target, or the last one that was. */
  actual: Printed | null;
  /** Every actual value that a plan prints, in the order of the plans. */
  printed: Printed[];
  /** Counted now, of the actor's own division; null where no domain of the program counts it. */
  counted: { key: string; zh: string; definition: string; num: number; den: number; text: string | null; parts: string } | null;
  met: boolean | null;
  /** Shares of 1; null where they cannot be said. */
  completion: number | null;
  progress: number | null;
  status: Status | null;
  statusZh: string | null;
  note: string | null;
}

const printedOf = ({ year, value, qualifier, section, phrase }: Figure): Printed => ({ year, value, qualifier, section, phrase });

/** Of percentages the platform counts numerator over denominator; the plan prints so many of a hundred. */
const isPercent = (unit: string): boolean => unit === '%';

async function viewOf(
  tx: Tx,
  plan: PlanRow,
  figures: readonly Figure[],
  division?: DivisionCode,
): Promise<Result<PlanIndicatorView, 'PARAM_MISSING'>> {
  const [first] = figures as [Figure, ...Figure[]];
  const target = figures.filter((f) => f.valueType === 'target').at(-1) ?? null;
  const actuals = figures.filter((f) => f.valueType === 'actual');
  const base = actuals.find((f) => f.year < plan.from.slice(0, 4)) ?? null;
  const actual = actuals.findLast((f) => f !== base) ?? null;
  const counted = await planFigure(tx, first.indicator, division);
  const common = {
    id: first.indicator,
    name: first.name,
    unit: first.unit,
    kindZh: first.kind,
    domainZh: figureDomains[first.domain],
    base: base && printedOf(base),
    target: target && printedOf(target),
    actual: actual && printedOf(actual),
    printed: actuals.map(printedOf),
    counted: counted && { ...counted, num: counted.value.num, den: counted.value.den },
  };
  const value = counted && isPercent(first.unit) && counted.value.den > 0 ? counted.value : actual && decimal(actual.value);
  const judged = { met: null, completion: null, progress: null, status: null, statusZh: null, note: null };
  if (!target || !value) return ok({ ...common, ...judged, note: counted || actual ? null : '数据来源尚未接入' });
  const printed = decimal(target.value);
  const goal = counted && isPercent(first.unit) ? { num: printed.num, den: printed.den * 100 } : printed;
  const from =
    base &&
    (counted && isPercent(first.unit) ? { ...decimal(base.value), den: decimal(base.value).den * 100 } : decimal(base.value));
  const met = isMet(value, goal, target.qualifier);
  const progress = progressFrom(from, value, goal, target.qualifier);
  const done = completion(value, goal, target.qualifier);
  const behind = await wholeParameter(tx, 'PLAN-BEHIND', tx.city, tx.today);
  if (!behind.ok) return behind;
  const farBehind = await wholeParameter(tx, 'PLAN-FAR-BEHIND', tx.city, tx.today);
  if (!farBehind.ok) return farBehind;
  const share = progress ?? done;
  const status =
    share === null
      ? null
      : statusOf({ met, share, time: timeProgress(plan, tx.today) }, { behind: behind.value, farBehind: farBehind.value });
  const near = isPercent(first.unit) && counted ? shown(value, goal).verdict === 'near' : false;
  return ok({
    ...common,
    met,
    completion: done,
    progress,
    status,
    statusZh: status && statuses[status],
    note: from && progress === null ? '目标低于基期，不算进度' : near ? '接近，未达标' : null,
  });
}

export interface PlanView {
  code: string;
  name: string;
  from: PlainDate;
  to: PlainDate;
  /** A share of 1. */
  time: number;
  indicators: PlanIndicatorView[];
}

/** The indicators that stand in a table of a plan (binding or expected), newest plan first; what is counted now, of the actor's division or of a part of it. */
export async function planIndicators(tx: Tx, division?: DivisionCode): Promise<Result<PlanView[], 'PARAM_MISSING'>> {
  const plans = await tx.rows<PlanRow>(
    sql`select code, name, from_date as "from", to_date as "to" from plan order by from_date desc limit 10`,
  );
  const figures = await tx.rows<Figure>(
    sql`select ${columns} from plan_figure where kind <> '未注明' order by row_no limit 2000`,
  );
  const views: PlanView[] = [];
  for (const plan of plans) {
    // 上一期的完成情况印在下一期的规划里：按指标的年份归到它的那一期
    const own = figures.filter(
      (f) => f.valueType === 'target' && f.year >= plan.from.slice(0, 4) && f.year <= plan.to.slice(0, 4),
    );
    const indicators: PlanIndicatorView[] = [];
    for (const id of new Set(own.map((f) => f.indicator))) {
      const view = await viewOf(
        tx,
        plan,
        figures.filter((f) => f.indicator === id),
        division,
      );
      if (!view.ok) return view;
      indicators.push(view.value);
    }
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
