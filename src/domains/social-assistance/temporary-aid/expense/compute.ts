/** The computed decision of an expense-type case: the family's facts, the bills as spending, what it got before, what the conference said. */
import { monthOf } from '../../../../kernel/calendar/index.ts';
import type { Tx } from '../../../../kernel/context/server.ts';
import { entitlementsOfPerson } from '../../../../kernel/payment/server.ts';
import { parametersOf } from '../../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../../kernel/result/index.ts';
import type { Case } from '../../../../kernel/service/server.ts';
import { resolutionOf } from '../../conference/store.ts';
import type { FamilyFacts } from '../../family/facts.ts';
import { factsOf } from '../../family/facts-of-case.ts';
import { ExpenseFacts } from '../facts.ts';
import { determineTemporaryAid, type TemporaryAidDecision } from '../rules.ts';
import { earlierAid } from '../store.ts';
import type { ExpenseApplication } from './application.ts';

/** 低保 or 特困 that covers the applicant this month, or is granted from a later one: what is stopped after this month is in force until then. */
export async function assistedAs(tx: Tx, kase: Case): Promise<'none' | 'dibao' | 'tekun'> {
  const active = (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter(
    (e) =>
      (e.toMonth === null || e.toMonth >= [e.fromMonth, monthOf(tx.today)].sort()[1]!) &&
      e.memberIds.includes(kase.applicantPersonId),
  );
  return active.some((e) => e.programme === 'tekun') ? 'tekun' : active.some((e) => e.programme === 'dibao') ? 'dibao' : 'none';
}

export async function computeExpense(
  tx: Tx,
  kase: Case,
): Promise<Result<{ decision: TemporaryAidDecision; facts: FamilyFacts; aidFacts: ExpenseFacts }>> {
  const form = kase.form as ExpenseApplication;
  const family = await factsOf(tx, kase);
  const { division, expenses, single: _, ...rest } = family;
  const aidFacts = ExpenseFacts.parse({
    type: 'expense',
    division,
    cause: form.aid.cause,
    family: rest,
    assisted: await assistedAs(tx, kase),
    spending: expenses.map(({ class: kind, totalFen, reimbursedFen }) => ({ class: kind, totalFen, reimbursedFen })),
    earlier: await earlierAid(tx, kase),
    resolution: await resolutionOf(tx, kase),
  });
  const decision = determineTemporaryAid(aidFacts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts: family, aidFacts }) : decision;
}
