/** A death: nobody goes there any more, and what is said to have been done afterwards is not paid; somebody looks into it. */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { defineClueKind, reportClue } from '../../../kernel/clue/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { cancelOrder } from './open.ts';
import { may } from './rules.ts';
import { move, type Order, orderColumns, orderTables } from './store.ts';

defineClueKind({
  key: 'home-care',
  zh: '居家服务',
  rules: { 'after-death': '老人去世以后还有服务记录' },
  items: [],
  prefill: async () => ({}),
});

export async function ordersAfterDeath(
  tx: Tx,
  given: { personId: string; diedOn: PlainDate; division: DivisionCode },
): Promise<void> {
  const orders = await tx.rows<Order>(sql`select ${orderColumns} from ${orderTables} where o.person_id = ${given.personId}
    and o.state not in ('rejected', 'cancelled', 'unfilled', 'not-paid') order by o.planned_start limit 500 for update of o`);
  for (const order of orders) {
    if (may(order.state, 'cancel')) {
      const cancelled = await cancelOrder(tx, order.id, { reason: '老人去世' });
      if (!cancelled.ok) throw new Error(`order ${order.no}: ${cancelled.code}`);
      continue;
    }
    if (order.inAt === null || order.plannedOn <= given.diedOn) continue;
    if (may(order.state, 'refuse-payment') && order.settlementId === null)
      await move(tx, order, {
        step: 'not-paid',
        to: 'not-paid',
        next: null,
        set: { endedAt: tx.now },
        note: `老人${longDate(given.diedOn)}去世，服务记录在这以后`,
      });
    const told = await reportClue(tx, {
      kind: 'home-care',
      rule: 'after-death',
      occasion: order.no,
      source: 'event',
      direction: 'none',
      division: order.division,
      personId: given.personId,
      content: {
        text: `工单${order.no}（${order.itemName}，${longDate(order.plannedOn)}，${order.providerName}，${order.workerName}）记在去世日期${longDate(given.diedOn)}以后。`,
      },
    });
    if (!told.ok) throw new Error(`clue of order ${order.no}: ${told.code}`);
  }
}
