/** A new standard has raised what families receive: other domains hear of the award, the family hears of its money. */
import { longMonth } from '../../../kernel/calendar/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { getEntitlement } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { whenRaised } from '../../../kernel/rehearsal/server.ts';

whenRaised('dibao', async (tx, raised) => {
  for (const { entitlementId, householdId, personId, division, fromMonth, oldFen, newFen } of raised) {
    const entitlement = await getEntitlement(tx, entitlementId);
    if (!entitlement.ok) continue;
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: householdId },
      division,
      payload: {
        awardId: entitlementId,
        version: entitlement.value.versions.at(-1)!.no,
        householdId,
        memberIds: entitlement.value.memberIds,
        fromState: 'active',
        toState: 'active',
        amountFen: newFen,
        effectiveMonth: fromMonth,
        reason: 'standard',
      },
    });
    await notify(tx, {
      to: { personId },
      template: 'dibao.raised',
      params: { month: longMonth(fromMonth), before: yuanDigits(oldFen), amount: yuanDigits(newFen) },
    });
  }
});
