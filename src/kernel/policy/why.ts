/** 为什么: one decision as a page that the person can read and an auditor can check. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import type { Tx } from '../context/server.ts';
import { ok, type Result } from '../result/index.ts';
import type { Account, DecisionPage } from './index.ts';
import { decisionKinds, getDecision } from './server.ts';

/** The persons of a case whom the officer may see, by the reference under which the case names them. */
async function peopleOf(tx: Tx, caseId: string): Promise<ReadonlyMap<string, { id: string; name: string }>> {
  if (tx.actor.kind !== 'staff') return new Map();
  const rows = await tx.rows<{ role: string; id: string; name: string }>(
    sql`select c.role, p.id, p.name from case_person c join person p on p.id = c.person_id where c.case_id = ${caseId} limit 60`,
  );
  return new Map(rows.map(({ role, ...person }) => [role, person]));
}

/** Whose a line is, by name: 刘小雨（子女）. */
const named = (account: Account, people: Awaited<ReturnType<typeof peopleOf>>): Account => ({
  ...account,
  lines: account.lines.map((line) => {
    const name = line.member ? people.get(line.member)?.name : undefined;
    return name && line.who && name !== line.who ? { ...line, who: `${name}（${line.who}）` } : line;
  }),
});

/** Whoever opens another's decision is on record. */
export async function decisionPage(tx: Tx, id: string): Promise<Result<DecisionPage, 'NOT_FOUND'>> {
  const found = await getDecision(tx, id);
  if (!found.ok) return found;
  const stored = found.value;
  const row = await tx.one<{ personId: string; division: string; name: string | null }>(
    sql`select d.person_id, d.division, p.name from decision d left join person p on p.id = d.person_id where d.id = ${id}`,
  );
  const { account } = stored.decision;
  const people = account ? await peopleOf(tx, stored.caseId) : new Map();
  if (tx.actor.personId !== row.personId)
    await recordAudit(tx, {
      action: 'decision.opened',
      subject: { kind: 'decision', id },
      personId: row.personId,
      ...(people.size > 0 ? { personIds: [...people.values()].map((p) => p.id) } : {}),
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
    account: account ? named(account, people) : null,
    parameters: decision.parameters,
    remedy: kind === 'final' || kind === 'standard',
  });
}
