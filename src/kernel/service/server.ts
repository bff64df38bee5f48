/** 事项与办件, server face. */
import { defineHouseholdFileSection, defineOpenCases, definePersonFileSection } from '../resident/server.ts';
import { casesOfHousehold, casesOfPerson, openCasesOf } from './lists.ts';

defineHouseholdFileSection({ key: 'cases', zh: '办件', load: casesOfHousehold });
defineOpenCases(openCasesOf);
definePersonFileSection({ key: 'cases', zh: '办件', load: casesOfPerson });

import './at-door.ts';
import './audited.ts';
import './merge.ts';
import './sealed.ts';

export * from './alerts.ts';
export { remindApplicants } from './answers.ts';
export { appliedFor } from './applied-for.ts';
export {
  type ActCommand,
  act,
  actIn,
  type CaseReceipt,
  formPlace,
  getCase,
  isHand,
  mustRecuse,
  type OpenCommand,
  openCase,
  openCaseIn,
  openCaseOf,
  openChildCase,
} from './cases.ts';
export { pausesOf, stepLimits, totalLimit, totalParameter } from './clocks.ts';
export { type Cursor, cursorAt, isInstant, Listing, pageOf, readCursor, type Stretch, stretchOf, within } from './cursor.ts';
export { askForPapers } from './deeming.ts';
export * from './drafts.ts';
export * from './errors.ts';
export { officeOf } from './escalation.ts';
export { caseEvents, type StoredEvent } from './events.ts';
export * from './flows.ts';
export * from './index.ts';
export * from './items.ts';
export {
  type CasePage,
  casesOfPerson,
  myCases,
  type WorkFilter,
  workCounts,
  workList,
} from './lists.ts';
export { caseReactions, relocateFile } from './moves.ts';
export * from './notices.ts';
export { gatherOpenWork, openWork } from './open-work.ts';
export { furtherAnswers, said } from './said.ts';
export * from './search.ts';
export {
  askingForPapers,
  endByDeath,
  goTo,
  Opinion,
  OpinionOnly,
  Reason,
  ReasonOnly,
  tellApplicant,
  withdrawCase,
} from './steps.ts';
export { simpleApproval } from './templates/simple-approval.ts';
export * from './timers.ts';
export * from './views.ts';
export { divisionFilter } from './visibility.ts';
export { waitsForActor } from './waiting.ts';
