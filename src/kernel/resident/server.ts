/** 居民与家庭, server face. Everything takes the transaction, and with it the actor: what one may not see is not found. */

import './audited.ts';
import './list-import.ts';
import './sealed.ts';

export { communicationNeedsOf, recordCommunicationNeeds } from './communication.ts';
export { type ContactSource, updateContact } from './contact.ts';
export {
  decideAmendment,
  type NewAmendment,
  openAmendment,
  proposeAmendment,
  withdrawDeathReport,
} from './death-amendments.ts';
export { type Fact, type FactId, factHistory, factOfMany, factsAsOf, recordFact } from './facts.ts';
export { definePersonFileSection, type PersonFile, type PersonFileSection, personFile, personFileSection } from './file.ts';
export { fillApplicant, fillFamily } from './filling.ts';
export { admitToHospital, dischargeFromHospital, hospitalStaysOf, inHospitalOn } from './hospital.ts';
export { addressOfHousehold, defineHouseholdFileSection, householdFile } from './household-file.ts';
export {
  addHouseholdMember,
  householdOf,
  type MembershipPeriod,
  membersOf,
  type NewMember,
  registerHousehold,
  removeMember,
} from './households.ts';
export * from './index.ts';
export { type LifeEvent, recordDeath, registerDeath, reportDeath } from './life.ts';
export { diedAsMembers } from './membership-at-death.ts';
export {
  decideMerge,
  defineMergeGuard,
  type Files,
  type MergeGuard,
  type MergeView,
  type NewRecord,
  proposeMerge,
  withdrawMerge,
} from './merges.ts';
export { type Move, moveHousehold } from './moves.ts';
export { type NameKeys, nameKeysOf, searchKeyOf } from './names.ts';
export { keepOlder, OLDER_AGE, olderByDivision } from './older.ts';
export { offerFamily, withOfferedNumbers } from './own-family.ts';
export {
  findByCurrentNumber,
  findByIdNumber,
  findByIdNumbers,
  getPerson,
  idDigestKind,
  identifyPerson,
  PHONE_DIGEST,
  personPlace,
  reveal,
} from './persons.ts';
export { defineOpenCases, type OpenCase } from './purposes.ts';
export { findOrRegister, identifyApplicant, registerPerson } from './registration.ts';
export {
  type Access,
  anyExpiredAccess,
  closeAccess,
  closeExpiredAccess,
  grantAccess,
  type Related,
  recordRelationship,
  relatedTo,
} from './relations.ts';
export { lastMove, type MovedTo, type Residence } from './residence.ts';
export { type PersonPage, type PersonQuery, searchPersons } from './search.ts';
export { recordTrace, residentReactions } from './traces.ts';
export { decideUnmerge, proposeUnmerge, unmergeFields, withdrawUnmerge } from './unmerges.ts';
