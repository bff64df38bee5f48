/** 表格, server face. */
import './audited.ts';
import './sealed.ts';

export { defineExport, type ExportKind, type ExportPage } from './exports.ts';
export { defineImport, type ImportKind } from './imports.ts';
export * from './index.ts';
export { HeadingsMissing, judgeFile, MAX_SHEET_BYTES, readRows } from './read.ts';
export { writeSheet, XLSX } from './write.ts';
