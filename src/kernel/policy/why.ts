/** 为什么: one decision as a page that the person can read and an auditor can check. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { DecisionPage } from './index.ts';
import { decisionKinds, getDecision } from './server.ts';

/** Whoever opens another's decision is on record. */
export async function decisionPage(tx: Tx, id: string): Promise<Result<DecisionPage, 'NOT_FOUND'>> {
  const found = await getDecision(tx, id);
  if (!found.ok) return found;
  const stored = found.value;
  const row = await tx.one<{ personId: string; division: string; name: string | null }>(
    sql`select d.person_id, d.division, p.name from decision d left join person p on p.id = d.person_id where d.id = ${id}`,
  );
  if (tx.actor.personId !== row.personId)
    await recordAudit(tx, {
      action: 'decision.opened',
      subject: { kind: 'decision', id },
      personId: row.personId,
      caseId: stored.caseId,
      division: row.division,
    });
  const { caseId, kind, asOf, outcome, amountFen, effectiveMonth, madeAt, decision } = stored;
  return ok({
    id,
    caseId,
    personName: row.name,
    division: row.division,
    divisionName: tx.divisions.fullName(row.division),
    kindZh: decisionKinds[kind],
    asOf,
    outcome,
    amountFen,
    effectiveMonth,
    madeAt,
    rule: decision.rule,
    clauses: decision.clauses,
    breakdown: decision.breakdown,
    account: decision.account ?? null,
    parameters: decision.parameters,
    remedy: kind === 'final' || kind === 'standard',
  });
}
