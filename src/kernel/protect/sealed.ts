/**
 * What is sealed where: each capability declares the columns and files that it protects, so that a change of keys reaches every one
 * of them and a backup can name the keys that it needs. A test compares the declarations with the database.
 */
import type { KeyRing } from './server.ts';

/** A row as SQL gives it: snake_case columns. */
export type SealedRow = Readonly<Record<string, string>>;

export interface SealedTable {
  readonly table: string;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** Other columns that places and digests are made from. */
  readonly needs?: readonly string[];
  readonly sealed: readonly string[];
  /** The place that a value is bound to; `table.column:id` when not given. */
  readonly place?: (row: SealedRow, column: string) => string;
  /** Digest column → the digest of the opened values (null where there is none). */
  readonly digests?: Readonly<
    Record<string, (clear: (column: string) => string | null, row: SealedRow, keys: KeyRing) => Buffer | null>
  >;
  /** The column that names the key of the digests. */
  readonly digestKey?: string;
  /** Tables that repeat a digest of this one, with the column that refers to its (only) key: they follow it. */
  readonly copies?: readonly {
    readonly digest: string;
    readonly table: string;
    readonly column: string;
    readonly reference: string;
  }[];
  /** A sealed file outside the database: the column with its address, and its place. */
  readonly file?: { readonly column: string; readonly place: (row: SealedRow) => string };
}

const tables = new Map<string, SealedTable>();

/** Called once, where the server face of a capability is loaded. */
export function defineSealed(...given: readonly SealedTable[]): void {
  for (const table of given) {
    if (tables.has(table.table)) throw new Error(`sealed columns of ${table.table} are declared twice`);
    tables.set(table.table, table);
  }
}

export const placeOf = (shape: SealedTable, row: SealedRow, column: string): string =>
  shape.place?.(row, column) ?? `${shape.table}.${column}:${row.id}`;

export const sealedTables = (): readonly SealedTable[] => [...tables.values()];
