/** 需求和工单: what becomes of a need when the order that sees to it ends. */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { resultPlace } from './sealed.ts';

interface OfOrder {
  readonly id: string;
  readonly no: string;
  readonly itemName: string;
  readonly personId: string;
  readonly division: DivisionCode;
}

/** 核实: done, with what was done. */
export async function closeNeedOf(tx: Tx, order: OfOrder): Promise<void> {
  const need = await tx.maybe<{ id: string }>(
    sql`select id from care_need where order_id = ${order.id} and state <> 'closed' for update`,
  );
  if (!need) return;
  const result = tx.keys.seal(`居家服务工单${order.no}（${order.itemName}）已核实`, resultPlace(need.id));
  await tx.run(
    sql`update care_need set state = 'closed', result = ${result}, closed_on = ${tx.today}, closed_by = ${tx.actor.name} where id = ${need.id}`,
  );
  await recordAudit(tx, {
    action: 'care-need.closed',
    subject: { kind: 'care-need', id: need.id },
    personId: order.personId,
    division: order.division,
  });
}

/** Nothing came of the order: the need is there still, and somebody has to find another way. */
export const reopenNeedOf = (tx: Tx, orderId: string): Promise<number> =>
  tx.run(
    sql`update care_need set state = 'given', order_id = null, met_on = null, result = null, closed_on = null, closed_by = null where order_id = ${orderId}`,
  );

/** Another order takes the place of the one to whom nobody came. */
export const needFollows = (tx: Tx, from: string, to: string): Promise<number> =>
  tx.run(sql`update care_need set order_id = ${to} where order_id = ${from} and state <> 'closed'`);

/** 康复辅具 has come, free or by rent: an open need of that kind is met. Of the same person only; where nothing was asked for nothing changes. */
export async function closeDeviceNeed(
  tx: Tx,
  of: { personId: string; way: 'allocated' | 'rented'; on: PlainDate },
): Promise<void> {
  const open = await tx.rows<{ id: string; division: DivisionCode }>(
    sql`select id, division from care_need where person_id = ${of.personId} and code = 'device' and state <> 'closed' limit 20 for update`,
  );
  for (const { id, division } of open) {
    const result = tx.keys.seal(`${longDate(of.on)}${of.way === 'allocated' ? '免费配置了辅具' : '租用了辅具'}`, resultPlace(id));
    await tx.run(
      sql`update care_need set state = 'closed', owner = coalesce(owner, '辅具服务网点'), result = ${result}, closed_on = ${tx.today}, closed_by = '辅具服务网点' where id = ${id}`,
    );
    await recordAudit(tx, {
      action: 'care-need.closed',
      subject: { kind: 'care-need', id },
      personId: of.personId,
      division,
    });
  }
}
