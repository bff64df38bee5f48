/** What can be imported. A kind says its columns, what is wrong with a row and what a good one will do, and how rows go in. */
import { type Actor, isOneOf, type Performer } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import type { Result } from '../result/index.ts';
import type { Column, SheetRow } from './index.ts';

/** What becomes of a row: a sentence that says why it cannot go in, or, in words that are counted (新登记、没有变化), what it will do. */
export type Verdict = { readonly problem: string } | { readonly does: string };

/** What a good row will do, unless there is a problem. */
export const verdict = (problem: string | null, does: string): Verdict => (problem === null ? { does } : { problem });

/** Rows that go in together or not at all: a family. One that is wrong holds back the others of its group. */
export interface Together {
  /** What a group is called, and counted by: 户. */
  readonly zh: string;
  readonly max: number;
  /** The group of a row; null for a row that stands alone. Rows of a group need not be neighbours. */
  of(row: SheetRow): string | null;
  /** The little of a row by which its group is judged; kept in memory while a file is read. */
  part(row: SheetRow): string;
  /** Why these rows make no whole group; null when they do. */
  problem(parts: readonly string[]): string | null;
}

/** A file that is one thing: looked at from its first row to its last, by the order in which they stand. */
export interface Entire {
  /** What is wrong with a row where it stands; null when it may follow. Null stands for a row whose cells cannot be read. */
  next(row: SheetRow | null): string | null;
  /** What is wrong with the file as a whole, once every row is right; null when it may go in. */
  end(): string | null;
}

/** Which import rows belong to, for a kind whose file is one thing. */
export interface ImportOf {
  readonly id: string;
  /** SM3 of the file's bytes, in hexadecimal: the same file twice has the same one. */
  readonly content: string;
}

export interface ImportKind {
  readonly kind: string;
  readonly title: string;
  readonly help: string;
  readonly columns: readonly Column[];
  readonly performers: readonly Performer[];
  /** What a file names once at most, and how it is called (身份证号码); null where a row names none. */
  readonly once?: { readonly zh: string; of(row: SheetRow): string | null };
  readonly together?: Together;
  /** Of a file that goes in as a whole or not at all. */
  entire?(): Entire;
  /** What becomes of each row by the records as they are; at most 500 rows at a time. Changes nothing but the log of who was looked up. */
  check(tx: Tx, rows: readonly SheetRow[]): Promise<Verdict[]>;
  /** A row as it was understood, for a look before it goes in: places by their full names, sealed values masked. By the keys of the columns. */
  shown?(tx: Tx, row: SheetRow): SheetRow;
  /** Writes the rows in the caller's transaction; a refusal undoes the whole import. 500 rows at a time, groups whole. */
  apply(tx: Tx, rows: readonly SheetRow[], of: ImportOf): Promise<Result<null>>;
  /** What follows from all rows together, once they are in, in the same transaction. */
  finish?(tx: Tx, of: ImportOf): Promise<Result<null>>;
}

const kinds = new Map<string, ImportKind>();

/** Registers a kind of import. Called once at start; a kind defined twice is a bug. */
export function defineImport(kind: ImportKind): void {
  const known = kinds.get(kind.kind);
  if (known && known !== kind) throw new Error(`import ${kind.kind} is defined twice`);
  kinds.set(kind.kind, kind);
}

export const importKindsFor = (actor: Actor): ImportKind[] =>
  [...kinds.values()].filter((kind) => isOneOf(actor, kind.performers));

export const kindFor = (actor: Actor, kind: string): ImportKind | null =>
  importKindsFor(actor).find((k) => k.kind === kind) ?? null;
