/** Once a day: whoever may visit hears of the follow-ups that have come due, each once. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import type { Context } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';

const BATCH = 200;

export async function tellFollowUps(context: Context): Promise<void> {
  for (;;) {
    const told = await context.write(systemActor('aid-follow-up', context.city), async (tx) => {
      const due = await tx.rows<{
        caseId: string;
        division: DivisionCode;
        applicantName: string;
      }>(sql`select a.case_id, a.division, c.applicant_name
        from temporary_aid a join service_case c on c.id = a.case_id
        where a.followed_up_on is null and a.follow_up_told_on is null and a.follow_up_on <= ${tx.today}::date order by a.follow_up_on limit ${BATCH} for update of a`);
      for (const { caseId, division, applicantName } of due) {
        await notify(tx, {
          to: { performer: 'village-worker', division },
          template: 'aid.follow-up',
          params: { name: applicantName },
          caseId,
        });
        await tx.run(sql`update temporary_aid set follow_up_told_on = ${tx.today} where case_id = ${caseId}`);
      }
      return due.length;
    });
    if (told < BATCH) return;
  }
}
