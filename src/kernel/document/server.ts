/** 材料与证照, server face: uploads, issued papers, their printing and checking. */
import './audited.ts';
import './sealed.ts';

export { type BlankForm, blankFormsOf, defineBlankForm } from './blank.ts';
export * from './index.ts';
export {
  checkDocument,
  documentShown,
  documentsOf,
  documentsShown,
  type Issue,
  type IssuedDocument,
  issueAt,
  issueDocument,
  openDocument,
  type PrintedDocument,
  replaceDocument,
  revokeDocument,
} from './issue.ts';
export { withoutMetadata } from './metadata.ts';
export { legible, type Print, renderPdf, unprintable } from './pdf.ts';
export { type FileStore, openFileStore } from './store.ts';
export {
  anyUnboundFile,
  bindFiles,
  contentHashOf,
  filesOfCase,
  filesOfRecords,
  filesShown,
  likenessOfFile,
  openFile,
  openPublished,
  openShownFile,
  receiveUpload,
  removeUnboundFiles,
  type StoredFile,
  storeUpload,
  type Upload,
} from './uploads.ts';
