/** A table of projects from a file, CSV or XLSX, without a database: for the command line and for tests. */

import { explain } from '../../../kernel/result/index.ts';
import { parseRow } from '../../../kernel/sheet/index.ts';
import { faultOfFile, judgeFile, readRows } from '../../../kernel/sheet/server.ts';
import { columnsOf, type DetailRow, readRow, type TableKind, tableInOrder } from './printed.ts';

/** What is wrong with a file, by the row as the officer sees it; row 0 is the file as a whole. */
export interface FileProblem {
  readonly row: number;
  readonly message: string;
}

/** Every row of a table, or everything that is wrong with it: nothing is half read. */
export async function readProjectTable(
  kind: TableKind,
  bytes: Buffer,
): Promise<{ rows: DetailRow[]; problems: readonly FileProblem[] }> {
  const judged = judgeFile(bytes);
  if (!judged.ok) return { rows: [], problems: [{ row: 0, message: explain(judged).message }] };
  const order = tableInOrder(kind);
  const rows: DetailRow[] = [];
  const problems: FileProblem[] = [];
  try {
    for await (const { no, cells } of readRows(bytes, columnsOf[kind])) {
      const parsed = parseRow(columnsOf[kind], cells);
      const row = parsed.problem ?? readRow(kind, parsed.row);
      const misplaced = order.next(typeof row === 'string' ? null : row);
      const problem = typeof row === 'string' ? row : misplaced;
      if (problem !== null) problems.push({ row: no, message: problem });
      else rows.push(row as DetailRow);
    }
  } catch (error) {
    const fault = faultOfFile(error);
    if (fault === null) throw error;
    return { rows: [], problems: [{ row: 0, message: fault }] };
  }
  const unfit = problems.length === 0 ? order.end() : null;
  return { rows, problems: unfit === null ? problems : [{ row: 0, message: unfit }] };
}
