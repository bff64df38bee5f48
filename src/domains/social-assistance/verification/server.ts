/** 家庭经济状况核对: what the rest of the domain uses. */
import './sealed.ts';

export {
  collect,
  type DisposeDiscrepancy,
  disposeDiscrepancy,
  issueReport,
  type RequestVerification,
  requestVerification,
  retryVerification,
  startVerification,
} from './actions.ts';
export { type AuxiliaryView, auxiliarySigns } from './auxiliary.ts';
export { bulkCompare, hearComparison } from './bulk.ts';
export * from './by-hand.ts';
export * from './closing.ts';
export * from './departments.ts';
export { allowExplaining, stateToReport } from './explaining.ts';
export * from './lists.ts';
export type { Report, ReportLine } from './report.ts';
export { issueReportPaper } from './report-paper.ts';
export { destroyRawAnswers } from './retention.ts';
export * from './sources.ts';
export { recordSpending, spendingOf } from './spending.ts';
export * from './states.ts';
export type { Disposition, StoredDiscrepancy, Verification, VerificationMember } from './store.ts';
export { connectedSources, supplierOf } from './supplied.ts';
export * from './views.ts';
