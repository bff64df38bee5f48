/** Bills as they are read: each line says how it was computed. */
import { sql } from '../../../database/sql.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { offersTo } from '../../../kernel/offer/index.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type Fen, formOf } from '../../../kernel/schema/index.ts';
import { pageOf, stretchOf, within } from '../../../kernel/service/server.ts';
import { ordersOf } from '../family/store.ts';
import type { Tone } from '../register/content.ts';
import { findInstitution } from '../register/store.ts';
import type { BillRow, BillView } from '../stays/content.ts';
import { limits } from '../stays/limits.ts';
import { Received } from '../stays/prepare.ts';
import { sealPlace } from '../stays/store.ts';
import { accountants } from '../stays/terms.ts';
import { Answer } from './act.ts';
import { type Bill, type BillState, billColumns, billStates } from './store.ts';
import { voucherLines } from './vouchers.ts';

const tones: Readonly<Record<BillState, Tone>> = { open: 'now', objected: 'warn', paid: 'good', withdrawn: 'plain' };

/** All bills of a stay, the latest first, those taken back too. */
export async function billsOf(tx: Tx, stayId: string): Promise<BillView[]> {
  const bills = await tx.rows<Bill>(
    sql`select ${billColumns} from care_bill b where b.stay_id = ${stayId} order by b.month desc, b.issued_at desc limit 120`,
  );
  const lines = await tx.rows<{ id: string; billId: string; name: string; days: number; amountFen: Fen; says: string }>(
    sql`select id, bill_id, name, days, amount_fen, says from care_bill_line where bill_id = any(${bills.map((b) => b.id)}::uuid[]) order by bill_id, no`,
  );
  const orders = await ordersOf(
    tx,
    bills.map((b) => b.id),
  );
  const views: BillView[] = [];
  for (const b of bills) {
    const set = await limits(tx, b.division, ['CARE-BILL-OBJECTION']);
    const fixed = { requestId: newId() };
    const order = orders.find((o) => o.billId === b.id) ?? null;
    views.push({
      id: b.id,
      month: b.month,
      stateZh: billStates[b.state],
      tone: tones[b.state],
      totalFen: b.totalFen,
      insuranceFen: b.insuranceFen,
      publicFen: b.publicFen,
      voucherFen: b.voucherFen,
      selfFen: b.selfFen,
      paidFen: b.paidFen,
      issuedOn: b.issuedOn,
      objectBy: plusDays(b.issuedOn, set.ok ? set.value['CARE-BILL-OBJECTION'] : 0),
      objection: b.objection && tx.keys.open(b.objection, sealPlace('care_bill', 'objection', b.id)),
      answer: b.answer && tx.keys.open(b.answer, sealPlace('care_bill', 'answer', b.id)),
      documentId: b.documentId,
      vouchers: await voucherLines(tx, b),
      lines: lines
        .filter((l) => l.billId === b.id)
        .map(({ id, name, days, amountFen, says }) => ({ id, name, days, amountFen, says })),
      order: order && {
        id: order.id,
        code: order.code,
        amountFen: order.amountFen,
        method: order.method,
        state: order.state,
        saidAt: order.saidAt,
      },
      offers: offersTo(tx.actor, [
        {
          action: 'pay',
          zh: b.paidFen > b.selfFen ? '已退给家属' : '登记收款',
          causes:
            b.selfFen < 0
              ? '这张是退费单，登记退了多少。'
              : b.paidFen > b.selfFen
                ? '付了以后消费券又抵了一部分，多收的退给家属。'
                : '可以分几次付；付清为止。',
          by: accountants,
          when: b.state === 'open',
          to: `/api/bills/${b.id}/payment`,
          fields: formOf(Received),
          initial: { amount: Math.abs(Math.abs(b.selfFen) - b.paidFen), method: order?.method ?? 'mobile' },
          fixed,
        },
        {
          action: 'missing',
          zh: '没有查到付款',
          causes: '告诉家属没有查到这笔钱，请他核对。',
          by: accountants,
          when: order?.state === 'said',
          to: `/api/care-payment-orders/${order?.id}/missing`,
          fixed,
        },
        {
          action: 'answer',
          zh: '答复异议',
          causes: '维持的，账单照付；有错的，收回以后重新出。',
          by: accountants,
          when: b.state === 'objected',
          to: `/api/bills/${b.id}/answer`,
          fields: formOf(Answer),
          fixed,
        },
      ]),
    });
  }
  return views;
}

const PAGE = 200;

/** The bills of an institution, those that wait first; and who of the last month has none yet. */
export async function billList(
  tx: Tx,
  institutionId: string,
  cursor?: string,
): Promise<Result<{ name: string; rows: BillRow[]; next: string | null }>> {
  const stretch = stretchOf(cursor, PAGE);
  const found = await findInstitution(tx, institutionId);
  if (!found.ok) return found;
  const all = await tx.rows<Omit<BillRow, 'stateZh' | 'tone'> & { state: BillState }>(
    sql`select b.id, b.stay_id, p.name, b.month, b.total_fen, b.self_fen, b.paid_fen, b.state, b.issued_on from care_bill b join person p on p.id = b.person_id
      where b.institution_id = ${institutionId} order by array_position(array['objected', 'open', 'paid', 'withdrawn'], b.state), b.month desc, p.name, b.id ${within(stretch)}`,
  );
  const { rows, next } = pageOf(all, stretch);
  return ok({
    name: found.value.name,
    next,
    rows: rows.map(({ state, ...row }) => ({ ...row, stateZh: billStates[state], tone: tones[state] })),
  });
}
