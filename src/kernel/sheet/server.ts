/** 表格, server face. */
import './audited.ts';
import './sealed.ts';
import type { Actor } from '../access/index.ts';
import type { Ability } from '../offer/index.ts';
import { exportKindsFor } from './exports.ts';
import { importKindsFor } from './import-kinds.ts';

export { defineExport, type ExportKind, type ExportPage } from './exports.ts';
export { defineImport, type Entire, type ImportKind, type ImportOf, type Verdict, verdict } from './import-kinds.ts';
export * from './index.ts';
export { faultOfFile, HeadingsMissing, judgeFile, MAX_SHEET_BYTES, readRows } from './read.ts';
export { sheetFile, writeSheet, XLSX } from './write.ts';

/** The spreadsheets that this actor may bring in or ask for, as the pages know them. */
export const sheetsTo = (actor: Actor): Ability[] => [
  ...importKindsFor(actor).map(({ kind }): Ability => `IMPORT ${kind}`),
  ...exportKindsFor(actor).map(({ kind }): Ability => `EXPORT ${kind}`),
];
