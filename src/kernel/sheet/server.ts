/** 表格, server face. */
import './audited.ts';
import './sealed.ts';

export { defineExport, type ExportKind, type ExportPage } from './exports.ts';
export { defineImport, type ImportKind, type Verdict, verdict } from './import-kinds.ts';
export * from './index.ts';
export { faultOfFile, HeadingsMissing, judgeFile, MAX_SHEET_BYTES, readRows } from './read.ts';
export { writeSheet, XLSX } from './write.ts';
