/**
 * A new standard has raised what families receive: other domains hear of the award, the family hears of its money; what a person must look at is opened. An edge
 * family (低保边缘) that the standard takes in is reviewed, and its application opened from the file (政策找人).
 */
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { awardsOf, livingPayees } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import { standsAbove, whenEntering, whenRaised, whenToReview } from '../../../kernel/rehearsal/server.ts';
import { openReview } from '../review/server.ts';

whenRaised('dibao', async (tx, raised) => {
  const ids = raised.map((r) => r.entitlementId);
  const awards = new Map((await awardsOf(tx, ids)).map((award) => [award.id, award]));
  const readers = new Map((await livingPayees(tx, ids)).map((reader) => [reader.entitlementId, reader.personId]));
  for (const { entitlementId, householdId, division, fromMonth, oldFen, newFen } of raised) {
    const award = awards.get(entitlementId)!;
    await emit(tx, {
      type: 'dibao.award.changed',
      subject: { kind: 'household', id: householdId! },
      division,
      payload: {
        awardId: entitlementId,
        version: award.version,
        householdId,
        memberIds: award.memberIds,
        fromState: 'active',
        toState: 'active',
        amountFen: newFen,
        effectiveMonth: fromMonth,
        reason: 'standard',
      },
    });
    // 领款人去世以后，告诉还在的家人；没有人在了就不发。
    const personId = readers.get(entitlementId);
    if (!personId) continue;
    await notify(tx, {
      to: { personId },
      template: 'dibao.raised',
      params: { month: longMonth(fromMonth), before: yuanDigits(oldFen), amount: yuanDigits(newFen) },
    });
  }
});

whenToReview('dibao', async (tx, found) => {
  for (const { entitlementId, reason } of found) {
    const opened = await openReview(tx, { entitlementId, kind: 'standard', reason });
    // 没有自己的决定的待遇，规则复核不了
    if (!opened.ok && opened.code !== 'REVIEW_WITHOUT_DECISION') throw new Error(`review of ${entitlementId}: ${opened.code}`);
  }
});

// 家里有人单独享受低保的，由他那一份的复核带全家去办
standsAbove(
  'dibao',
  sql`select r.decision_id, r.division from assistance_recognition r where r.kind = 'edge' and r.state = 'active'
    and not exists (select from entitlement e where e.household_id = r.household_id and e.programme = 'dibao' and e.to_month is null)`,
);

whenEntering('dibao', async (tx, { decisionIds, documentNo }) => {
  const recognised = await tx.rows<{ id: string }>(
    sql`select id from assistance_recognition where decision_id = any(${decisionIds}::uuid[]) and state = 'active' order by id`,
  );
  for (const { id } of recognised) {
    const reason = `按${documentNo}的标准，家庭收入低于低保标准`;
    const opened = await openReview(tx, { recognitionId: id, kind: 'standard', reason });
    if (!opened.ok && opened.code !== 'REVIEW_WITHOUT_DECISION') throw new Error(`review of recognition ${id}: ${opened.code}`);
  }
});
