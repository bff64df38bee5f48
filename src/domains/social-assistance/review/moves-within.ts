/**
 * 户籍在本县以内迁移: the same benefit goes on in the new township with its file, from the list after the move; nothing ends and nothing is granted
 * anew. Where another standard holds there (城乡, or of that place) and comes to another result, a review is opened; else nobody is asked anything.
 */
import { firstDayOf, monthAfter, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { type EntitlementId, entitlementsOfPerson, livingPayees, relocateEntitlements } from '../../../kernel/payment/server.ts';
import { getDecision, parametersOf } from '../../../kernel/policy/server.ts';
import { getPerson } from '../../../kernel/resident/server.ts';
import type { Id } from '../../../kernel/schema/index.ts';
import { relocateFile } from '../../../kernel/service/server.ts';
import { classificationRules } from '../classification/classify.ts';
import { determineDibao } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { townshipOf } from '../family/places.ts';
import type { Recognition } from '../recognition/content.ts';
import { moveRecognition, recognitionOfPerson } from '../recognition/store.ts';
import { moveProfile } from '../tekun/store.ts';
import { followSupport } from '../tekun/within.ts';
import { familyFactsAsOf, type Origin, originOf, originOfRecognition } from './facts.ts';
import { type HouseholdMoved, holdersOf, type Moved } from './handover.ts';
import { openReview } from './open.ts';
import type { ReviewSubject } from './store.ts';
import { reviewWords } from './terms.ts';

const PROGRAMMES = ['dibao', 'tekun', 'tekun-care'] as const;

/** What the person holds goes along, and what one holds who has died; what somebody else of the family holds goes with that person. */
export async function followWithin(tx: Tx, move: HouseholdMoved): Promise<void> {
  const { personId } = move;
  const holders = await holdersOf(tx, move);
  const moved: EntitlementId[] = [];
  for (const holder of holders)
    moved.push(...(await relocateEntitlements(tx, { ...move, personId: holder, programmes: PROGRAMMES })));
  const held = (await entitlementsOfPerson(tx, personId)).filter((e) => moved.includes(e.id) && e.state === 'active');
  const cases = await moveProfile(tx, move);
  for (const version of held.flatMap((e) => e.versions)) {
    const decision = version.decisionId ? await getDecision(tx, version.decisionId) : null;
    if (decision?.ok) cases.push(decision.value.caseId);
  }
  const recognition = await recognitionOfPerson(tx, personId);
  const carried =
    recognition &&
    holders.has(recognition.personId) &&
    recognition.state === 'active' &&
    recognition.division === move.fromDivision
      ? recognition
      : null;
  if (carried) {
    await moveRecognition(tx, carried, move.toDivision);
    const decision = await getDecision(tx, carried.decisionId);
    cases.push(carried.caseId, ...(decision.ok ? [decision.value.caseId] : []));
  }
  await relocateFile(tx, { ...move, caseIds: [...new Set(cases)] });
  const came = [
    ...(held.some((e) => e.programme === 'dibao') ? [reviewWords({ recognitionId: null }).what] : []),
    ...(held.some((e) => e.programme === 'tekun') ? ['特困人员救助供养'] : []),
    ...(carried ? [reviewWords({ recognitionId: carried.id }).what] : []),
  ];
  if (came.length > 0) await tellTownship(tx, move, { what: came.join('、'), caseId: cases[0] as Id<'Case'> | undefined });
  await followSupport(tx, move);
  for (const { id } of held.filter((e) => e.programme === 'dibao')) await lookAtBenefit(tx, id, move);
  if (carried) await lookAtRecognition(tx, { ...carried, division: move.toDivision }, move);
}

/** The facts of today, and the same family where it lived on the day before the move. */
async function hereAndThere(tx: Tx, origin: Origin, move: Moved): Promise<{ here: FamilyFacts; there: FamilyFacts }> {
  const here = await familyFactsAsOf(tx, origin, { validOn: tx.today });
  const before = await familyFactsAsOf(tx, origin, { validOn: plusDays(move.movedOn, -1) });
  const { division, urbanRural } = before.facts;
  // The last report stands for a move: only the standard may differ.
  const known = { ...here.facts, check: here.facts.check && { ...here.facts.check, validTo: null } };
  return { here: known, there: { ...known, division, urbanRural } };
}

async function lookAtBenefit(tx: Tx, entitlementId: EntitlementId, move: Moved): Promise<void> {
  const origin = await originOf(tx, entitlementId);
  if (!origin.ok) return tellFamily(tx, { entitlementId }, move, false);
  const parameters = await parametersOf(tx);
  const day = firstDayOf(monthAfter(tx.today));
  const { here, there } = await hereAndThere(tx, origin.value, move);
  const [now, then] = [here, there].map((facts) => {
    const decided = determineDibao({ ...facts, decisionDate: day }, parameters, day);
    return decided.ok ? `${decided.value.outcome} ${decided.value.amountFen}` : decided.code;
  });
  const differs = now !== then;
  if (differs) await open(tx, { entitlementId }, move);
  await tellFamily(tx, { entitlementId }, move, differs);
}

async function lookAtRecognition(tx: Tx, recognition: Recognition, move: Moved): Promise<void> {
  const origin = await originOfRecognition(tx, recognition);
  const subject = { recognitionId: recognition.id };
  if (!origin.ok) return tellFamily(tx, subject, move, false);
  const parameters = await parametersOf(tx);
  const { here, there } = await hereAndThere(tx, origin.value, move);
  const [now, then] = [here, there].map((facts) => {
    const decided = classificationRules.current.decide({ facts, appliedFor: recognition.kind }, parameters, tx.today);
    return decided.ok ? decided.value.category : decided.code;
  });
  const differs = now !== then;
  if (differs) await open(tx, subject, move);
  await tellFamily(tx, subject, move, differs);
}

async function open(tx: Tx, subject: ReviewSubject, move: Moved): Promise<void> {
  const opened = await openReview(tx, {
    ...subject,
    kind: 'move',
    reason: `从${tx.divisions.fullName(move.fromDivision)}迁来，两地标准不同，须按现在的标准重新核算`,
  });
  if (!opened.ok) throw new Error(`review of a move: ${opened.code}`);
}

/** The township that goes on with it: where nothing is under way it would not learn of it otherwise. */
async function tellTownship(tx: Tx, move: Moved, of: { what: string; caseId: Id<'Case'> | undefined }): Promise<void> {
  const township = townshipOf({ division: move.toDivision });
  if (township === townshipOf({ division: move.fromDivision })) return;
  const person = await getPerson(tx, move.personId);
  await notify(tx, {
    to: { performer: 'township-clerk', division: township },
    template: 'review.moved-here',
    params: { name: person.ok ? person.value.name : '', from: tx.divisions.fullName(move.fromDivision), what: of.what },
    ...(of.caseId ? { caseId: of.caseId } : {}),
  });
}

async function tellFamily(tx: Tx, subject: ReviewSubject, move: Moved, differs: boolean): Promise<void> {
  const recognitionId = 'recognitionId' in subject ? subject.recognitionId : null;
  const [reader] = 'entitlementId' in subject ? await livingPayees(tx, [subject.entitlementId]) : [];
  await notify(tx, {
    to: { personId: reader?.personId ?? move.personId },
    template: differs ? 'review.moved-differs' : 'review.moved-within',
    params: { place: tx.divisions.fullName(move.toDivision), what: reviewWords({ recognitionId }).what },
  });
}
