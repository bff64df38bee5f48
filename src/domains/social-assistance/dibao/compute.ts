/** The computed decision of a case: declared and verified facts, the registry's deaths, the standards in force today. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { parametersOf } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { verifiedFacts } from '../verification/server.ts';
import type { DibaoApplication } from './application.ts';
import { declaredFacts } from './declared.ts';
import type { DibaoFacts } from './facts.ts';
import { addFound, type Found } from './found.ts';
import { deathsOf, familyOf } from './people.ts';
import { type DibaoDecision, determineDibao } from './rules.ts';

export const formOf = (kase: Case): DibaoApplication => kase.form as DibaoApplication;

/** The facts as they stand: verified where a check is under way, with today's deaths. */
export async function factsOf(tx: Tx, kase: Case): Promise<DibaoFacts> {
  const form = formOf(kase);
  const deaths = await deathsOf(tx, await familyOf(tx, kase, form));
  const applicationMonth = plainDateOf(kase.submittedAt).slice(0, 7);
  const checked = await verifiedFacts(tx, kase.id);
  if (!checked) return declaredFacts(form, { applicationMonth, deaths });
  const appraisals = (await caseEvents(tx, kase.id)).flatMap((e) =>
    e.data?.appraisal ? [e.data.appraisal as Found & { upheld: string }] : [],
  );
  const verified = addFound(
    checked,
    form,
    appraisals.filter((a) => a.upheld === 'upheld'),
  );
  return { ...verified, members: verified.members.map((m) => (deaths[m.ref] ? { ...m, diedOn: deaths[m.ref]! } : m)) };
}

export async function computeDecision(tx: Tx, kase: Case): Promise<Result<{ decision: DibaoDecision; facts: DibaoFacts }>> {
  const facts = { ...(await factsOf(tx, kase)), decisionDate: tx.today };
  const decision = determineDibao(facts, await parametersOf(tx), tx.today);
  return decision.ok ? ok({ decision: decision.value, facts }) : decision;
}
