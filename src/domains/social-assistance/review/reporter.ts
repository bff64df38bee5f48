/**
 * Who reports for a family, and what he hears: whoever is covered and of age, and the proxy by whom the family applied. Who does not hold the benefit sees
 * nothing of the review but that his word was taken in.
 */
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, type Result } from '../../../kernel/result/index.ts';
import { type Case, getCase, isHand } from '../../../kernel/service/server.ts';
import { isMinor } from '../family/minor.ts';
import type { Origin } from './facts.ts';
import { type ReportedChange, reportedChanges, reviewWords } from './terms.ts';

/** Null for an officer and for a resident who may speak. To a stranger everybody else's benefit is as if there were none. */
export async function refusedReporter(
  tx: Tx,
  of: { origin: Origin; holderId: PersonId; memberIds: readonly PersonId[] },
  named: string,
): Promise<Result<never, 'REVIEW_NO_BENEFIT' | 'REPORT_BY_ADULT'> | null> {
  const { kind, personId } = tx.actor;
  if (kind !== 'resident' || personId === of.holderId) return null;
  const member = of.origin.family.find((m) => m.personId === personId && of.memberIds.includes(m.personId));
  if (member) return isMinor(member.idNumber, tx.today) ? fail('REPORT_BY_ADULT') : null;
  const granted = await getCase(tx, of.origin.caseId);
  const isProxy = personId !== null && granted.ok && granted.value.agentPersonId === personId;
  return isProxy ? null : fail('REVIEW_NO_BENEFIT', { name: named });
}

/** Somebody of the family who cannot follow the review is told that it knows. */
export async function thankReporter(
  tx: Tx,
  kase: Pick<Case, 'applicantPersonId' | 'agentPersonId'>,
  of: { change: ReportedChange; recognitionId: string | null },
): Promise<void> {
  const { kind, personId } = tx.actor;
  if (kind !== 'resident' || personId === null || isHand(tx.actor, ['applicant'], kase)) return;
  await notify(tx, {
    to: { personId },
    template: 'review.heard',
    params: { change: reportedChanges[of.change], what: reviewWords(of).what },
  });
}
