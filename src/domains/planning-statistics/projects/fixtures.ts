/** The two annexes of the 14th plan as the city pack has them, for tests. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DetailRow, SummaryRow, TableKind } from './printed.ts';
import { readProjectTable } from './read-file.ts';

const CITY = path.resolve(import.meta.dirname, '../../../../cities/xianning');

export const annexFile = (kind: TableKind): Buffer => readFileSync(path.join(CITY, `projects-14fyp-${kind}.csv`));

async function annex(kind: TableKind): Promise<DetailRow[]> {
  const { rows, problems } = await readProjectTable(kind, annexFile(kind));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return rows;
}

export const printedSummary = async (): Promise<SummaryRow[]> => (await annex('summary')) as SummaryRow[];
export const printedDetail = (): Promise<DetailRow[]> => annex('detail');
