/** 位置只留一段时间 (section 8): where a carer stood is proof until the money is settled; afterwards only the distance that was measured stays. */
import { type Sql, sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { limits } from './limits.ts';

/** Orders that are over for good; of what the government buys, once it is settled. Nothing where no time is set. */
async function overForGood(tx: Tx): Promise<Sql> {
  const set = await limits(tx, tx.city, 'HSO-POSITIONS');
  if (!set.ok) return sql`false`;
  return sql`(in_mark is not null or out_mark is not null) and planned_on < ${plusDays(tx.today, -set.value['HSO-POSITIONS'])}
    and (state in ('settled', 'not-paid', 'cancelled', 'no-show', 'aborted', 'unfilled') or (fund = 'self' and state in ('verified', 'evaluated')))`;
}

export const forgetPositions = whenDue(
  async (tx) => anyRow(tx, sql`home_care_order where ${await overForGood(tx)}`),
  (context) =>
    context.write(systemActor('home-care', context.city), async (tx) =>
      tx.run(sql`update home_care_order set in_mark = null, out_mark = null where ${await overForGood(tx)}`),
    ),
);
