/** Floors and ceilings of a city pack (`parameter-bounds.csv`): what the authority that set a standard demands of every division below. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { readTable, TableError } from '../kernel/csv/server.ts';
import { checkNewParameter, type ParameterRow } from '../kernel/policy/index.ts';
import { explain } from '../kernel/result/index.ts';
import { Division, PlainDateText } from '../kernel/schema/index.ts';

const bound = z.union([z.literal('').transform(() => null), z.string().regex(/^\d+(\.\d+)?$/)]);
const ParameterBound = z.strictObject({
  key: z.string(),
  division: Division,
  valid_from: PlainDateText,
  floor: bound,
  ceiling: bound,
});

export interface Bounds {
  readonly floor: string | null;
  readonly ceiling: string | null;
}
type Line = Omit<ParameterRow, 'id' | 'knownSince' | 'floor' | 'ceiling'>;

/** The standards with the floors and ceilings of their rows; a bound of no row is a slip of the pen. */
export function withBounds<L extends Line>(path: string, lines: readonly L[]): (L & Bounds)[] {
  const bounds = existsSync(path) ? readTable(path, ParameterBound) : [];
  const at = (row: { key: string; division: string }, from: string) => `${row.key} ${row.division} ${from}`;
  const left = new Map(bounds.map((bound) => [at(bound, bound.valid_from), bound]));
  const rows = lines.map((line) => {
    const bound = left.get(at(line, line.validFrom));
    left.delete(at(line, line.validFrom));
    return { ...line, floor: bound?.floor ?? null, ceiling: bound?.ceiling ?? null };
  });
  const [stray] = left.keys();
  if (stray) throw new TableError(path, 0, `${stray} 不在 parameters.csv 中 / no such standard`);
  return rows;
}

/** No standard of a division lies outside what a division above it demands. */
export function refuseOutside(path: string, rows: readonly (Line & Bounds)[]): void {
  const keys = new Set(rows.filter((row) => row.floor ?? row.ceiling).map((row) => row.key));
  const concerned = rows
    .filter((row) => keys.has(row.key))
    .map((row) => ({ ...row, id: `${row.division} ${row.validFrom}`, knownSince: row.validFrom }));
  for (const row of concerned) {
    const checked = checkNewParameter(
      concerned.filter((other) => other.key === row.key),
      row,
    );
    if (!checked.ok) throw new TableError(path, 0, `${row.key} ${row.id}: ${explain(checked).message} / outside its bounds`);
  }
}
