/** Granting: the entitlement from the first month, the state that is told of, the letter of the decision's numbers. */
import { sql } from '../../../database/sql.ts';
import { monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { endEntitlement, grantEntitlement } from '../../../kernel/payment/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { Known } from './life.ts';
import { programmeOfKind, type SubsidyDecision } from './rules.ts';
import { kindOfProgramme } from './terms.ts';

/** Never a month that was drawn before: after an end, the new award begins with the month after. */
function firstMonth(known: Known, decision: SubsidyDecision): YearMonth {
  const drawnTo = known.drawn
    .filter((d) => kindOfProgramme(d.programme) === decision.kind && d.toMonth !== null)
    .map((d) => plusMonths(d.toMonth!, 1));
  return [decision.effectiveMonth!, ...drawnTo].sort().at(-1)!;
}

export async function grantSubsidy(
  tx: Tx,
  kase: Case,
  given: { decision: SubsidyDecision; decisionId: string; known: Known },
): Promise<Result<{ fromMonth: YearMonth }>> {
  const { decision, decisionId, known } = given;
  const fromMonth = firstMonth(known, decision);
  const programme = programmeOfKind(decision.kind);
  const amountFen = decision.amountFen!;
  const granted = await grantEntitlement(tx, {
    programme,
    exclusiveGroups: [programme],
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth,
    amountFen,
    breakdown: decision.breakdown,
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
  });
  if (!granted.ok) return granted.code === 'ALREADY_ENTITLED' ? fail('SUBSIDY_ELSEWHERE') : granted;
  await tx.run(sql`insert into subsidy_award (entitlement_id, person_id, division, kind, from_month, case_id, changed_at)
    values (${granted.value.id}, ${kase.applicantPersonId}, ${kase.division}, ${decision.kind}, ${fromMonth}, ${kase.id}, ${tx.now})`);
  await tx.run(sql`update subsidy_invitation set state = 'closed', closed_at = ${tx.now}
    where person_id = ${kase.applicantPersonId} and kind = ${decision.kind} and state = 'open'`);
  await emit(tx, {
    type: 'disability.subsidy.changed',
    subject: { kind: 'person', id: kase.applicantPersonId },
    division: kase.division,
    payload: {
      personId: kase.applicantPersonId,
      kind: decision.kind,
      state: 'granted',
      from: fromMonth,
      to: null,
      amountFen,
      reason: 'granted',
    },
  });
  return ok({ fromMonth });
}

/** The person does not want it any more: this month is the last. */
export async function giveUp(tx: Tx, known: Known): Promise<Result<null>> {
  for (const drawn of known.drawn.filter((d) => d.toMonth === null)) {
    const ended = await endEntitlement(tx, { id: drawn.entitlementId, lastMonth: monthOf(tx.today), reason: '本人不再享受' });
    if (!ended.ok) return ended;
  }
  return ok(null);
}
