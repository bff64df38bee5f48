/** 入库申报 that is over its limit is told once, to whoever has it. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { holderOf } from './act.ts';
import { findEntries } from './store.ts';

const MOST = 1000;

const lateEntries = (tx: Tx) => findEntries(tx, sql`e.due_on < ${tx.today} and e.told_on is null`, MOST);

export const watchEntries = whenDue(lateEntries, (context) =>
  context.write(systemActor('project-entries', context.city), async (tx) => {
    const late = await lateEntries(tx);
    for (const { state, division, content, dueOn } of late)
      await notify(tx, {
        to: {
          performer: holderOf(state),
          division: state === 'county' ? (`${division.slice(0, 6)}000000` as DivisionCode) : tx.city,
        },
        template: 'project-entry.overdue',
        params: { project: content.name, date: dueOn! },
      });
    await tx.run(sql`update project_entry set told_on = ${tx.today} where id = any(${late.map(({ id }) => id)}::uuid[])`);
  }),
);
