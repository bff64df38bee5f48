/**
 * A debt is never more than what the household has beyond what is due to it. Money that was asked back while it was still on its way and came back from the
 * bank never reached anybody; money that is due after all is not to be brought back. Both lessen the debt by themselves: that takes nothing from anybody.
 */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { notify } from '../notice/server.ts';
import { yuanDigits } from '../policy/index.ts';
import type { Fen, YearMonth } from '../schema/index.ts';
import { type AdjustmentId, type EntitlementId, type OverpaymentId, programmeOf } from './index.ts';
import { type Debt, lockOverpayments, openFen, receive, underWay } from './overpayments.ts';
import { missingOf, type Position } from './positions.ts';
import { lockUnsent, recompute } from './totals.ts';

type Why = 'came-back' | 'due-again';
const whyZh: Readonly<Record<Why, string>> = { 'came-back': '被银行退回，没有到您家账户', 'due-again': '又应当发给您家' };

interface Excess {
  readonly entitlementId: EntitlementId;
  readonly month: YearMonth;
  readonly why: Why;
  readonly fen: Fen;
}

/** What is asked back of these months beyond what the household has too much. */
function excessOf(all: readonly Position[]): Excess[] {
  return all.flatMap((p) => {
    const { entitlementId, month, askedFen } = p;
    const cameBack = Math.min(askedFen, Math.max(0, -(p.outFen + p.settledFen)));
    const dueAgain = p.rejectedUp ? 0 : Math.min(askedFen, Math.max(0, missingOf(p))) - cameBack;
    return [
      { entitlementId, month, why: 'came-back' as const, fen: cameBack },
      { entitlementId, month, why: 'due-again' as const, fen: dueAgain },
    ].filter(({ fen }) => fen > 0);
  });
}

interface AskedMonth {
  adjustmentId: AdjustmentId;
  entitlementId: EntitlementId;
  month: YearMonth;
  fen: Fen;
}

/** Lists that have not left keep nothing back for these debts any more. */
async function freeOffsets(tx: Tx, debts: readonly Debt[], reason: string): Promise<void> {
  const waiting = sql`l.offset_of = any(${debts.map((debt) => debt.id)}::uuid[]) and l.state in ('pending', 'on-hold')`;
  const batches = await lockUnsent(tx, waiting);
  await tx.run(sql`update payment_line l set amount_fen = l.amount_fen + l.offset_fen, offset_fen = 0, offset_of = null
    where ${waiting} and l.batch_id = any(${batches}::uuid[])`);
  await recompute(tx, batches, reason);
}

/** Lessens the debts of the months of these positions where they ask for too much, the newest first. Answers whether any was lessened: then the positions are others. */
export async function lessenDebts(tx: Tx, all: readonly Position[], reason: string): Promise<boolean> {
  const excess = excessOf(all);
  if (excess.length === 0) return false;
  const ids = [...new Set(excess.map((e) => e.entitlementId))];
  const months =
    await tx.rows<AskedMonth>(sql`select m.adjustment_id, m.entitlement_id, m.month, m.amount_fen - m.lessened_fen as fen
    from payment_adjustment_month m join payment_adjustment a on a.id = m.adjustment_id
    where m.entitlement_id = any(${ids}::uuid[]) and m.live and m.direction = 'recovery' and a.state = 'confirmed' and m.amount_fen > m.lessened_fen
    order by m.adjustment_id desc`);
  const debts = await lockOverpayments(
    tx,
    sql`adjustment_id = any(${[...new Set(months.map((m) => m.adjustmentId))]}::uuid[]) and recovered_fen + written_off_fen < amount_fen`,
  );
  if (debts.length === 0) return false;
  await freeOffsets(tx, debts, reason);
  const open = new Map<AdjustmentId, Fen>();
  for (const debt of debts) open.set(debt.adjustmentId, openFen(debt) - (await underWay(tx, debt.id)));
  const taken = new Map<string, { debt: Debt; why: Why; fen: Fen }>();
  for (const { entitlementId, month, why, fen } of excess) {
    let left = fen;
    for (const asked of months.filter((m) => m.entitlementId === entitlementId && m.month === month)) {
      const part = Math.min(left, asked.fen, open.get(asked.adjustmentId) ?? 0);
      if (part <= 0) continue;
      const debt = debts.find((d) => d.adjustmentId === asked.adjustmentId)!;
      await tx.run(sql`update payment_adjustment_month set lessened_fen = lessened_fen + ${part}
        where adjustment_id = ${asked.adjustmentId} and month = ${month}`);
      asked.fen -= part;
      left -= part;
      open.set(asked.adjustmentId, open.get(asked.adjustmentId)! - part);
      const key = `${debt.id} ${why}`;
      taken.set(key, { debt, why, fen: (taken.get(key)?.fen ?? 0) + part });
    }
  }
  const rest = new Map<OverpaymentId, Debt>(debts.map((debt) => [debt.id, debt]));
  for (const { debt, why, fen } of taken.values()) {
    const row = rest.get(debt.id)!;
    rest.set(debt.id, { ...row, recoveredFen: row.recoveredFen + fen, version: row.version + 1 });
    await settle(tx, row, { why, fen });
  }
  return taken.size > 0;
}

/** The debt takes it as received; the household is told what it need not bring. */
async function settle(tx: Tx, debt: Debt, { why, fen }: { why: Why; fen: Fen }): Promise<void> {
  const voucher = `冲减-${newId()}`;
  await receive(tx, debt, { way: why, amountFen: fen, on: tx.today, voucher, lineId: null });
  await recordAudit(tx, {
    action: 'overpayment.lessened',
    subject: { kind: 'overpayment', id: debt.id },
    personId: debt.personId,
    division: debt.division,
    detail: { why, amountFen: fen },
  });
  const openRest = openFen(debt) - fen;
  await notify(tx, {
    to: { personId: debt.personId },
    template: 'benefit.overpaid.lessened',
    params: {
      money: programmeOf(debt.programme).money,
      amount: yuanDigits(fen),
      why: whyZh[why],
      rest: openRest > 0 ? `还有${yuanDigits(openRest)}元要退` : '这笔款项已经结清',
    },
  });
}
