/** The binding indicators of the plan in the cockpit, with their course over the years. */
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import type { PlanIndicatorView, PlanView } from '../figures/content.ts';
import { type Kept, keptFigures } from '../figures/keep.ts';
import { drawnOf, ofYear, type TrendKind, trendKinds, trendOf } from '../figures/trend.ts';
import { planIndicators } from '../figures/views.ts';
import type { Goal, Opens } from './content.ts';

interface At {
  readonly division: DivisionCode;
  readonly year: number;
  readonly past: boolean;
}

/** Of what is counted now: 37.5%（6／16）. */
const countedText = ({ counted }: PlanIndicatorView): string | null => {
  if (!counted?.text) return null;
  return `${counted.text}${counted.parts && counted.parts !== counted.text ? `（${counted.parts}）` : ''}`;
};
const countedList = (key: string, division: DivisionCode): Opens => ({ to: `/indicators/${key}`, search: { division } });

/** 发布的在先, as the status is judged; else what is counted now, else what was printed. */
function presentOf(row: PlanIndicatorView): Pick<Goal, 'value' | 'source'> {
  const { published, actual, unit } = row;
  const counted = countedText(row);
  if (published) return { value: published.text, source: `发布的（${published.unitName}，${published.periodZh}）` };
  if (counted) return { value: counted, source: trendKinds.now };
  return actual
    ? { value: `${actual.value}${unit}`, source: `${trendKinds.printed}（${actual.year}，全市）` }
    : { value: null, source: null };
}

function goalOf(tx: Tx, row: PlanIndicatorView, kept: readonly Kept[], { division, year, past }: At): Goal {
  const { id, name, unit, target, counted } = row;
  const points = trendOf({
    unit,
    printed: row.printed,
    published: row.publishedValues,
    kept,
    now: counted,
    month: monthOf(tx.today),
  });
  const printedList = { to: '/plan', search: { q: name } };
  const common = { id, name, unit, target, trend: drawnOf(points) };
  if (past) {
    const known = ofYear(points, year);
    const of = (wanted: TrendKind) => known.findLast(({ kind }) => kind === wanted);
    const last = of('published') ?? of('kept') ?? known.at(-1);
    return {
      ...common,
      value: last?.text ?? null,
      source: last ? `${trendKinds[last.kind]}（${last.at}）` : null,
      met: null,
      status: null,
      statusZh: null,
      note: last ? null : '这一年没有印出的数，平台也没有留存',
      now: null,
      opens: printedList,
    };
  }
  return {
    ...common,
    ...presentOf(row),
    met: row.met,
    status: row.status,
    statusZh: row.statusZh,
    note: row.note ?? (counted && !counted.text && !row.actual ? '现在没有可数的' : null),
    now: row.published && counted?.text ? { text: countedText(row)!, opens: countedList(counted.key, division) } : null,
    opens: row.published
      ? { to: `/plan/indicators/${id}`, search: {} }
      : counted
        ? countedList(counted.key, division)
        : printedList,
  };
}

/** The plan that binds; null where there is none. */
export async function goals(tx: Tx, at: At): Promise<Result<{ plan: PlanView; indicators: Goal[] } | null, 'PARAM_MISSING'>> {
  const plans = await planIndicators(tx, at.division);
  if (!plans.ok) return plans;
  const plan = plans.value.find((p) => p.indicators.some((i) => i.kindZh === '约束性'));
  if (!plan) return ok(null);
  const kept = await keptFigures(tx, at.division);
  return ok({
    plan,
    indicators: plan.indicators
      .filter((i) => i.kindZh === '约束性')
      .map((row) =>
        goalOf(
          tx,
          row,
          kept.filter(({ indicator }) => indicator === row.id),
          at,
        ),
      ),
  });
}
