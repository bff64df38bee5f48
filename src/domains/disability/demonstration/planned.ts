/** Two facilities of the demonstration with the planned projects that they are. After the library of the plan; safe to run again. */

import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { staffOf } from '../../../kernel/demonstration/server.ts';
import { linkPlanned, plannedFields } from '../facilities/planned.ts';

export const playPlanned = (context: Context): Promise<void> =>
  context.write(systemActor('demonstration', context.city), async (tx) => {
    if (await tx.maybe(sql`select 1 as known from facility_project where planned_project is not null limit 1`)) return;
    const city = { ...tx, actor: await staffOf(tx, 'shi') };
    for (const code of ['JSWS-01', 'JSWS-04']) {
      const asked = await plannedFields(city, code);
      // 名称最像的排在最前
      const likeliest = asked.ok ? asked.value.fields[0]?.choices?.[0]?.value : undefined;
      const done = await linkPlanned(city, { code, input: { planned: likeliest } });
      if (!done.ok) throw new Error(`demonstration, ${code}: ${done.code}`);
    }
  });
