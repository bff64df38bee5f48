/** The row of an import, where its sealed parts belong, and where its file lies. */
import { sql } from '../../database/sql.ts';
import type { Context, Tx } from '../context/server.ts';
import { type FileStore, openFileStore } from '../document/server.ts';
import type { ImportState, ImportSummary } from './index.ts';

export const contentPlace = (id: string): string => `sheet_import:${id}`;
export const namePlace = (id: string): string => `sheet_import.file_name:${id}`;
export const cellsPlace = (id: string, no: number): string => `sheet_import_row.cells:${id}:${no}`;

/** Rows that are checked, kept and applied at a time. */
export const BATCH = 500;

export interface ImportRow {
  id: string;
  kind: string;
  division: string;
  state: ImportState;
  fileHash: string;
  content: string;
  fileName: Buffer;
  rowCount: number;
  goodCount: number;
  badCount: number;
  doneCount: number;
  summary: ImportSummary | null;
  problem: string | null;
  beatAt: string;
  createdAt: string;
  createdBy: string;
  createdName: string;
}
export const importColumns = sql`id, kind, division, state, file_hash, content, file_name, row_count, good_count, bad_count, done_count, summary, problem, beat_at,
  created_at, created_by, created_name`;

export interface SheetPlace {
  readonly context: Context;
  readonly filesDir: string;
}
export const storeOf = (place: SheetPlace): FileStore => openFileStore(place.filesDir);

/** Somebody else's import is not found. */
export const ownRow = (tx: Tx, id: string): Promise<ImportRow | null> =>
  tx.maybe<ImportRow>(sql`select ${importColumns} from sheet_import where id = ${id} and created_by = ${tx.actor.id}`);
