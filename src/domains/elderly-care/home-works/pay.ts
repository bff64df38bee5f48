/** 拨付: the smaller of cost and limit, once, to the account of the elder; only after the acceptance that all three signed. */
import { sql } from '../../../database/sql.ts';
import { isOwnHand } from '../../../kernel/access/index.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { endEntitlement, grantEntitlement } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { determineWorks, programmes, type WorksFacts } from './rules.ts';
import { changeWorks, type Works, worksOfCase } from './store.ts';

export const factsOfWorks = (works: Works): WorksFacts => ({
  division: works.division,
  actualFen: works.actualFen ?? 0,
  acceptedOn: works.acceptedOn,
  elderSigned: works.elderSignature !== null,
  townshipSigned: works.townshipSignature !== null,
});

export async function worksDecision(tx: Tx, works: Works): Promise<Result<Decision, 'PARAM_MISSING'>> {
  return determineWorks(works.source, factsOfWorks(works), await parametersOf(tx), tx.today);
}

/** Grants and marks it paid; gives the decision that it rests on. */
export async function payWorks(tx: Tx, kase: Case): Promise<Result<{ works: Works; decision: Decision }>> {
  const works = await worksOfCase(tx, kase.id);
  if (!works?.acceptedOn) return fail('WORKS_NO_ACCEPTANCE');
  if (isOwnHand(tx.actor, works.inspectedBy, works.acceptedOn)) return fail('WORKS_SAME_OFFICER');
  const computed = await worksDecision(tx, works);
  if (!computed.ok) return computed;
  const decision = computed.value;
  if (decision.outcome !== 'eligible') return fail('WORKS_NO_ACCEPTANCE');
  const { personId, division } = works;
  const decisionId = await saveDecision(tx, {
    caseId: kase.id,
    kind: 'final',
    division,
    personId: personId as never,
    decision,
    facts: factsOfWorks(works),
  });
  const { programme } = programmes[works.source];
  const fromMonth = monthOf(tx.today);
  const granted = await grantEntitlement(tx, {
    programme,
    exclusiveGroups: [],
    householdId: null,
    personId: personId as never,
    division,
    memberIds: [personId as never],
    fromMonth,
    amountFen: decision.amountFen!,
    breakdown: decision.breakdown,
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
    cause: kase.id,
  });
  if (!granted.ok) return granted;
  const ended = await endEntitlement(tx, { id: granted.value.id, lastMonth: fromMonth, reason: '一次性发放' });
  if (!ended.ok) return ended;
  await changeWorks(
    tx,
    works.id,
    sql`paid_on = ${tx.today}, subsidy_fen = ${decision.amountFen!}, entitlement_id = ${granted.value.id}`,
  );
  return ok({ works, decision });
}
