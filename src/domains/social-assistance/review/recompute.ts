/**
 * A member of a family that receives 低保 has died, or is supported as 特困 now: the review is opened, the township is told what the family would be due without him or her,
 * and the part that nobody disputes goes on being paid. A machine proposes; a person decides.
 */
import { firstDayOf, longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { type EntitlementId, getEntitlement, payUndisputed } from '../../../kernel/payment/server.ts';
import { parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { determineDibao } from '../dibao/rules.ts';
import { townshipOf } from '../family/places.ts';
import { placeBefore } from './before-move.ts';
import { familyFactsAsOf, type Origin, originOf, recordFamilyFacts } from './facts.ts';
import { openAmendedReview, openDeathReview, openReview } from './open.ts';

export async function proposeRecomputation(
  tx: Tx,
  of: { entitlementId: EntitlementId; personId: PersonId; fromMonth: YearMonth } & (
    | { diedOn: PlainDate; amendedSince?: YearMonth }
    | { tekun: true }
  ),
): Promise<void> {
  const origin = await originOf(tx, of.entitlementId);
  if (!origin.ok) return;
  if ('tekun' in of)
    await recordTekun(tx, origin.value, {
      entitlementId: of.entitlementId,
      personId: of.personId,
      validFrom: firstDayOf(of.fromMonth),
    });
  const { entitlementId, fromMonth: since } = of;
  const opened =
    'tekun' in of
      ? await openReview(tx, { entitlementId, kind: 'change', reason: '家庭成员认定为特困人员，须重新核算', since })
      : of.amendedSince
        ? await openAmendedReview(tx, { entitlementId, since: of.amendedSince })
        : await openDeathReview(tx, of);
  if (!opened.ok) throw new Error(`review of ${of.entitlementId}: ${opened.code}`);
  const first = firstDayOf(of.fromMonth);
  const known = await familyFactsAsOf(tx, origin.value, { validOn: [first, tx.today].sort()[1]! });
  const entitlement = await getEntitlement(tx, of.entitlementId);
  if (!entitlement.ok) return;
  const facts = await placeBefore(tx, entitlement.value, origin.value, known.facts);
  // The last report stands for a death: only who is counted changes.
  const check = facts.check && { ...facts.check, validTo: null };
  const decided = determineDibao({ ...facts, check, decisionDate: first }, await parametersOf(tx), first);
  const amountFen = decided.ok && decided.value.outcome === 'eligible' ? decided.value.amountFen : null;
  if (amountFen)
    await payUndisputed(tx, {
      entitlementId: of.entitlementId,
      personId: of.personId,
      code: 'recompute',
      amountFen,
      reason: '听取意见前先发没有争议的部分',
    });
  const result =
    !decided.ok || decided.value.outcome === 'undetermined'
      ? '尚不能算出新的金额，全部暂停'
      : amountFen
        ? `按${decided.value.persons}人重新核算为每月${yuanDigits(amountFen)}元，先照此发放，其余暂停`
        : '重新核算不再符合条件，全部暂停';
  const { applicantName, division } = origin.value;
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf({ division }) },
    template: 'tekun' in of ? 'dibao.recompute-tekun' : 'dibao.recompute',
    params: { name: applicantName, month: longMonth(of.fromMonth), result },
    caseId: opened.value.caseId,
  });
}

/** From the first month on the member is supported as 特困 and is not counted (5.3). */
async function recordTekun(
  tx: Tx,
  origin: Origin,
  of: { entitlementId: EntitlementId; personId: PersonId; validFrom: PlainDate },
): Promise<void> {
  const ref = origin.family.find((m) => m.personId === of.personId)?.ref;
  const { facts } = await familyFactsAsOf(tx, origin, { validOn: of.validFrom });
  const members = facts.members.map((m) => (m.ref === ref ? { ...m, status: 'tekun' as const } : m));
  const recorded = await recordFamilyFacts(tx, origin, {
    facts: { ...facts, members },
    parts: ['family-members'],
    validFrom: of.validFrom,
    source: '特困人员认定',
  });
  if (!recorded.ok) throw new Error(`facts of ${of.entitlementId}: ${recorded.code}`);
}
