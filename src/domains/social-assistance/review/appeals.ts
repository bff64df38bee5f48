/** 复议、诉讼改变了决定 (4.9): what is in force by it is looked at again, or what it stopped; a refused application is examined anew by the county. */
import { sql } from '../../../database/sql.ts';
import { type Appealed, defineRemedy } from '../../../kernel/appeal/server.ts';
import { monthAfter, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { entitlementsOfPerson, getEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { recognitionOfCase } from '../recognition/store.ts';
import { isPaying, openReview } from './open.ts';
import type { Review, ReviewSubject } from './store.ts';
import type { ReviewKind } from './terms.ts';

/** What the decision was about: what its review reviewed, what it granted. Null for an application that was refused. */
async function subjectOf(tx: Tx, { kase, decisionId }: Appealed): Promise<ReviewSubject | null> {
  const review = await tx.maybe<Pick<Review, 'entitlementId' | 'recognitionId'>>(
    sql`select entitlement_id, recognition_id from benefit_review where case_id = ${kase.id}`,
  );
  if (review?.entitlementId) return { entitlementId: review.entitlementId };
  if (review?.recognitionId) return { recognitionId: review.recognitionId };
  const entitlement = (await entitlementsOfPerson(tx, kase.applicantPersonId)).find(
    (e) => isPaying(e, tx.today) && e.versions.some((v) => v.decisionId === decisionId),
  );
  if (entitlement) return { entitlementId: entitlement.id };
  const recognition = await recognitionOfCase(tx, kase.id);
  return recognition?.state === 'active' ? { recognitionId: recognition.id } : null;
}

/** From which month what is due may differ from what was paid: that of the decision, or the first one that a stop left unpaid. */
async function sinceOf(tx: Tx, of: Appealed, subject: ReviewSubject): Promise<YearMonth | null> {
  if (!('entitlementId' in subject)) return null;
  const entitlement = await getEntitlement(tx, subject.entitlementId);
  if (!entitlement.ok) return null;
  const { toMonth, versions } = entitlement.value;
  if (toMonth !== null && toMonth < monthOf(tx.today)) return plusMonths(toMonth, 1);
  const decision = await getDecision(tx, of.decisionId);
  const written = versions.filter((v) => v.decisionId === of.decisionId).map((v) => v.fromMonth);
  const since = written.sort()[0] ?? (decision.ok ? decision.value.decision.effectiveMonth : null);
  return since !== null && since < monthAfter(tx.today) ? since : null;
}

/** The review of what is in force by a decision that was found wrong, by whom the kind says; null where nothing is in force by it. */
export async function reviewAnew(
  tx: Tx,
  of: Appealed,
  ground: { kind: ReviewKind; reason: string },
): Promise<Result<Pick<Case, 'id'> | null>> {
  const subject = await subjectOf(tx, of);
  if (!subject) return ok(null);
  const opened = await openReview(tx, { ...subject, ...ground, since: await sinceOf(tx, of, subject) });
  return opened.ok ? ok({ id: opened.value.caseId as Case['id'] }) : opened;
}

const appealed = { kind: 'appeal', reason: '复议或诉讼改变了原决定' } as const;
for (const flow of ['dibao', 'dibao-review']) defineRemedy(flow, (tx, of) => reviewAnew(tx, of, appealed));
