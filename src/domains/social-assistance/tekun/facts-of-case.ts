/** The facts of a 特困 case as they stand: the family's, the obligors as declared and then as the survey found them. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { residentIdFacts } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { factsOf } from '../family/facts-of-case.ts';
import { supportersOfCase } from '../supporters/store.ts';
import type { TekunApplication } from './application.ts';
import { withChecks } from './checked.ts';
import { SupporterFacts, TekunFacts } from './facts.ts';
import { determineTekun, type TekunDecision } from './rules.ts';

export const tekunFormOf = (kase: Case): TekunApplication => kase.form as TekunApplication;

/** As declared: nothing is known yet about the assets of an obligor. */
const declaredSupporters = (form: TekunApplication): SupporterFacts[] =>
  form.tekun.supporters.map(({ idNumber, phone: _, ...s }) =>
    SupporterFacts.parse({ ...s, ...(idNumber ? { birthDate: residentIdFacts(idNumber).birthDate } : {}) }),
  );

/** As verified by the township, else as declared; a check by an obligor's own consent that ended since then counts over it. */
export async function supportersOf(tx: Tx, kase: Case): Promise<{ isVerified: boolean; supporters: SupporterFacts[] }> {
  const verified = (await caseEvents(tx, kase.id)).findLast((e) => e.data?.supporters);
  const since = verified ? Date.parse(verified.at) : 0;
  const checks = (await supportersOfCase(tx, kase.id)).flatMap(({ content: { name, relation }, result, resultAt }) =>
    result && resultAt && Date.parse(resultAt) > since ? [{ name, relation, result }] : [],
  );
  const stated = verified ? (verified.data!.supporters as SupporterFacts[]) : declaredSupporters(tekunFormOf(kase));
  return { isVerified: verified !== undefined, supporters: withChecks(stated, checks) };
}

export async function tekunFactsOf(tx: Tx, kase: Case): Promise<TekunFacts> {
  const form = tekunFormOf(kase);
  const { supporters } = await supportersOf(tx, kase);
  return TekunFacts.parse({
    ...(await factsOf(tx, kase)),
    supporters,
    childScheme: form.tekun.childScheme,
    childChoice: form.tekun.childChoice ?? null,
    decisionDate: tx.today,
  });
}

export async function computeTekun(tx: Tx, kase: Case): Promise<Result<{ decision: TekunDecision; facts: TekunFacts }>> {
  const facts = await tekunFactsOf(tx, kase);
  const decision = determineTekun(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}
