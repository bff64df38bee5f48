/** 考核评估: the rows of the sheets and how they are read. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { totalTenths } from './rules.ts';
import type { PlanItem, PlanKind, Scheme, SheetState, Standing } from './terms.ts';

defineSealed({ table: 'performance_score', key: ['id'], sealed: ['words'] });

export interface Words {
  self: string;
  reason: string;
  objection: string;
  answer: string;
}
export const noWords: Words = { self: '', reason: '', objection: '', answer: '' };
export const wordsPlace = (id: string): string => `performance_score.words:${id}`;

export interface Sheet {
  id: string;
  division: DivisionCode;
  scheme: Scheme;
  kind: PlanKind;
  year: number;
  baseMonth: YearMonth;
  selfDueOn: PlainDate;
  state: SheetState;
  reportedOn: PlainDate | null;
  reportedBy: string | null;
  reportedName: string | null;
  toldOn: PlainDate | null;
  toldName: string | null;
  objectUntil: PlainDate | null;
  standing: Standing[] | null;
  conclusion: string | null;
  version: number;
}
export const sheetColumns = sql`id, division, scheme, kind, year, base_month, self_due_on, state, reported_on, reported_by, reported_name, told_on, told_name, object_until,
  standing, conclusion, version`;

export interface Score {
  id: string;
  no: number;
  kind: PlanItem['kind'];
  indicator: string | null;
  title: string;
  standard: string;
  weight: number;
  countedOn: PlainDate | null;
  selfPoints: number | null;
  proofFile: string | null;
  tenths: number | null;
  scoredBy: string | null;
  objectedOn: PlainDate | null;
  answeredOn: PlainDate | null;
  accepted: boolean | null;
  words: Words;
}

export async function scoresOf(tx: Tx, sheet: string): Promise<Score[]> {
  const rows = await tx.rows<
    Omit<Score, 'words'> & { words: Buffer }
  >(sql`select id, no, kind, indicator, title, standard, weight, counted_on, self_points, proof_file, tenths,
      scored_by, objected_on, answered_on, accepted, words from performance_score where sheet_id = ${sheet} order by no limit 40`);
  return rows.map((row) => ({ ...row, words: tx.keys.openJson<Words>(row.words, wordsPlace(row.id)) }));
}

/** Whether the city has settled the item; an item with nothing to count is settled without points. */
export const isScored = (score: Pick<Score, 'kind' | 'tenths' | 'countedOn'>): boolean =>
  score.kind === 'judged' ? score.tenths !== null : score.countedOn !== null;

/** Tenths out of 1000 of each sheet, as its items stand. */
export async function totalsOf(tx: Tx, sheets: readonly string[]): Promise<Map<string, number | null>> {
  const rows = await tx.rows<{ sheetId: string; weight: number; tenths: number | null }>(
    sql`select sheet_id, weight, tenths from performance_score where sheet_id = any(${[...sheets]}::uuid[])`,
  );
  return new Map(sheets.map((id) => [id, totalTenths(rows.filter((row) => row.sheetId === id))]));
}
