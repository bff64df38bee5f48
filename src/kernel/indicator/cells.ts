/**
 * 统计指标格: what a domain counts for the report forms of the statistics law. A cell is counted as an indicator is, by one query whose rows are the
 * records; whoever reports it knows the key and not the domain. A cell that nobody has defined has no source here, and says so.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { monthOf } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { type Level, levelOf, prefixLength, scopeRange } from '../division/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type { Span } from './define.ts';
import { type AreaSum, areaSums } from './rows.ts';

export interface Cell {
  /** c101, as the forms of the ministry's yearly plan are numbered here. */
  readonly key: string;
  /** What is counted, in words: who, on which day or in which days. */
  readonly definition: string;
  /** What `num` of a row is: so many, or fen. */
  readonly of: 'count' | 'fen';
  /** Columns id, division, num, den, name, says, link, link_id: one row for each record that counts. */
  readonly rows: (tx: Tx, span: Span) => Promise<Sql>;
  /** Columns division, num, den that come to the same as the rows, from counts that are kept; null while they are not, then the rows are counted. */
  readonly sums?: (tx: Tx, span: Span) => Promise<Sql | null>;
}

const cells = new Map<string, Cell>();
export function defineCells(...given: readonly Cell[]): void {
  for (const cell of given) {
    if (cells.has(cell.key)) throw new Error(`cell ${cell.key} is defined twice`);
    cells.set(cell.key, cell);
  }
}

/** Null: no domain of the program counts it. */
export const findCell = (key: string): Cell | null => cells.get(key) ?? null;

/** These days within a division; what is to come is not counted. */
export function spanWithin(tx: Tx, days: { from: PlainDate; to: PlainDate }, division: DivisionCode): Span {
  const isOver = days.to <= tx.today;
  const to = isOver ? days.to : tx.today;
  return { from: days.from, to, fromMonth: monthOf(days.from), toMonth: monthOf(to), division, ...scopeRange(division) };
}

const prefixOf = (code: DivisionCode): string => code.slice(0, prefixLength[levelOf(code)]);

const within = (span: Span, without: readonly DivisionCode[]): Sql =>
  sql`c.division >= ${span.lo} and c.division < ${span.hi} and not exists (select from unnest(${without.map(prefixOf)}::text[]) as w (prefix) where starts_with(c.division, w.prefix))`;

/** The rows of a cell in the span, without those of some units (which report them themselves). */
export async function cellRows(tx: Tx, cell: Cell, span: Span, without: readonly DivisionCode[] = []): Promise<Sql> {
  return sql`select c.id, c.division, c.num::bigint as num, c.den::bigint as den, c.name, c.says, c.link, c.link_id from (${await cell.rows(tx, span)}) c
    where ${within(span, without)}`;
}

/** What is added up: kept counts where they are right, else the rows. */
const added = async (tx: Tx, cell: Cell, span: Span): Promise<Sql> =>
  (await cell.sums?.(tx, span)) ?? (await cell.rows(tx, span));

/** Their sum: so many, or fen. */
export async function cellSum(tx: Tx, cell: Cell, span: Span, without: readonly DivisionCode[] = []): Promise<number> {
  const { sum } = await tx.one<{ sum: number }>(
    sql`select coalesce(sum(c.num), 0)::bigint as sum from (${await added(tx, cell, span)}) c where ${within(span, without)}`,
  );
  return sum;
}

/** The same by the units of a level. */
export const cellAreas = async (tx: Tx, cell: Cell, span: Span, level: Level): Promise<AreaSum[]> =>
  areaSums(tx, await added(tx, cell, span), span.division, level);
