/** What the page of a case of a one-off benefit shows. */
import type { Tx } from '../../../kernel/context/server.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { papersShown, preview, storedDecisions } from '../procedure/shown.ts';
import type { Benefit } from './index.ts';
import { judge, oneOffFormOf } from './judge.ts';

export async function oneOffSections(tx: Tx, benefit: Benefit, kase: Case): Promise<Record<string, unknown>> {
  const stored = await storedDecisions(tx, kase, () => `${benefit.short}审批`);
  const open = !kase.closedAt && kase.state !== 'submitted' && tx.actor.kind !== 'resident';
  const judged = open ? await judge(tx, benefit, kase) : null;
  return {
    facts: [{ title: '申领', rows: benefit.shown(oneOffFormOf(kase)) }],
    decisions: (judged?.ok ? [...stored, preview(tx, judged.value.decision)] : stored).map((d) => ({ ...d, once: true })),
    ...(await papersShown(tx, kase)),
  };
}
