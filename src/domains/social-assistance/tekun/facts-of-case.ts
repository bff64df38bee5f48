/** The facts of a 特困 case as they stand: the family's, the obligors as declared and then as the survey found them. */
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { factsOf } from '../family/facts-of-case.ts';
import type { TekunApplication } from './application.ts';
import { SupporterFacts, TekunFacts } from './facts.ts';
import { determineTekun, type TekunDecision } from './rules.ts';

export const tekunFormOf = (kase: Case): TekunApplication => kase.form as TekunApplication;

/** As declared: nothing is known yet about the assets of an obligor. */
export const declaredSupporters = (form: TekunApplication): SupporterFacts[] =>
  form.tekun.supporters.map((s) => SupporterFacts.parse(s));

/** The obligors as the township verified them; null while it has not. */
export async function verifiedSupporters(tx: Tx, kase: Case): Promise<SupporterFacts[] | null> {
  const found = (await caseEvents(tx, kase.id)).findLast((e) => e.data?.supporters);
  return found ? (found.data!.supporters as SupporterFacts[]) : null;
}

export async function tekunFactsOf(tx: Tx, kase: Case): Promise<TekunFacts> {
  const form = tekunFormOf(kase);
  const supporters = (await verifiedSupporters(tx, kase)) ?? declaredSupporters(form);
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
