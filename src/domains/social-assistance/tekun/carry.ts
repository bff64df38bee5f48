/** What goes on in the new county: money by its standards, and whoever gives the care. */
import { firstDayOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import {
  type AccountOwner,
  type EntitlementId,
  grantEntitlement,
  holdPerson,
  keepPayeeIn,
  payeeOf,
  reviseEntitlement,
  setPayee,
} from '../../../kernel/payment/server.ts';
import { type Decision, parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { grantAccess } from '../../../kernel/resident/server.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../../../kernel/schema/index.ts';
import { countyOf } from '../family/places.ts';
import { MOVE_HOLD } from '../review/handover.ts';
import type { CareItems } from './facts.ts';
import { type PaidFacts, partAtStandard, TEKUN_GROUPS, type TekunPart, tekunParts } from './rules.ts';
import {
  type Agreement,
  type Assessment,
  careAccess,
  insertAssessment,
  insertWish,
  type Profile,
  replaceAgreement,
  updateProfile,
  type WishRow,
} from './store.ts';

/** The support as it stood in the county that the person leaves. */
export interface Former {
  readonly profile: Profile;
  readonly lastMonth: YearMonth;
  readonly amountFen: Fen;
  /** Newest first. */
  readonly assessments: readonly Assessment[];
  readonly agreement: Agreement | null;
  readonly wish: WishRow | null;
}

export interface There {
  readonly caseId: string;
  readonly division: DivisionCode;
  readonly urbanRural: 'urban' | 'rural';
  readonly firstMonth: YearMonth;
}

interface Carried {
  readonly baseId: EntitlementId;
  readonly careId: EntitlementId;
  /** Of the first month, both parts. */
  readonly amountFen: Fen;
  readonly careFen: Fen;
}

/** The assessment in force in a month: a new grade counts from the month after it. */
const inForce = (assessments: readonly Assessment[], month: YearMonth): Assessment =>
  assessments.find((a) => a.effectiveMonth <= month) ?? assessments.at(-1)!;

async function partThere(
  tx: Tx,
  former: Former,
  there: There,
  of: { part: TekunPart; care: CareItems; month: YearMonth },
): Promise<{ amountFen: Fen; decisionId: string; facts: PaidFacts; parameterIds: string[]; breakdown: [] }> {
  const facts: PaidFacts = { division: there.division, urbanRural: there.urbanRural, care: of.care };
  const decided = partAtStandard(of.part, facts, await parametersOf(tx), of.month);
  if (!decided.ok) throw new Error(`${of.part} in ${there.division}, ${of.month}: ${decided.code}`);
  const decision: Decision = { ...decided.value, asOf: firstDayOf(of.month) };
  const decisionId = await saveDecision(tx, {
    caseId: there.caseId as Id<'Case'>,
    kind: 'moved',
    division: there.division,
    personId: former.profile.personId,
    decision,
    facts,
  });
  const parameterIds = decision.parameters.map((p) => p.rowId);
  return { amountFen: decision.amountFen!, decisionId, facts, parameterIds, breakdown: [] };
}

/** Base and care from the first month there, paid to whom they were paid; held once the provisional months are over. */
export async function carryMoney(tx: Tx, former: Former, there: There, provisionalTo: YearMonth): Promise<Carried> {
  const { profile, assessments } = former;
  const { division, firstMonth } = there;
  const { personId } = profile;
  const newest = assessments[0]!;
  const care = inForce(assessments, firstMonth).content.items;
  const goesOn = async (part: TekunPart, groups: readonly string[]) => {
    const of = await partThere(tx, former, there, { part, care, month: firstMonth });
    const granted = await grantEntitlement(tx, {
      programme: tekunParts[part],
      exclusiveGroups: groups,
      householdId: null,
      personId,
      division,
      memberIds: [personId],
      fromMonth: firstMonth,
      ...of,
    });
    if (!granted.ok) throw new Error(`move of profile ${profile.id}: ${granted.code}`);
    return { id: granted.value.id, amountFen: of.amountFen };
  };
  const base = await goesOn('base', TEKUN_GROUPS);
  const nursed = await goesOn('care', [tekunParts.care]);
  if (newest.effectiveMonth > firstMonth) {
    const fromMonth = newest.effectiveMonth;
    const of = await partThere(tx, former, there, { part: 'care', care: newest.content.items, month: fromMonth });
    const revised = await reviseEntitlement(tx, { id: nursed.id, fromMonth, reason: '迁入以前评估的等级', ...of });
    if (!revised.ok) throw new Error(`move of profile ${profile.id}: ${revised.code}`);
  }
  await holdPerson(tx, {
    personId,
    division,
    code: MOVE_HOLD,
    reason: '迁入后没有按期重新确认',
    entitlementIds: [base.id, nursed.id],
    fromMonth: plusMonths(provisionalTo, 1),
  });
  return { baseId: base.id, careId: nursed.id, amountFen: base.amountFen + nursed.amountFen, careFen: nursed.amountFen };
}

/** Grade, agreement, wish and payees as they were. A unit is kept in the new county too; a caregiver is seen there while the agreement holds. */
export async function carryCare(tx: Tx, former: Former, profile: Profile, there: There & Carried): Promise<void> {
  const { firstMonth, caseId } = there;
  for (const assessed of former.assessments.slice(0, KEPT).reverse())
    await insertAssessment(tx, profile, { ...assessed, caseId });
  const institutionId = former.profile.institutionId && (await keepPayeeIn(tx, former.profile.institutionId, countyOf(there)));
  for (const [before, after] of [
    [former.profile.baseEntitlementId, there.baseId],
    [former.profile.careEntitlementId!, there.careId],
  ] as const) {
    const paid = await payeeOf(tx, before, firstMonth);
    if (!paid) continue;
    const to = await ownerThere(tx, paid, profile, there);
    await setPayee(tx, { entitlementId: after, fromMonth: firstMonth, to, reason: '随户籍迁移接续' });
  }
  const { agreement, wish } = former;
  if (agreement && agreement.lastMonth === null) {
    const { providerId } = agreement;
    await replaceAgreement(tx, profile, {
      ...agreement,
      caseId,
      providerId: providerId && (await keepPayeeIn(tx, providerId, countyOf(there))),
      fromMonth: firstMonth,
      lastOfFormer: former.lastMonth,
      content: { ...agreement.content, payFen: there.careFen },
    });
  }
  if (wish) await insertWish(tx, profile, { wish: wish.wish, waitingReason: wish.waitingReason });
  const { mode, grade } = former.profile;
  await updateProfile(tx, profile.id, { state: 'supported', mode, grade, institutionId, careEntitlementId: there.careId });
}
const KEPT = 5;

async function ownerThere(tx: Tx, paid: AccountOwner, profile: Profile, there: There): Promise<AccountOwner> {
  if (paid.payeeId) return { payeeId: await keepPayeeIn(tx, paid.payeeId, countyOf(there)) };
  if (paid.personId !== profile.personId)
    await grantAccess(tx, { personId: paid.personId!, division: there.division, reason: careAccess(profile.id) });
  return paid;
}
