/** What the pages of cases show alike: decisions as they were made, the one that would be made now, papers. */
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown, filesOfCase } from '../../../kernel/document/server.ts';
import { type Decision, type DecisionKind, decisionShown, decisionsOfCase } from '../../../kernel/policy/server.ts';
import type { Case } from '../../../kernel/service/server.ts';

export async function storedDecisions(tx: Tx, kase: Case, kindName: (kind: DecisionKind, rule: string) => string) {
  return (await decisionsOfCase(tx, kase.id)).map((d) => ({
    ...decisionShown(d, kindName(d.kind, d.ruleName)),
    note: null as string | null,
  }));
}

export const preview = (tx: Tx, decision: Decision) => ({
  id: 'preview',
  kind: 'preview',
  kindZh: '当前核算（未作决定）',
  asOf: decision.asOf,
  outcome: decision.outcome,
  amountFen: decision.amountFen,
  effectiveMonth: decision.effectiveMonth,
  clauses: decision.clauses,
  breakdown: decision.breakdown,
  note: null as string | null,
  madeAt: tx.now,
});

export async function papersShown(tx: Tx, kase: Case) {
  return {
    papers: (await filesOfCase(tx, kase.id)).map((f) => ({ id: f.id, zh: f.paper, name: f.name, url: `/api/files/${f.id}` })),
    documents: await documentsShown(tx, kase),
  };
}
