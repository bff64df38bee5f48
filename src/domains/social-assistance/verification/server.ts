/** 家庭经济状况核对: what the rest of the domain uses. */
export * from './actions.ts';
export * from './departments.ts';
export * from './states.ts';
export type { Disposition, Report, ReportLine, StoredDiscrepancy, Verification, VerificationMember } from './store.ts';
export { findVerification } from './store.ts';
export * from './views.ts';
