/** A naming application that was taken back: the name that was kept free is free again, and what is asked of the public about it ends. */
import { sql } from '../../../database/sql.ts';
import { withdrawAbout } from '../../../kernel/consultation/server.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';
import { consultationOf } from './consultation.ts';
import { namingFlow } from './flow.ts';
import { dropApplied } from './register.ts';

export const followWithdrawal = defineSubscription({
  name: 'place-names.follow-withdrawal',
  types: ['case.closed'],
  async handle(tx, event) {
    const { caseId } = event.payload as { caseId: string };
    const withdrawn = await tx.maybe(
      sql`select 1 as known from service_case where id = ${caseId} and flow = ${namingFlow.name} and state = 'withdrawn'`,
    );
    if (!withdrawn) return;
    await dropApplied(tx, caseId);
    await withdrawAbout(tx, consultationOf({ id: caseId }), '申请人撤回了申请。');
  },
});
