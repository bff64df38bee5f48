/** What the page of a case of a monthly benefit shows alike: the account masked, decisions with what would be decided now, papers, the entitlement and its payments. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { documentsShown } from '../../../kernel/document/server.ts';
import { entitlementsOfPerson, paymentsOfPerson } from '../../../kernel/payment/server.ts';
import type { Decision } from '../../../kernel/policy/index.ts';
import { decisionsOfCase } from '../../../kernel/policy/server.ts';
import { maskAccount } from '../../../kernel/protect/index.ts';
import { type Case, noticeOfCase } from '../../../kernel/service/server.ts';

/** 收款账户: that on file, else the one that was given with the application. */
export async function accountShown(
  tx: Tx,
  personId: string,
  given: { bank: string; number: string; holder: string } | undefined,
  none: string,
): Promise<string> {
  const onFile = await tx.maybe<{ bank: string; last4: string; holder: string }>(
    sql`select bank, last4, holder from payout_account where person_id = ${personId} and valid_to is null`,
  );
  if (onFile) return `${onFile.bank} 尾号${onFile.last4}（${onFile.holder}）`;
  return given ? `${given.bank} ${maskAccount(given.number)}（${given.holder}）` : none;
}

const shown = (d: Decision, of: { id: string; kind: string; kindZh: string; madeAt: string }) => ({
  ...of,
  asOf: d.asOf,
  outcome: d.outcome,
  amountFen: d.amountFen,
  effectiveMonth: d.effectiveMonth,
  clauses: d.clauses,
  breakdown: d.breakdown,
  note: null,
});

/** `current` works out what would be decided today, null where it cannot be: shown to officers while nothing is decided yet. */
export async function decisionsShown(tx: Tx, kase: Case, of: { kindZh: string; current: () => Promise<Decision | null> }) {
  const stored = (await decisionsOfCase(tx, kase.id)).map((d) =>
    shown(d.decision as Decision, { id: d.id, kind: d.kind, kindZh: of.kindZh, madeAt: d.madeAt }),
  );
  const decided = kase.closedAt || kase.state === 'onNotice' || tx.actor.kind === 'resident';
  const now = decided ? null : await of.current();
  const preview = { id: 'preview', kind: 'preview', kindZh: '当前核算（未作决定）', madeAt: tx.now };
  return now ? [...stored, shown(now, preview)] : stored;
}

export async function benefitSections(
  tx: Tx,
  kase: Case,
  of: { programme: string; facts: unknown; current: () => Promise<Decision | null> },
): Promise<Record<string, unknown>> {
  const mine = (await entitlementsOfPerson(tx, kase.applicantPersonId)).filter((e) => e.programme === of.programme);
  return {
    facts: of.facts,
    decisions: await decisionsShown(tx, kase, { kindZh: '审批', current: of.current }),
    notice: await noticeOfCase(tx, kase.id),
    documents: await documentsShown(tx, kase),
    entitlement: mine[0] ?? null,
    payments: mine.length > 0 ? (await paymentsOfPerson(tx, kase.applicantPersonId)).items : [],
  };
}
