/** Indicators as they are read: the sum of the rows by place, judged against the target in force. */
import type { Sql } from '../../database/sql.ts';
import { type Actor, isOneOf } from '../access/index.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { inScope, type Level, levelOf } from '../division/index.ts';
import { parametersOf } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, YearMonth } from '../schema/index.ts';
import { countedRows } from './counted.ts';
import { type Defined, type Indicator, indicators, rowsOf, type Span, spanOf } from './define.ts';
import './errors.ts';
import {
  type Better,
  type Board,
  CITY_PLAN,
  CONCEALED,
  type CountedRow,
  type FigureView,
  type Fraction,
  hiddenOf,
  type IndicatorView,
  isConcealed,
  isShare,
  type Period,
  periods,
  shown,
  targetOf,
  written,
} from './index.ts';
import { type AreaSum, areaSums } from './rows.ts';

const spanWords = (period: Period, span: Span): string => {
  const [year, month] = [span.from.slice(0, 4), Number(span.from.slice(5, 7))];
  const name =
    period === 'now'
      ? ''
      : period === 'year'
        ? `${year}年，`
        : period === 'quarter'
          ? `${year}年第${Math.ceil(month / 3)}季度，`
          : `${year}年${month}月，`;
  return `${name}截至${span.to}`;
};

function targetText({ kind, unit = '', better }: Defined, target: Fraction, value: string): string {
  if (kind === 'count') return `${better === 'lower' ? '不超过' : '不低于'}${Number(value).toLocaleString('zh-CN')}${unit}`;
  if (kind === 'times' || kind === 'perThousand' || kind === 'perHundred')
    return `${better === 'lower' ? '不超过' : '不低于'}${value}${unit}`;
  const percent = `${shown(target, null).percent ?? ''}%`.replace('.0%', '%');
  return better === 'lower' ? `不超过${percent}` : percent;
}

interface Target extends Fraction {
  text: string;
  assumed: boolean;
}
async function targetFor(tx: Tx, indicator: Defined, span: Span): Promise<Target | null> {
  if (!indicator.target) return null;
  const found = (await parametersOf(tx)).on(indicator.target, span.division, span.to);
  if (!found.ok) return null;
  const { unit } = found.value.row;
  const target = targetOf(found.value.value, unit);
  return {
    ...target,
    text: targetText(indicator, target, found.value.value),
    assumed: found.value.row.nature === 'assumption',
  };
}

/** The places one level below: counties of a city, townships of a county, villages of a township. */
const levelBelow = {
  nation: 'province',
  province: 'city',
  city: 'county',
  county: 'township',
  township: 'village',
  village: 'village',
} as const satisfies Record<Level, Level>;

/** A sum, and whether it may not be told. */
export interface AreaFigure extends AreaSum {
  readonly hidden: boolean;
}

/** Sums by place; of a confidential indicator by the places one level below only, and those that would tell a small group apart are marked. */
async function areasOf(
  tx: Tx,
  indicator: Defined,
  rows: Sql,
  of: { division: DivisionCode; level?: Level },
): Promise<AreaFigure[]> {
  const below = levelBelow[levelOf(of.division)];
  const areas = await areaSums(tx, rows, of.division, indicator.confidential ? below : (of.level ?? below));
  const columns = indicator.confidential
    ? [areas.map((area) => area.num), areas.map((area) => area.den)].map((counts) => hiddenOf(counts))
    : [];
  return areas.map((area, i) => ({ ...area, hidden: columns.some((column) => column[i]) }));
}

const figure = (tx: Tx, indicator: Defined, sum: AreaSum, target: Target | null): FigureView => ({
  area: sum.area,
  num: sum.num,
  den: sum.den,
  areaName: tx.divisions.get(sum.area)?.name ?? sum.area,
  ...written(indicator, sum, target),
});
const untold = (view: FigureView): FigureView => ({ ...view, ...CONCEALED, num: 0, den: 0 });

export const within = (tx: Tx, division?: DivisionCode): DivisionCode => {
  const own = tx.actor.division ?? tx.city;
  return division && inScope(division, own) ? division : own;
};

export async function viewOf(
  tx: Tx,
  indicator: Defined,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ view: IndicatorView; areas: FigureView[]; rows: Sql }> {
  // 保密的只按本人的辖区数：逐级点下去再相减，就能认出人来。
  const division = indicator.confidential ? within(tx) : at.division;
  const span = spanOf(tx, indicator.period, at.month, division);
  const target = await targetFor(tx, indicator, span);
  const rows = await rowsOf(tx, indicator, span);
  const areas = await areasOf(tx, indicator, rows, { division });
  const sumOf = (part: 'num' | 'den') => areas.reduce((sum, area) => sum + area[part], 0);
  const sum = { area: division, num: sumOf('num'), den: sumOf('den') };
  const total = figure(tx, indicator, sum, target);
  const { key, zh, to } = indicator.board;
  return {
    rows,
    areas: areas.map((area) => {
      const view = figure(tx, indicator, area, target);
      return area.hidden ? untold(view) : view;
    }),
    view: {
      key: indicator.key,
      zh: indicator.zh,
      definition: indicator.definition,
      kind: indicator.kind,
      better: indicator.better ?? 'higher',
      periodZh: periods[indicator.period],
      spanZh: spanWords(indicator.period, span),
      target: target && { num: target.num, den: target.den },
      targetText: target?.text ?? null,
      assumed: target?.assumed ?? false,
      source: indicator.source.replace(CITY_PLAN, tx.plan),
      confidential: indicator.confidential === true,
      board: { key, zh, to },
      total: indicator.confidential && isConcealed(sum) ? untold(total) : total,
    },
  };
}

/** Every indicator of a board over the actor's division (or a part of it), with the sum of the places. */
export async function indicatorViews(
  tx: Tx,
  at: { board: string; month?: YearMonth; division?: DivisionCode },
): Promise<{
  month: YearMonth;
  division: DivisionCode;
  divisionName: string;
  indicators: (IndicatorView & { areas: FigureView[] })[];
}> {
  const division = within(tx, at.division);
  const month = at.month ?? monthOf(tx.today);
  const views = [];
  for (const indicator of indicators.values()) {
    if (indicator.board.key !== at.board || !isOneOf(tx.actor, indicator.board.readers)) continue;
    const { view, areas } = await viewOf(tx, indicator, { month, division });
    views.push({ ...view, areas });
  }
  return { month, division, divisionName: tx.divisions.get(division)?.name ?? division, indicators: views };
}

/** The indicators that an actor reads, of every board. */
export const indicatorsFor = (actor: Actor): readonly (Indicator & { readonly board: Board })[] =>
  [...indicators.values()].filter((indicator) => isOneOf(actor, indicator.board.readers));

/** An indicator that the actor reads, in a month: its records, and their sums by the units of a level. A confidential one is told of the actor's own range only. */
export async function indicatorAt(
  tx: Tx,
  key: string,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ rows: Sql; by(level: Level): Promise<AreaFigure[]> } | null> {
  const indicator = indicators.get(key);
  if (!indicator || !isOneOf(tx.actor, indicator.board.readers)) return null;
  const division = indicator.confidential ? within(tx) : within(tx, at.division);
  const rows = await rowsOf(tx, indicator, spanOf(tx, indicator.period, at.month, division));
  return { rows, by: (level) => areasOf(tx, indicator, rows, { division, level }) };
}

/** The indicators of every board that can be judged against a target, for those who judge: shares only. */
export const targetedIndicators = (): readonly { key: string; zh: string; board: Board }[] =>
  [...indicators.values()].filter((i) => isShare(i.kind) && i.target && !i.confidential);

/** One figure of one place as it stands, to be kept with a judgement; null where no such indicator or no target is in force. */
export async function figureAt(
  tx: Tx,
  key: string,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ value: Fraction; target: Fraction; better: Better; text: string | null; targetText: string } | null> {
  const indicator = indicators.get(key);
  if (!indicator) return null;
  const { total, target, targetText, better } = (await viewOf(tx, indicator, at)).view;
  return target && targetText !== null
    ? { better, value: { num: total.num, den: total.den }, target, text: total.text, targetText }
    : null;
}

/** One indicator: by place, and the records that it counts, those that miss first asked for. */
export async function indicatorDetail(
  tx: Tx,
  key: string,
  at: { month?: YearMonth; division?: DivisionCode; only?: 'missed'; cursor?: string },
): Promise<
  Result<{ indicator: IndicatorView; areas: FigureView[]; rows: CountedRow[]; next: string | null }, 'INDICATOR_UNKNOWN'>
> {
  const indicator = indicators.get(key);
  if (!indicator || !isOneOf(tx.actor, indicator.board.readers)) return fail('INDICATOR_UNKNOWN');
  const division = within(tx, at.division);
  const { view, areas, rows } = await viewOf(tx, indicator, { month: at.month ?? monthOf(tx.today), division });
  if (indicator.confidential) return ok({ indicator: view, areas, rows: [], next: null });
  const page = await countedRows(tx, rows, {
    division,
    audit: 'indicator.listed',
    better: indicator.better,
    ...(at.only ? { only: at.only } : {}),
    ...(at.cursor ? { cursor: at.cursor } : {}),
  });
  return ok({ indicator: view, areas, ...page });
}
