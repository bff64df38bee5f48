/**
 * 转办 (4.1: nobody asks twice): a review finds that the family belongs under something higher and opens that application from the file. What it has
 * stands until it is decided; granted, it takes the place of it; closed without that, what stands is looked at again.
 */
import { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { ageOn, longMonth, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { endEntitlement, entitlementsOfHousehold, getEntitlement, payoutAccountOf } from '../../../kernel/payment/server.ts';
import type { HouseholdId, PersonId } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { FileRef, type PlainDate, type YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, getCase, openCaseOf, openChildCase, type StoredEvent } from '../../../kernel/service/server.ts';
import { type FamilyCategory, recognitionNames } from '../classification/categories.ts';
import type { AssistanceApplication } from '../family/application.ts';
import { applicationFrom } from '../family/as-declared.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { townshipOf } from '../family/places.ts';
import { getRecognition, recognitionOfHousehold } from '../recognition/store.ts';
import { familyFactsAsOf, type Origin, originOf, originOfRecognition } from './facts.ts';
import { isPaying, openReview } from './open.ts';
import type { PaidState, RecognisedState } from './result.ts';
import type { Review, ReviewSubject } from './store.ts';
import { TAKEN_IN } from './terms.ts';

const Signed = z.array(z.strictObject({ member: z.string(), signature: FileRef }));
type Consents = AssistanceApplication['consents'];

/** The signatures that the family gave in this review: an application that it opens rests on them. */
export const consentsIn = (events: readonly StoredEvent[]): Consents | null => {
  const asked = events.findLast((e) => e.action === 'requestCheck');
  const signed = Signed.safeParse(asked?.data?.consents);
  return signed.success ? signed.data : null;
};

export const familyNames: Readonly<Record<FamilyCategory, string>> = { dibao: '最低生活保障', ...recognitionNames };
const itemOf: Readonly<Record<FamilyCategory, string>> = { dibao: 'SA-01', edge: 'SA-05', rigid: 'SA-06' };

const ADULT = 18;

/** Who asks: the applicant of the file, or the first adult who is counted where he has died or is a child; null where only children are left. */
function askerOf(facts: FamilyFacts, today: PlainDate): string | null {
  const adults = facts.members.filter((m) => m.diedOn === null && ageOn(m.birthDate, today) >= ADULT);
  const counted = adults.filter((m) => m.livesTogether !== false && (m.status ?? 'none') === 'none').map((m) => m.ref);
  return counted.includes('self') ? 'self' : (counted[0] ?? null);
}

/** The application that is under way now; null where it cannot be written for the family. */
type Asked = { readonly childId?: string; readonly awaits: string } | null;

async function openFrom(
  tx: Tx,
  kase: Case,
  category: FamilyCategory,
  file: { origin: Origin; facts: FamilyFacts; consents: Consents },
): Promise<Result<Asked>> {
  const { origin, facts, consents } = file;
  const asker = askerOf(facts, tx.today);
  const personId = origin.family.find((m) => m.ref === asker)?.personId;
  const account = personId && (await payoutAccountOf(tx, personId));
  // 家里只剩孩子的，没有人能申请；换了人申请又没有他的账户的，替不了他填
  if (asker === null || !personId || (asker !== 'self' && !account)) return askThemselves(tx, kase, asker === null);
  const asking = { asker, consents, ...(account ? { account } : {}) };
  const form = { ...applicationFrom(origin, facts, asking), applyAs: 'family' as const };
  const itemId = itemOf[category];
  const opened = await openChildCase(tx, kase, { itemId, form });
  if (opened.ok) {
    await tellAsker(tx, kase, category, opened.value.id);
    return awaiting(tx, kase, { childId: opened.value.id, awaits: opened.value.id });
  }
  // 上次复核或者家里自己已经申请的，就在那一件里办
  const open = opened.code === 'SAME_APPLICATION_OPEN' ? await openCaseOf(tx, { itemId, personId }) : null;
  if (open) return awaiting(tx, kase, { awaits: open });
  return opened.code === 'INVALID_INPUT' || opened.code === 'SAME_APPLICATION_OPEN' ? askThemselves(tx, kase, false) : opened;
}

/** Kept with the review, so that it is known when that application ends. */
async function awaiting(tx: Tx, kase: Case, asked: NonNullable<Asked>): Promise<Result<Asked>> {
  await tx.run(sql`update benefit_review set awaits_case_id = ${asked.awaits} where case_id = ${kase.id}`);
  return ok(asked);
}

/** What the file does not give is asked of the family by the township. */
async function askThemselves(tx: Tx, kase: Case, onlyChildren: boolean): Promise<Result<null>> {
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(kase) },
    template: onlyChildren ? 'review.children' : 'review.ask-family',
    params: { name: kase.applicantName },
    caseId: kase.id,
  });
  return ok(null);
}

/** Whoever asks now need not be who was looked at: he is told that it has been done for him. */
async function tellAsker(tx: Tx, kase: Case, category: FamilyCategory, caseId: string): Promise<void> {
  const opened = await getCase(tx, caseId);
  if (!opened.ok || opened.value.applicantPersonId === kase.applicantPersonId) return;
  await notify(tx, {
    to: { personId: opened.value.applicantPersonId },
    template: 'review.asked',
    params: { name: kase.applicantName, what: familyNames[category] },
    caseId,
  });
}

/** The application for what a recognised family comes under now, filled from the file and from what the review found. */
export const openForRecognised = (
  tx: Tx,
  kase: Case,
  { origin, facts, events }: RecognisedState,
  category: FamilyCategory,
): Promise<Result<Asked>> =>
  openFrom(tx, kase, category, { origin, facts, consents: consentsIn(events) ?? origin.form.consents });

/**
 * 单人保, and the whole family is under the standard by now: its application. A family that was recognised asks with its own file, so that there is
 * one application whichever of its reviews came first.
 */
export async function openForFamily(tx: Tx, kase: Case, { origin, facts, events }: PaidState): Promise<Result<Asked>> {
  const consents = consentsIn(events) ?? origin.form.consents;
  const recognition = await recognitionOfHousehold(tx, origin.householdId);
  const file = recognition && (await originOfRecognition(tx, recognition));
  if (!file?.ok) return openFrom(tx, kase, 'dibao', { origin, facts, consents });
  const known = await familyFactsAsOf(tx, file.value, { validOn: tx.today });
  const signed = signedIn(file.value, origin, consents);
  return openFrom(tx, kase, 'dibao', { origin: file.value, facts: known.facts, consents: signed });
}

/** The same signatures, by the references of another file of the household. */
function signedIn(file: Origin, origin: Origin, signed: Consents): Consents {
  const personOf = new Map(origin.family.map((m) => [m.ref, m.personId]));
  return signed.flatMap((s) => {
    const mine = file.family.find((m) => m.personId === personOf.get(s.member));
    return mine ? [{ ...s, member: mine.ref }] : [];
  });
}

/** 全家纳入低保: whoever of the family received alone receives with it from now on. */
export async function takeInSingles(
  tx: Tx,
  taken: { householdId: HouseholdId; memberIds: readonly PersonId[]; lastMonth: YearMonth },
): Promise<Result<null>> {
  const { householdId, memberIds, lastMonth } = taken;
  for (const single of await entitlementsOfHousehold(tx, householdId)) {
    if (!isPaying(single, tx.today) || !memberIds.includes(single.personId)) continue;
    if (single.toMonth !== null && single.toMonth <= lastMonth) continue;
    const origin = await originOf(tx, single.id);
    if (!origin.ok || !origin.value.granted.single) continue;
    const ended = await endEntitlement(tx, { id: single.id, lastMonth, reason: TAKEN_IN });
    if (!ended.ok) return ended;
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: householdId },
      division: origin.value.division,
      payload: {
        awardId: single.id,
        version: single.versions.length + 1,
        householdId,
        memberIds: single.memberIds,
        fromState: 'active',
        toState: 'ended',
        amountFen: 0,
        effectiveMonth: plusMonths(lastMonth, 1),
        reason: 'taken-in',
      },
    });
    await notify(tx, {
      to: { personId: single.personId },
      template: 'review.taken-in',
      params: { month: longMonth(plusMonths(lastMonth, 1)) },
    });
  }
  return ok(null);
}

/** The application that a review has opened or found is closed: what still stands of its subject was not replaced, and its ground is gone. */
export async function followReclassified(tx: Tx, caseId: string): Promise<void> {
  const reviews = await tx.rows<Pick<Review, 'entitlementId' | 'recognitionId'>>(
    sql`select entitlement_id, recognition_id from benefit_review where awaits_case_id = ${caseId} limit 20`,
  );
  for (const review of reviews) {
    const subject = await standing(tx, review);
    if (!subject) continue;
    const opened = await openReview(tx, { ...subject, kind: 'change', reason: '转办的申请没有办成，原来的待遇须重新核实' });
    if (!opened.ok) throw new Error(`review after ${caseId}: ${opened.code}`);
  }
}

async function standing(
  tx: Tx,
  { entitlementId, recognitionId }: Pick<Review, 'entitlementId' | 'recognitionId'>,
): Promise<ReviewSubject | null> {
  if (entitlementId) {
    const entitlement = await getEntitlement(tx, entitlementId);
    return entitlement.ok && entitlement.value.toMonth === null ? { entitlementId } : null;
  }
  const recognition = recognitionId ? await getRecognition(tx, recognitionId) : null;
  return recognition?.state === 'active' ? { recognitionId: recognition.id } : null;
}
