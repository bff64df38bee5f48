/** Every day: policies end, service is used up, banks fall silent. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';
import { type Institution, institutionColumns } from '../register/store.ts';
import { settleEntries } from './bank-store.ts';
import { followLights } from './store.ts';

const atWork = sql`care_institution i where i.state not in ('preparing', 'ended', 'deregistered')`;

export const watchMoney = whenDue(
  (tx) => anyRow(tx, atWork),
  (context) =>
    context.write(systemActor('care-money', context.city), async (tx) => {
      const homes = await tx.rows<Institution>(
        sql`select ${institutionColumns} from ${atWork} order by i.id limit 5000 for update`,
      );
      // 没有设标准的，页面会说
      for (const home of homes) {
        if (!(await settleEntries(tx, home)).ok || !(await followLights(tx, home)).ok) return;
      }
    }),
);
