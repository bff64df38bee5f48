/** A member of a family that receives 低保 has died, or is supported as 特困 now: what the family would be due without him or her. A machine proposes; a person decides. */
import { firstDayOf, longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { getEntitlement } from '../../../kernel/payment/server.ts';
import { getDecision, parametersOf, yuanDigits } from '../../../kernel/policy/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { getCase } from '../../../kernel/service/server.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { formOf } from '../family/facts-of-case.ts';
import { deathsOf, familyOf } from '../family/people.ts';
import { townshipOf } from '../family/places.ts';
import { determineDibao } from './rules.ts';

/** Tells the township what the decision's facts come to without the dead and the one who left for 特困, by the standards of the first month without. The payment is on hold. */
export async function proposeRecomputation(
  tx: Tx,
  of: { entitlementId: string; fromMonth: YearMonth; tekun?: PersonId },
): Promise<void> {
  const entitlement = await getEntitlement(tx, of.entitlementId);
  const decisionId = entitlement.ok ? entitlement.value.versions.findLast((v) => v.decisionId !== null)?.decisionId : null;
  if (!decisionId) return;
  const stored = await getDecision(tx, decisionId);
  if (!stored.ok) return;
  const kase = await getCase(tx, stored.value.caseId);
  if (!kase.ok) return;
  const facts = stored.value.facts as FamilyFacts;
  const family = await familyOf(tx, kase.value, formOf(kase.value));
  const deaths = await deathsOf(tx, family);
  const left = family.find((m) => m.personId === of.tekun)?.ref;
  const living: FamilyFacts = {
    ...facts,
    members: facts.members.map((m) =>
      deaths[m.ref] ? { ...m, diedOn: deaths[m.ref]! } : m.ref === left ? { ...m, status: 'tekun' as const } : m,
    ),
  };
  const decided = determineDibao(
    { ...living, decisionDate: firstDayOf(of.fromMonth) },
    await parametersOf(tx),
    firstDayOf(of.fromMonth),
  );
  const result =
    !decided.ok || decided.value.outcome === 'undetermined'
      ? '尚不能算出新的金额'
      : decided.value.outcome === 'eligible'
        ? `按${decided.value.persons}人重新核算为每月${yuanDigits(decided.value.amountFen ?? 0)}元`
        : '重新核算不再符合条件';
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(kase.value) },
    template: of.tekun ? 'dibao.recompute-tekun' : 'dibao.recompute',
    params: { name: kase.value.applicantName, month: longMonth(of.fromMonth), result },
    caseId: kase.value.id,
  });
}
