/** 表格, server face. */
import './sealed.ts';

export { defineExport, type ExportKind, type ExportPage } from './exports.ts';
export { defineImport, type ImportKind } from './imports.ts';
export * from './index.ts';
