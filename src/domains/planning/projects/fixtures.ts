/** The two annexes of the 14th plan as the city pack has them, for tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../../../kernel/csv/index.ts';
import { type DetailRow, type Read, readDetail, readSummary, type SummaryRow } from './printed.ts';

const file = (name: string) =>
  readCsv(readFileSync(path.resolve(import.meta.dirname, '../../../../cities/xianning', name), 'utf8')).rows;
const rowsOf = <T>(read: Read<T>): readonly T[] => {
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.rows;
};

export const printedSummary = (): readonly SummaryRow[] => rowsOf(readSummary(file('projects-14fyp-summary.csv')));
export const printedDetail = (): readonly DetailRow[] => rowsOf(readDetail(file('projects-14fyp-detail.csv')));
