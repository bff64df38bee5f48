/** An indicator of a plan: what its printed rows say of it, to which plan its targets belong, and what the platform counts of it in one place. */
import { sql } from '../../../database/sql.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type Fraction, planCount } from '../../../kernel/indicator/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { FigureDomain } from '../figures/terms.ts';
import { spanOfPeriod } from '../statistics/period.ts';

export interface PlanIndicator {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly kind: '约束性' | '预期性' | '未注明';
  readonly domain: FigureDomain;
  readonly planName: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

// 上一期的完成情况印在下一期的规划里：按目标的年份归到它的那一期
const known = sql`select distinct on (f.indicator) f.indicator as id, f.name, f.unit, f.kind, f.domain, p.name as plan_name, p.from_date as "from", p.to_date as "to", f.row_no
  from plan_figure f join plan p on right(f.year, 4) between left(p.from_date::text, 4) and left(p.to_date::text, 4)
  where f.value_type = 'target'`;

/** Null where the plans set no target of this name. */
export const findIndicator = (tx: Tx, id: string): Promise<PlanIndicator | null> =>
  tx.maybe<PlanIndicator>(sql`${known} and f.indicator = ${id} order by f.indicator, right(f.year, 4) desc, f.row_no`);
export async function getIndicator(tx: Tx, id: string): Promise<Result<PlanIndicator, 'PLAN_INDICATOR_UNKNOWN'>> {
  const found = await findIndicator(tx, id);
  return found ? ok(found) : fail('PLAN_INDICATOR_UNKNOWN');
}

/** All that have a target, in the order in which they are printed; those of the tables first. */
export const allIndicators = (tx: Tx): Promise<PlanIndicator[]> =>
  tx.rows<PlanIndicator>(sql`select * from (${known} order by f.indicator, right(f.year, 4) desc, f.row_no) k
    order by k."from" desc, k.kind = '未注明', k.row_no limit 1000`);

/** The same as choices of a form: the goal with the plan that sets it. */
export const goalNames = async (tx: Tx): Promise<Record<string, string>> =>
  Object.fromEntries((await allIndicators(tx)).map(({ id, name, planName }) => [id, `${name}（${planName}）`]));

export const unitName = (tx: Tx, unit: DivisionCode): string => tx.divisions.get(unit)?.name ?? unit;

export interface Counted {
  readonly key: string;
  readonly definition: string;
  readonly value: Fraction;
  readonly asOf: PlainDate;
}

/** A count of today is set beside the quarter that has just ended, never beside an old one. */
const FRESH_DAYS = 92;

/** What the platform counts of the indicator, to be set beside a period; null where it counts nothing, or nothing that speaks of that period. */
export async function countedFor(tx: Tx, indicator: string, period: string, division: DivisionCode): Promise<Counted | null> {
  const { to, toMonth } = spanOfPeriod(period);
  const counted = await planCount(tx, indicator, { month: toMonth, division });
  return counted && dayNumber(counted.asOf) - dayNumber(to) <= FRESH_DAYS ? counted : null;
}
