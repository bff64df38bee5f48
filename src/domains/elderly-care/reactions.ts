/** What happens here when something happened elsewhere. */
import { sql } from '../../database/sql.ts';
import { defineSubscription, type Subscription } from '../../kernel/event/server.ts';
import { actIn } from '../../kernel/service/server.ts';

export const reactions: readonly Subscription[] = [
  // 老人去世的，没有办完的评估终止，不再派人上门。
  defineSubscription({
    name: 'elderly-care.assessment-died',
    types: ['person.died'],
    async handle(tx, event) {
      const open = await tx.rows<{ id: string }>(sql`select id from service_case
        where applicant_person_id = ${event.subject.id} and flow = 'capacity-assessment' and closed_at is null`);
      for (const { id } of open) {
        const ended = await actIn(tx, { caseId: id, action: 'endByDeath', input: {} });
        if (!ended.ok) throw new Error(`assessment ${id}: ${ended.code}`);
      }
    },
  }),
];
