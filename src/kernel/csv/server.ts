/** CSV files with a known shape: every row checked, the first fault told with file and line. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { z } from 'zod';
import { CsvError, readCsv } from './index.ts';

/** A fault of a data file in one line: `xianning/holidays.csv:12: kind: …`. */
export class TableError extends Error {
  constructor(path: string, line: number, problem: string) {
    super(`${join(basename(dirname(path)), basename(path))}:${line}: ${problem}`);
    this.name = 'TableError';
  }
}

/** The rows of a file, each parsed by `row` (its keys are the columns). */
export function readTable<T>(path: string, row: z.ZodType<T>): T[] {
  let source: string;
  try {
    source = readFileSync(path, 'utf8');
  } catch (error) {
    throw new TableError(path, 0, `无法读取文件 cannot read: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return readCsv(source).rows.map(({ line, values }) => {
      const parsed = row.safeParse(values);
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0]!;
      throw new TableError(path, line, `${issue.path.join('.') || '列'}: ${issue.message}`);
    });
  } catch (error) {
    throw error instanceof CsvError ? new TableError(path, error.line, error.message) : error;
  }
}
