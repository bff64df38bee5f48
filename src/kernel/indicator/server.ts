/**
 * 指标, server face. A domain defines an indicator by one query whose rows are the records that count: each says its place, its part of the numerator
 * and of the denominator, and what it is. The figure is the sum of those rows, by place; the list behind it is the rows themselves: they cannot differ.
 */
import './audited.ts';
import { and, type Sql, sql } from '../../database/sql.ts';
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import { type AuditAction, recordAudit } from '../audit/server.ts';
import { firstDayOf, monthOf, plusDays, plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { inScope, type Level, levelOf, scopeRange } from '../division/index.ts';
import { parametersOf } from '../policy/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../schema/index.ts';
import {
  type Better,
  type Board,
  CITY_PLAN,
  CONCEALED,
  type CountedLink,
  type CountedRow,
  type FigureView,
  type Fraction,
  hiddenOf,
  type IndicatorKind,
  type IndicatorView,
  isConcealed,
  isShare,
  type Period,
  periods,
  shown,
  targetOf,
  written,
} from './index.ts';
import './errors.ts';
import { type AreaSum, areaSums } from './rows.ts';

export { type Cell, cellAreas, cellRows, cellSum, defineCells, findCell, spanWithin } from './cells.ts';
export * from './index.ts';
export { type AreaSum, type GivenRow, givenRows, unitRows } from './rows.ts';

/** The days that are counted, both included; never later than today. */
export interface Span {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly fromMonth: YearMonth;
  readonly toMonth: YearMonth;
  readonly division: DivisionCode;
  readonly lo: string;
  readonly hi: string;
}

export interface Indicator {
  readonly key: string;
  readonly zh: string;
  /** Numerator over denominator in words. */
  readonly definition: string;
  readonly kind: IndicatorKind;
  readonly period: Period;
  /** `lower`: the target is the most that may be (退回率, days). */
  readonly better?: Better;
  /** What is counted (件, 人次), where it is no share. */
  readonly unit?: string;
  /** Key of the parameter that holds the target. */
  readonly target?: string;
  readonly source: string;
  /** Id of the indicator of the city's plan that it feeds. */
  readonly plan?: string;
  /** Told as counts of the actor's own range only; its records are never listed. */
  readonly confidential?: true;
  /** Columns id, division, num, den, name, says, link, link_id: one row for each record that counts. */
  readonly rows: (tx: Tx, span: Span) => Promise<Sql>;
}

interface DefinedBoard extends Board {
  readonly readers: readonly Performer[];
}
interface Defined extends Indicator {
  readonly board: DefinedBoard;
}
const indicators = new Map<string, Defined>();
export function defineIndicators(board: DefinedBoard, ...given: readonly Indicator[]): void {
  for (const indicator of given) {
    if (indicators.has(indicator.key)) throw new Error(`indicator ${indicator.key} is defined twice`);
    indicators.set(indicator.key, { ...indicator, board });
  }
}

/** Who reads figures; lists of records are narrowed by the same scope. */
export const figureReaders = [
  'township-leader',
  'county-clerk',
  'county-leader',
  'county-confirmer',
  'finance-clerk',
  'finance-reviewer',
  'city-clerk',
  'city-leader',
  'auditor',
] as const satisfies readonly Performer[];

/** The period of the indicator that contains the month, within the division. */
export function spanOf(tx: Tx, period: Period, month: YearMonth, division: DivisionCode): Span {
  const [year, m] = [month.slice(0, 4), Number(month.slice(5))];
  const first: YearMonth =
    period === 'year'
      ? (`${year}-01` as YearMonth)
      : period === 'quarter'
        ? (`${year}-${String(m - ((m - 1) % 3)).padStart(2, '0')}` as YearMonth)
        : month;
  const months = period === 'year' ? 12 : period === 'quarter' ? 3 : 1;
  const from = firstDayOf(first);
  const end = plusDays(firstDayOf(plusMonths(first, months)), -1);
  const to = period === 'now' || end > tx.today ? tx.today : end;
  return { from, to, fromMonth: first, toMonth: monthOf(to), division, ...scopeRange(division) };
}

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
  if (kind === 'times') return `${better === 'lower' ? '不超过' : '不低于'}${value}${unit}`;
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

const within = (tx: Tx, division?: DivisionCode): DivisionCode => {
  const own = tx.actor.division ?? tx.city;
  return division && inScope(division, own) ? division : own;
};

async function viewOf(
  tx: Tx,
  indicator: Defined,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ view: IndicatorView; areas: FigureView[]; rows: Sql }> {
  // 保密的只按本人的辖区数：逐级点下去再相减，就能认出人来。
  const division = indicator.confidential ? within(tx) : at.division;
  const span = spanOf(tx, indicator.period, at.month, division);
  const target = await targetFor(tx, indicator, span);
  const rows = await indicator.rows(tx, span);
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
  const rows = await indicator.rows(tx, spanOf(tx, indicator.period, at.month, division));
  return { rows, by: (level) => areasOf(tx, indicator, rows, { division, level }) };
}

/** The indicators of a board that can be judged against a target, for those who judge; points in proportion to a target are told of what should be high only. */
export const targetedIndicators = (board: string): readonly { key: string; zh: string }[] =>
  [...indicators.values()].filter((i) => i.board.key === board && isShare(i.kind) && i.target && !i.confidential && i.better !== 'lower');

/**
 * What feeds an indicator of the city's plan: counted now, in the actor's division or a part of it; null where no domain of the program counts it, or the
 * actor does not read it.
 */
export async function planFigure(
  tx: Tx,
  plan: string,
  division?: DivisionCode,
): Promise<{ key: string; zh: string; definition: string; value: Fraction; text: string | null; parts: string } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || !isOneOf(tx.actor, indicator.board.readers)) return null;
  const { view } = await viewOf(tx, indicator, { month: monthOf(tx.today), division: within(tx, division) });
  const { num, den, text, parts } = view.total;
  return { key: indicator.key, zh: indicator.zh, definition: indicator.definition, value: { num, den }, text, parts };
}

/** What feeds a share of the city's plan in one place, to be kept beside what is reported of it; null where nothing does, where there is nothing to count, or where only counts may be told. */
export async function planCount(
  tx: Tx,
  plan: string,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ key: string; definition: string; value: Fraction; asOf: PlainDate } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential || !isShare(indicator.kind)) return null;
  const { total } = (await viewOf(tx, indicator, at)).view;
  if (total.den === 0) return null;
  const { to: asOf } = spanOf(tx, indicator.period, at.month, at.division);
  return { key: indicator.key, definition: indicator.definition, value: { num: total.num, den: total.den }, asOf };
}

/** The same as the server keeps it: of the city and of each county that has anything to count. Nothing of what is told as counts only. */
export async function planSums(tx: Tx, plan: string): Promise<(Fraction & { division: DivisionCode })[]> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential) return [];
  const { view, areas } = await viewOf(tx, indicator, { month: monthOf(tx.today), division: tx.city });
  // 落在全市、不分县的，已经在合计里
  const counties = areas.filter(({ area }) => area !== tx.city);
  return [view.total, ...counties].map(({ area, num, den }) => ({ division: area, num, den }));
}

/** One figure of one place as it stands, to be kept with a judgement; null where no such indicator or no target is in force. */
export async function figureAt(
  tx: Tx,
  key: string,
  at: { month: YearMonth; division: DivisionCode },
): Promise<{ value: Fraction; target: Fraction; text: string | null; targetText: string } | null> {
  const indicator = indicators.get(key);
  if (!indicator) return null;
  const { total, target, targetText } = (await viewOf(tx, indicator, at)).view;
  return target && targetText !== null
    ? { value: { num: total.num, den: total.den }, target, text: total.text, targetText }
    : null;
}

const PAGE = 50;

interface RawRow {
  id: string;
  division: DivisionCode;
  num: number;
  den: number;
  name: string | null;
  says: string | null;
  link: CountedLink | null;
  linkId: string | null;
}

/** Whom a page of records is about: the person, the applicant of a case, the person of a clue, the members of a household. */
async function personsOf(tx: Tx, rows: readonly RawRow[]): Promise<string[]> {
  const linked = (link: CountedLink) => rows.flatMap((row) => (row.link === link && row.linkId ? [row.linkId] : []));
  const behind = await tx.rows<{ id: string }>(sql`
    select applicant_person_id as id from service_case where id = any(${linked('case')}::uuid[])
    union select person_id from clue where id = any(${linked('clue')}::uuid[]) and person_id is not null
    union select person_id from household_member where household_id = any(${linked('household')}::uuid[]) and valid_to is null and superseded_at is null`);
  return [...linked('person'), ...behind.map((person) => person.id)];
}

/**
 * A page of records of a counting query, in the order of their ids; the persons whom they are about are on record. `persons` names those of records that
 * open something of a domain, by the ids of the records.
 */
export async function countedRows(
  tx: Tx,
  rows: Sql,
  page: {
    division: DivisionCode;
    only?: 'missed';
    better?: Better | undefined;
    cursor?: string;
    audit: AuditAction;
    persons?: ((ids: readonly string[]) => Sql) | undefined;
  },
): Promise<{ rows: CountedRow[]; next: string | null }> {
  const { lo, hi } = scopeRange(page.division);
  const filters: Sql[] = [sql`c.division >= ${lo}`, sql`c.division < ${hi}`];
  if (page.only === 'missed') filters.push(page.better === 'lower' ? sql`c.num > 0` : sql`c.num < c.den`);
  if (page.cursor) filters.push(sql`c.id > ${page.cursor}`);
  const found = await tx.rows<RawRow>(
    sql`select c.id, c.division, c.num::bigint as num, c.den::bigint as den, c.name, c.says, c.link, c.link_id from (${rows}) c where ${and(filters)} order by c.id limit ${PAGE + 1}`,
  );
  const shownRows = found.slice(0, PAGE);
  if (shownRows.length > 0) {
    const own = page.persons ? await tx.rows<{ id: string }>(page.persons(shownRows.map((row) => row.id))) : [];
    const persons = [...(await personsOf(tx, shownRows)), ...own.map((person) => person.id)];
    await recordAudit(tx, { action: page.audit, personIds: [...new Set(persons)], division: page.division });
  }
  return {
    rows: shownRows.map((row) => ({
      ...row,
      name: row.name ?? '（不在您的范围内）',
      says: row.says ?? '',
      placeName: tx.divisions.get(row.division) ? tx.divisions.fullName(row.division) : row.division,
    })),
    next: found.length > PAGE ? shownRows.at(-1)!.id : null,
  };
}

/** Whether there are records behind an indicator of the city's plan that may be listed. */
export const hasPlanRows = (plan: string): boolean => [...indicators.values()].some((i) => i.plan === plan && !i.confidential);

/** The records behind what feeds the city's plan, for whoever checks the figures from outside; null where nothing does, or where only counts may be told. */
export async function planRows(
  tx: Tx,
  plan: string,
  at: { division: DivisionCode; audit: AuditAction; cursor?: string },
): Promise<{ rows: CountedRow[]; next: string | null } | null> {
  const indicator = [...indicators.values()].find((i) => i.plan === plan);
  if (!indicator || indicator.confidential) return null;
  const division = within(tx, at.division);
  const { rows } = await viewOf(tx, indicator, { month: monthOf(tx.today), division });
  return countedRows(tx, rows, { ...at, division });
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
