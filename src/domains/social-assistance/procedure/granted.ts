/** 确认公布: what was granted is told for a time; who receives from month to month stands on the list of the village (`roster/`). */
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, getEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision, wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Fen } from '../../../kernel/schema/index.ts';
import { type Case, postNotice, withdrawNotices } from '../../../kernel/service/server.ts';

export interface GrantNotice {
  readonly memberCount: number;
  readonly amountFen: Fen | null;
  readonly once?: boolean;
  readonly text: string;
  readonly place: string;
  readonly telephone: string;
}

/** For NOTICE-GRANTED-DAYS, in the place of what was posted before. */
export async function postGrant(tx: Tx, kase: Case, notice: GrantNotice): Promise<Result<null, 'PARAM_MISSING'>> {
  const days = await wholeParameter(tx, 'NOTICE-GRANTED-DAYS', kase.division, tx.today);
  if (!days.ok) return days;
  await withdrawNotices(tx, kase.id);
  await postNotice(tx, {
    caseId: kase.id,
    kind: 'granted',
    division: kase.division,
    postedOn: tx.today,
    endsOn: plusDays(tx.today, days.value),
    ...notice,
  });
  return ok(null);
}

/** The benefit has ended or its amount is another one: what told of it is taken down. */
export async function withdrawGrant(tx: Tx, entitlementId: EntitlementId): Promise<void> {
  const entitlement = await getEntitlement(tx, entitlementId);
  const decisionId = entitlement.ok ? entitlement.value.versions[0]?.decisionId : null;
  const decision = decisionId ? await getDecision(tx, decisionId) : null;
  if (decision?.ok) await withdrawNotices(tx, decision.value.caseId);
}
