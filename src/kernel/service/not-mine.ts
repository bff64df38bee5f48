/** 不是我办的: the applicant stops what somebody else has asked for in his or her name, and the township looks into it. */
import type { Actor } from '../access/index.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { actIn, isHand, lockCase, stepOf } from './cases.ts';
import { officeOf } from './escalation.ts';
import type { Case } from './flows.ts';
import { caseNames } from './names.ts';

const SAID = '申请人声明：不是本人办的，也没有托人办。';

/** Somebody else sent it in, it is not over, and it is asked by the person it is about. */
export const mayDisown = (actor: Actor, kase: Case): boolean =>
  actor.kind === 'resident' &&
  actor.personId === kase.applicantPersonId &&
  kase.agentPersonId !== null &&
  kase.agentPersonId !== kase.applicantPersonId &&
  kase.closedAt === null;

/** Withdrawn where the step allows it; where it does not, the township is told all the same. */
export async function sayNotMine(tx: Tx, { caseId }: { caseId: string }): Promise<Result<{ stopped: boolean }>> {
  const found = await lockCase(tx, caseId);
  if (!found.ok) return found;
  const kase = found.value;
  if (!mayDisown(tx.actor, kase)) return fail('NOT_FOUND');
  const hands = stepOf(kase).can.withdraw;
  const stopped = hands !== undefined && isHand(tx.actor, hands, kase);
  if (stopped) {
    const withdrawn = await actIn(tx, { caseId, action: 'withdraw', input: { reason: SAID } });
    if (!withdrawn.ok) return withdrawn;
  }
  await recordAudit(tx, {
    action: 'case.not-mine',
    subject: { kind: 'case', id: kase.id },
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    detail: { stopped },
  });
  await notify(tx, {
    to: { performer: 'township-clerk', division: officeOf('township-clerk', kase.division) },
    template: 'case.not-mine',
    params: { name: kase.applicantName, item: (await caseNames(tx, [kase])).get(kase.id)! },
    caseId: kase.id,
  });
  return ok({ stopped });
}
