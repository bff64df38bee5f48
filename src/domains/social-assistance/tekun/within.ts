/**
 * 户籍在本县以内迁移 (4.6): the support goes on as it is, with the township that the person has come to. Only the basic rate depends on 城乡: where that
 * has changed it is paid by the other standard from the month after the move, or after the last one that has left for the bank. It is a standard, so
 * nobody is judged again.
 */
import { firstDayOf, longMonth, monthAfter, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { reviseEntitlement } from '../../../kernel/payment/server.ts';
import { type Decision, type Parameters, yuanDigits } from '../../../kernel/policy/index.ts';
import { parametersOf, saveDecision } from '../../../kernel/policy/server.ts';
import { householdOf } from '../../../kernel/resident/server.ts';
import type { Id, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { lastMonthOf, type Moved } from '../review/handover.ts';
import { tellOthers } from './award.ts';
import { baseKey, type PaidFacts, partAtStandard } from './rules.ts';
import { assessmentsOf, lockOpenProfile, type Profile, updateProfile } from './store.ts';

/** After the records of the support have come along (`moveProfile`). */
export async function followSupport(tx: Tx, move: Moved): Promise<void> {
  const profile = await lockOpenProfile(tx, move.personId);
  if (!profile || profile.division !== move.toDivision) return;
  const household = await householdOf(tx, move.personId);
  const place = tx.divisions.fullName(move.toDivision);
  const to = { personId: move.personId };
  if (!household || household.urbanRural === profile.urbanRural)
    return notify(tx, { to, template: 'tekun.moved-within', params: { place } });
  await updateProfile(tx, profile.id, { urbanRural: household.urbanRural });
  const here: Profile = { ...profile, urbanRural: household.urbanRural, version: profile.version + 1 };
  const paid = await payAtStandard(tx, here, move.movedOn);
  if (!paid) return notify(tx, { to, template: 'tekun.moved-within', params: { place } });
  await tellOthers(tx, here, { effectiveMonth: paid.month, reason: 'move', from: 'active', to: 'active' });
  await notify(tx, {
    to,
    template: 'tekun.moved-rate',
    params: {
      place,
      kind: here.urbanRural === 'urban' ? '城市' : '农村',
      month: longMonth(paid.month),
      amount: yuanDigits(paid.amountFen),
    },
  });
}

/** Null where the support ends before a month at the other standard comes. */
async function payAtStandard(tx: Tx, here: Profile, movedOn: PlainDate): Promise<{ month: YearMonth; amountFen: number } | null> {
  const { baseEntitlementId: id, division, personId } = here;
  const after = plusMonths(await lastMonthOf(tx, [id], movedOn), 1);
  const month = latest(after, here.fromMonth);
  if (here.lastMonth !== null && month > here.lastMonth) return null;
  const parameters = await parametersOf(tx);
  const [assessed] = await assessmentsOf(tx, here.id);
  const facts: PaidFacts = { division, urbanRural: here.urbanRural, care: assessed?.content.items ?? null };
  const amounts: number[] = [];
  for (const fromMonth of standardMonths(parameters, here, month)) {
    const decided = partAtStandard('base', facts, parameters, fromMonth);
    if (!decided.ok) throw new Error(`base of profile ${here.id}, ${fromMonth}: ${decided.code}`);
    const decision: Decision = { ...decided.value, asOf: firstDayOf(fromMonth) };
    const caseId = here.caseId as Id<'Case'>;
    const revised = await reviseEntitlement(tx, {
      id,
      fromMonth,
      amountFen: decision.amountFen!,
      breakdown: [],
      decisionId: await saveDecision(tx, { caseId, kind: 'moved', division, personId, decision, facts }),
      parameterIds: decision.parameters.map((p) => p.rowId),
      facts,
      reason: '户籍在本县以内迁移，城乡类别变化',
    });
    if (!revised.ok) throw new Error(`base of profile ${here.id}, ${fromMonth}: ${revised.code}`);
    amounts.push(decision.amountFen!);
  }
  return { month, amountFen: amounts[0]! };
}

/** The first month at the other standard, and each later one in which a standard that is known already begins. */
function standardMonths(parameters: Parameters, here: Profile, first: YearMonth): YearMonth[] {
  const begins = parameters.history(baseKey(here.urbanRural), here.division).map((row) => monthOn(row.validFrom));
  const later = begins.filter((month) => month > first && (here.lastMonth === null || month <= here.lastMonth));
  return [first, ...[...new Set(later)].sort()];
}

/** The first month that is paid by a standard: that of its first day, or the next one when it begins within a month. */
const monthOn = (day: PlainDate): YearMonth => monthAfter(plusDays(day, -1));

const latest = (a: YearMonth, b: YearMonth): YearMonth => (a > b ? a : b);
