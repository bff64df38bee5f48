/** 位置只留一段时间 (section 8): where a carer stood is proof until the money is settled; afterwards only the distance that was measured stays. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { plusDays } from '../../../kernel/calendar/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { limits } from './limits.ts';

/** Orders that are over for good; of what the government buys, once it is settled. */
export const forgetPositions = (context: Context): Promise<number> =>
  context.write(systemActor('home-care', context.city), async (tx) => {
    const set = await limits(tx, context.city, 'HSO-POSITIONS');
    if (!set.ok) return 0;
    return tx.run(sql`update home_care_order set in_mark = null, out_mark = null
      where (in_mark is not null or out_mark is not null) and planned_on < ${plusDays(tx.today, -set.value['HSO-POSITIONS'])}
        and (state in ('settled', 'not-paid', 'cancelled', 'no-show', 'aborted', 'unfilled') or (fund = 'self' and state in ('verified', 'evaluated')))`);
  });
