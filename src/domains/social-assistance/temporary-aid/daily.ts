/** Once a day: whoever may visit hears of the follow-ups that have come due, each once. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { anyRow, whenDue } from '../../../kernel/worker/server.ts';

const BATCH = 200;

const due = (tx: Tx) =>
  sql`temporary_aid a join service_case c on c.id = a.case_id
    where a.followed_up_on is null and a.follow_up_told_on is null and a.follow_up_on <= ${tx.today}::date`;

export const tellFollowUps = whenDue(
  (tx) => anyRow(tx, due(tx)),
  async (context) => {
    for (;;) {
      const told = await context.write(systemActor('aid-follow-up', context.city), async (tx) => {
        const found = await tx.rows<{
          caseId: string;
          division: DivisionCode;
          applicantName: string;
        }>(sql`select a.case_id, a.division, c.applicant_name
        from ${due(tx)} order by a.follow_up_on limit ${BATCH} for update of a`);
        for (const { caseId, division, applicantName } of found) {
          await notify(tx, {
            to: { performer: 'village-worker', division },
            template: 'aid.follow-up',
            params: { name: applicantName },
            caseId,
          });
          await tx.run(sql`update temporary_aid set follow_up_told_on = ${tx.today} where case_id = ${caseId}`);
        }
        return found.length;
      });
      if (told < BATCH) return;
    }
  },
);
