/** What a recognition gives: out of other benefits, the base from the month after, and a profile that waits for the assessment. */
import { plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { grantEntitlement, holdPerson, leaveEntitlements, recordPayoutAccount } from '../../../kernel/payment/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { formOf } from '../family/facts-of-case.ts';
import { yieldToEntitlement } from '../recognition/store.ts';
import { proposeRecomputation } from '../review/server.ts';
import { CARE_HOLD } from './assess.ts';
import { tellOthers } from './award.ts';
import { TEKUN_GROUPS, type TekunDecision } from './rules.ts';
import { insertProfile, lockOpenProfile, type Profile } from './store.ts';
import type { Wish } from './terms.ts';
import { recordWish } from './wishes.ts';
import { planYearly } from './yearly.ts';

/** 特困的人先从家庭里出来（5.5）: 低保 and the disability subsidies end with the month before; a family goes on without. */
async function leaveOthers(tx: Tx, kase: Case, fromMonth: YearMonth): Promise<void> {
  const personId = kase.applicantPersonId;
  const lastMonth = plusMonths(fromMonth, -1);
  const left = await leaveEntitlements(tx, {
    personId,
    lastMonth,
    reason: '转为特困人员救助供养',
    holdReason: '家庭成员转为特困供养，待重新核算',
    groups: TEKUN_GROUPS,
  });
  for (const { id, programme, fromMonth: from } of left.toRecompute)
    if (programme === 'dibao') await proposeRecomputation(tx, { entitlementId: id, personId, fromMonth: from, tekun: true });
  for (const { id, programme } of left.ended)
    if (programme === 'dibao' && kase.householdId)
      await emit(tx, {
        type: 'dibao.award.changed',
        subject: { kind: 'household', id: kase.householdId },
        division: kase.division,
        payload: {
          awardId: id,
          version: 2,
          householdId: kase.householdId,
          memberIds: [personId],
          fromState: 'active',
          toState: 'ended',
          amountFen: 0,
          effectiveMonth: fromMonth,
          reason: 'tekun',
        },
      });
}

/** Base from the month after, held until the person is assessed (4.3); care follows once it is arranged. */
export async function grant(
  tx: Tx,
  kase: Case,
  of: { decision: TekunDecision; decisionId: string; wish: Wish },
): Promise<Result<Profile>> {
  const { decision, decisionId } = of;
  const form = formOf(kase);
  const fromMonth = decision.effectiveMonth!;
  const account = await recordPayoutAccount(tx, {
    personId: kase.applicantPersonId,
    division: kase.division,
    bank: form.account.bank,
    number: form.account.number,
    holder: form.account.holder,
  });
  if (!account.ok) return account;
  await leaveOthers(tx, kase, fromMonth);
  await yieldToEntitlement(tx, { personIds: [kase.applicantPersonId], reason: '已确认特困供养' });
  const base = await grantEntitlement(tx, {
    programme: 'tekun',
    exclusiveGroups: TEKUN_GROUPS,
    householdId: null,
    personId: kase.applicantPersonId,
    division: kase.division,
    memberIds: [kase.applicantPersonId],
    fromMonth,
    amountFen: decision.amountFen!,
    breakdown: [],
    decisionId,
    parameterIds: decision.parameters.map((p) => p.rowId),
  });
  if (!base.ok) return base;
  await holdPerson(tx, {
    personId: kase.applicantPersonId,
    division: kase.division,
    code: CARE_HOLD,
    reason: '等待生活自理能力评估',
    entitlementIds: [base.value.id],
  });
  await insertProfile(tx, {
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    urbanRural: form.applicant.urbanRural,
    baseEntitlementId: base.value.id,
    fromMonth,
  });
  const profile = (await lockOpenProfile(tx, kase.applicantPersonId))!;
  const planned = await planYearly(tx, profile);
  if (!planned.ok) return planned;
  await recordWish(tx, profile, of.wish);
  await tellOthers(tx, profile, { effectiveMonth: fromMonth, reason: 'granted', from: null, to: 'active' });
  return ok(profile);
}
