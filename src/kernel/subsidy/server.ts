/**
 * 按规定算的补贴, server face: a book of subsidies is a module of a domain that calls `defineBook` and mounts `subsidyRoutes`; list, spreadsheet, buttons, notice,
 * objections, sample, payment and clawback follow.
 */
import './audited.ts';
import './sealed.ts';

export { approveSubsidy, askSubsidy, checkSubsidy } from './act.ts';
export { endAllUse, endUse, reclaim } from './claims.ts';
export { type Asked, askOffer, type Book, defineBook, linesEach, type Subsidy, scheme } from './define.ts';
export { approvers as subsidyApprovers, checkers as subsidyCheckers } from './hands.ts';
export * from './index.ts';
export { approvePart, checkPart, paySubsidy } from './parts.ts';
export { objectOnNotice } from './reviews.ts';
export { subsidyRoutes } from './routes.ts';
export { auditSubsidy, lockSubsidy, subsidiesOf } from './store.ts';
export { type OpenSubsidy, openSubsidies, openSubsidy, subsidyList } from './views.ts';
