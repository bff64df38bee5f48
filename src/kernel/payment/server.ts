/** 发放, server face. An entitlement is paid at most once for a month; whoever makes a batch does not check it. */
import './templates.ts';
import './audited.ts';
import './merge.ts';
import './sealed.ts';
import './sheets.ts';
import { defineHouseholdFileSection, definePersonFileSection } from '../resident/server.ts';
import { entitlementsOfHousehold, entitlementsOfPerson } from './entitlement-reads.ts';
import { paymentsOfPerson } from './reads.ts';

defineHouseholdFileSection({ key: 'entitlements', zh: '享受待遇', load: entitlementsOfHousehold });
definePersonFileSection({ key: 'entitlements', zh: '享受待遇', first: true, load: entitlementsOfPerson });
definePersonFileSection({ key: 'payments', zh: '发放记录', load: (tx, personId) => paymentsOfPerson(tx, personId) });

export { type AccountOwner, keepPayeeIn, type NewAccount, payoutAccountOf, recordPayoutAccount } from './accounts.ts';
export { adjusters, adjustments, type DecideAdjustments, decideAdjustments } from './adjustments.ts';
export { agreement, paidForOtherMonths } from './agreement.ts';
export { issueBackPayList } from './back-pay-list.ts';
export { type BankFile, bankFilesOf, downloadBankFile, makeBankFiles, writeBankFile } from './bank-files.ts';
export { type BankFormatKey, bankFormats } from './bank-format/formats.ts';
export { type BankLetter, freezeUnanswered, recordBankLetter } from './bank-letters.ts';
export { type Imported, importBankResult } from './bank-results.ts';
export { bankAnswers, type SimulatedBank, simulateBank } from './bank-simulator.ts';
export { type AgencyBank, loadAgencyBanks } from './banks.ts';
export { correctAccount } from './corrections.ts';
export { deadPayee, payEstate, replaceDeadPayee } from './dead-payees.ts';
export { endAtDeath, firstMonthTouched, moveDeath, type RestoredEffect, rejoinAfterDeath } from './deaths.ts';
export { endEntitlement, type LeavingEffect, leaveEntitlements, reopenEntitlement } from './ends.ts';
export {
  type Coverage,
  coveragesOf,
  entitlementsOfHousehold,
  entitlementsOfPerson,
  getEntitlement,
} from './entitlement-reads.ts';
export {
  coverMembers,
  entitledAlready,
  grantEntitlement,
  holdsOf,
  type NewEntitlement,
  overpaidOf,
  reviseEntitlement,
} from './entitlements.ts';
export { factsPlace } from './facts.ts';
export { type FigureFilter, figures, keepFigures, lastPaidMonth } from './figures.ts';
export { decideFine, type FineReceipt, finers, type NewFine, recordFineReceipt } from './fines.ts';
export {
  type BatchOrder,
  type Frozen,
  freezeBatch,
  payScheduleOf,
  supplementaryBatch,
} from './freeze.ts';
export {
  type Hold,
  handOverHold,
  holdOn,
  holdPerson,
  payUndisputed,
  releaseHold,
} from './holds.ts';
export * from './index.ts';
export { freeHeld, freezeDue, listDue, payMissed } from './list-jobs.ts';
export { relocateEntitlements } from './moves.ts';
export { type NewReceipt, recordReceipt, recoverers } from './overpayments.ts';
export { livingPayees, payeeOf, payeesOf, recordPayee, setPayee } from './payees.ts';
export { proposeAdjustments } from './propose.ts';
export {
  type BatchFilter,
  batches,
  batchLines,
  batchView,
  figureLines,
  openInquiries,
  paymentsOfPerson,
  waitingLines,
} from './reads.ts';
export { keepReceiving, type Receiving, receivingSums } from './receiving.ts';
export { applyToCourt, CourtApplication, CourtOutcome, recordCourtResult } from './recovery-court.ts';
export { overpayments } from './recovery-ledger.ts';
export { methodsOf, type NewPlan, planRecovery } from './recovery-plans.ts';
export { awardsOf, reviseByStandard, type StandardRevision } from './standard.ts';
export { actOnBatch, type BatchCommand, type StepDone } from './steps.ts';
export { findBatch } from './totals.ts';
export { defineWriteOffWarrant, type WriteOffWarrant } from './warrants.ts';
