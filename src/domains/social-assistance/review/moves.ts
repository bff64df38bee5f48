/**
 * 户籍跨县迁移 (4.6): the old county pays up to and including the month of the move, the new one goes on from the next by its own standard, for some
 * months only until it has confirmed. The file goes along, sealed; both counties see that it did.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longMonth, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { sameCounty } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import {
  type EntitlementId,
  type EntitlementView,
  endEntitlement,
  entitlementsOfPerson,
  grantEntitlement,
  holdPerson,
  livingPayees,
  payeeOf,
  setPayee,
} from '../../../kernel/payment/server.ts';
import { parametersOf, saveDecision, wholeParameter, yuanDigits } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode, YearMonth } from '../../../kernel/schema/index.ts';
import { actIn } from '../../../kernel/service/server.ts';
import { recognitionNames } from '../classification/categories.ts';
import { redetermineDibao } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { placeOf } from '../family/facts-of-case.ts';
import { withDeathsOf, withTekunOf } from '../family/known-since.ts';
import { countyOf } from '../family/places.ts';
import type { Recognition } from '../recognition/content.ts';
import { moveRecognition, recognitionOfPerson } from '../recognition/store.ts';
import { factsInForce, familyFactsAsOf, insertMove, originOf, originOfRecognition, paidFor } from './facts.ts';
import {
  type HouseholdMoved,
  holdersOf,
  lastMonthOf,
  MOVE_HOLD,
  type Moved,
  papersOf,
  provisionalLast,
  sendSheet,
} from './handover.ts';
import { carryHolds, staysForMonthsBefore } from './months-before.ts';
import { followWithin } from './moves-within.ts';
import { openReview } from './open.ts';
import { splitMove } from './rules.ts';
import { openReviewOf, type ReviewSubject } from './store.ts';
import { MOVED_AWAY } from './terms.ts';

/** What the person's families become: with the holder the benefit moves; a member who moves without the holder is a change of the family. */
export async function followMove(tx: Tx, move: HouseholdMoved): Promise<void> {
  if (sameCounty(move.fromDivision, move.toDivision)) return followWithin(tx, move);
  const entitlements = (await entitlementsOfPerson(tx, move.personId)).filter(
    (e) => e.programme === 'dibao' && e.state === 'active',
  );
  const holders = await holdersOf(tx, move);
  for (const entitlement of entitlements) {
    if (holders.has(entitlement.personId)) await carryOver(tx, entitlement, move);
    else if (!(await movesAlong(tx, entitlement.personId, move.toDivision))) {
      const opened = await openReview(tx, {
        entitlementId: entitlement.id,
        kind: 'change',
        reason: '家庭成员户籍迁出本县，须重新核算',
      });
      if (!opened.ok && opened.code !== 'REVIEW_WITHOUT_DECISION') throw new Error(`review of ${entitlement.id}: ${opened.code}`);
    }
  }
  const recognition = await recognitionOfPerson(tx, move.personId);
  if (recognition?.state === 'active') await followRecognised(tx, recognition, { move, holders });
}

/** A recognition goes with the one who asked for it; a member who moves alone is a change of the family. */
async function followRecognised(
  tx: Tx,
  recognition: Recognition,
  { move, holders }: { move: Moved; holders: ReadonlySet<PersonId> },
): Promise<void> {
  if (holders.has(recognition.personId)) return carryRecognition(tx, recognition, move);
  if (await movesAlong(tx, recognition.personId, move.toDivision)) return;
  const opened = await openReview(tx, {
    recognitionId: recognition.id,
    kind: 'change',
    reason: '家庭成员户籍迁出本县，须重新核算',
  });
  if (!opened.ok) throw new Error(`review of ${recognition.id}: ${opened.code}`);
}

/**
 * A review that the old county has not finished ends there where it has no month left to decide: the new one looks at the family by the file, and by its own
 * standard.
 */
async function handOver(tx: Tx, subject: ReviewSubject): Promise<void> {
  const open = await openReviewOf(tx, subject);
  const done = open && (await actIn(tx, { caseId: open.caseId, action: 'handOver', input: {} }));
  if (done && !done.ok) throw new Error(`review ${open.caseId} of a family that has moved: ${done.code}`);
}

/** The recognition stands until the new county has decided by its own standard, with the file of the old one. */
async function carryRecognition(tx: Tx, recognition: Recognition, move: Moved): Promise<void> {
  if (countyOf(recognition) === countyOf({ division: move.toDivision })) return;
  const found = await originOfRecognition(tx, recognition);
  if (!found.ok) throw new Error(`move of recognition ${recognition.id}: ${found.code}`);
  const origin = found.value;
  const household = await tx.one<{ urbanRural: FamilyFacts['urbanRural'] }>(
    sql`select urban_rural from household where id = ${origin.householdId}`,
  );
  const known = await familyFactsAsOf(tx, origin, { validOn: tx.today });
  const facts: FamilyFacts = { ...known.facts, division: move.toDivision, urbanRural: household.urbanRural };
  const { oldLast: lastMonth, newFirst: firstMonth } = splitMove(move.movedOn);
  const provisionalTo = await provisionalLast(tx, move.toDivision, firstMonth);
  await handOver(tx, { recognitionId: recognition.id });
  await moveRecognition(tx, recognition, move.toDivision);
  const papers = await papersOf(tx, origin.caseId);
  const id = newId();
  await insertMove(tx, {
    id,
    what: 'recognition',
    recognitionId: recognition.id,
    householdId: origin.householdId,
    personId: recognition.personId,
    personName: origin.applicantName,
    fromDivision: move.fromDivision,
    division: move.toDivision,
    movedOn: move.movedOn,
    lastMonth,
    firstMonth,
    provisionalTo,
    file: { caseId: origin.caseId, applicantName: origin.applicantName, form: origin.form, family: origin.family, facts, papers },
  });
  const opened = await openReview(tx, {
    recognitionId: recognition.id,
    kind: 'move',
    reason: `从${tx.divisions.fullName(move.fromDivision)}迁入，凭移交的档案重新确认`,
    dueOn: plusDays(firstDayOf(plusMonths(provisionalTo, 1)), -1),
  });
  if (!opened.ok) throw new Error(`review of the move of recognition ${recognition.id}: ${opened.code}`);
  const { caseId } = opened.value;
  await tx.run(sql`update benefit_move set case_id = ${caseId} where id = ${id}`);
  const what = recognitionNames[recognition.kind];
  await sendSheet(tx, { move, caseId, papers, what, lastMonth, formerFen: null });
  await notify(tx, {
    to: { personId: move.personId },
    template: 'recognition.moved',
    params: { place: tx.divisions.fullName(move.toDivision), kind: what },
    caseId,
  });
}

const movesAlong = async (tx: Tx, holderId: PersonId, to: DivisionCode): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as there from person where id = ${holderId} and registered_division >= ${countyOf({ division: to })}
    and registered_division < ${`${Number(to.slice(0, 6)) + 1}000000`}`)) !== null;

/**
 * What the new county pays in the first month by its own standard: the circumstances as the old one decided them, without whoever has died since, the last check
 * report standing. A change that nobody has decided waits for the new county's review (4.6). 单人保 whose whole family is under that standard goes on, until
 * the family is decided there.
 */
async function amountThere(tx: Tx, facts: FamilyFacts, first: YearMonth) {
  const day = firstDayOf(first);
  const there = { ...facts, check: facts.check && { ...facts.check, validTo: null } };
  const decided = redetermineDibao(there, await parametersOf(tx), day);
  if (!decided.ok) throw new Error(`amount of a move: ${decided.code} ${decided.params.key ?? ''}`);
  return { decision: decided.value, facts: there };
}

async function carryOver(tx: Tx, entitlement: EntitlementView, move: Moved): Promise<void> {
  const found = await originOf(tx, entitlement.id);
  if (!found.ok) return;
  const origin = found.value;
  const lastMonth = await lastMonthOf(tx, [entitlement.id], move.movedOn);
  const firstMonth = plusMonths(lastMonth, 1);
  const household = await tx.one<{ urbanRural: FamilyFacts['urbanRural'] }>(
    sql`select urban_rural from household where id = ${origin.householdId}`,
  );
  const known = await familyFactsAsOf(tx, origin, { validOn: tx.today });
  const facts: FamilyFacts = { ...known.facts, division: move.toDivision, urbanRural: household.urbanRural };
  const decided = await factsInForce(tx, entitlement, origin);
  const there = await amountThere(tx, { ...withTekunOf(withDeathsOf(decided, facts), facts), ...placeOf(facts) }, firstMonth);
  const { decision } = there;
  const months = await wholeParameter(tx, 'MOVE-PROVISIONAL-MONTHS', move.toDivision, tx.today);
  if (!months.ok) throw new Error(`move of ${entitlement.id}: ${months.code}`);
  const formerFen = entitlement.versions.at(-1)!.amountFen;
  // 迁入地的标准下算不出金额的：先接上、不发，等重新确认；确认不符合的，迁入以后一个月也不发
  const pays = decision.outcome === 'eligible' && decision.amountFen ? decision.amountFen : null;
  const stays = await staysForMonthsBefore(tx, { entitlementId: entitlement.id, lastMonth });
  if (!stays) await handOver(tx, { entitlementId: entitlement.id });
  const ended = await endEntitlement(tx, { id: entitlement.id, lastMonth, reason: MOVED_AWAY });
  if (!ended.ok) throw new Error(`move of ${entitlement.id}: ${ended.code}`);
  // Provisional, and yet by its facts: a standard that is published later reaches these months too.
  const decisionId = pays
    ? await saveDecision(tx, {
        caseId: origin.caseId,
        kind: 'moved',
        division: move.toDivision,
        personId: entitlement.personId,
        ...there,
      })
    : null;
  const memberIds = pays ? paidFor(decision, origin.family) : entitlement.memberIds;
  const granted = await grantEntitlement(tx, {
    programme: 'dibao',
    exclusiveGroups: ['basic-living'],
    householdId: entitlement.householdId,
    personId: entitlement.personId,
    division: move.toDivision,
    memberIds,
    fromMonth: firstMonth,
    amountFen: pays ?? formerFen,
    breakdown: [],
    decisionId,
    parameterIds: pays ? decision.parameters.map((p) => p.rowId) : [],
  });
  if (!granted.ok) throw new Error(`move of ${entitlement.id}: ${granted.code}`);
  await drawAsBefore(tx, { entitlement, to: granted.value.id, firstMonth, hasDied: entitlement.personId !== move.personId });
  const provisionalTo = plusMonths(firstMonth, months.value - 1);
  await holdPerson(tx, {
    personId: entitlement.personId,
    division: move.toDivision,
    code: MOVE_HOLD,
    reason: pays ? '迁入后没有按期重新确认' : '迁入地标准下尚不能确定金额，待重新确认',
    entitlementIds: [granted.value.id],
    fromMonth: pays ? plusMonths(provisionalTo, 1) : firstMonth,
  });
  await carryHolds(tx, { from: entitlement.id, to: granted.value.id, memberIds, move, firstMonth });
  const papers = await papersOf(tx, origin.caseId);
  const id = newId();
  await insertMove(tx, {
    id,
    what: 'dibao',
    oldEntitlementId: entitlement.id,
    newEntitlementId: granted.value.id,
    householdId: origin.householdId,
    personId: entitlement.personId,
    personName: origin.applicantName,
    fromDivision: move.fromDivision,
    division: move.toDivision,
    movedOn: move.movedOn,
    lastMonth,
    firstMonth,
    provisionalTo,
    file: { caseId: origin.caseId, applicantName: origin.applicantName, form: origin.form, family: origin.family, facts, papers },
  });
  const opened = await openReview(tx, {
    entitlementId: granted.value.id,
    kind: 'move',
    since: pays ? null : firstMonth,
    reason: `从${tx.divisions.fullName(move.fromDivision)}迁入，凭移交的档案重新确认${stays ? '；迁出以前的月份由迁出地接着复核' : ''}`,
    dueOn: plusDays(firstDayOf(plusMonths(provisionalTo, 1)), -1),
  });
  if (!opened.ok) throw new Error(`review of the move of ${entitlement.id}: ${opened.code}`);
  const { caseId } = opened.value;
  await tx.run(sql`update benefit_move set case_id = ${caseId} where id = ${id}`);
  await tell(tx, { entitlement, move, granted: granted.value.id, lastMonth, firstMonth, pays, caseId, papers, memberIds });
}

/** Whoever draws the money in the holder's place goes on drawing it. */
async function drawAsBefore(
  tx: Tx,
  of: { entitlement: EntitlementView; to: EntitlementId; firstMonth: YearMonth; hasDied: boolean },
): Promise<void> {
  const { entitlement, firstMonth } = of;
  const to = await payeeOf(tx, entitlement.id, firstMonth);
  if (!to) return;
  const forDead = of.hasDied ? { forDead: entitlement.personId } : {};
  await setPayee(tx, { entitlementId: of.to, fromMonth: firstMonth, to, reason: '户籍迁入，领款人不变', ...forDead });
}

interface Told {
  readonly entitlement: EntitlementView;
  readonly move: Moved;
  readonly granted: EntitlementId;
  readonly lastMonth: YearMonth;
  readonly firstMonth: YearMonth;
  readonly pays: number | null;
  readonly caseId: string;
  readonly papers: readonly string[];
  readonly memberIds: readonly PersonId[];
}

/** The sheet that goes with the file, the family, and whoever follows the benefit. */
async function tell(tx: Tx, of: Told): Promise<void> {
  const { entitlement, move, lastMonth, firstMonth, pays, caseId, memberIds } = of;
  await sendSheet(tx, {
    move,
    caseId,
    papers: of.papers,
    what: '最低生活保障',
    lastMonth,
    formerFen: entitlement.versions.at(-1)!.amountFen,
  });
  const [reader] = await livingPayees(tx, [of.granted]);
  if (reader)
    await notify(tx, {
      to: { personId: reader.personId },
      template: 'review.moved',
      params: {
        place: tx.divisions.fullName(move.toDivision),
        last: longMonth(lastMonth),
        first: longMonth(firstMonth),
        amount: pays ? `每月${yuanDigits(pays)}元` : '金额待重新确认',
      },
      caseId,
    });
  for (const [awardId, division, toState, amountFen, month] of [
    [entitlement.id, move.fromDivision, 'ended', 0, lastMonth],
    [of.granted, move.toDivision, 'active', pays ?? 0, firstMonth],
  ] as const)
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: entitlement.householdId! },
      division,
      payload: {
        awardId,
        version: toState === 'ended' ? entitlement.versions.length + 1 : 1,
        householdId: entitlement.householdId,
        memberIds,
        fromState: toState === 'ended' ? 'active' : null,
        toState,
        amountFen,
        effectiveMonth: month,
        reason: 'move',
      },
    });
}
