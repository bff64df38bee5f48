/** A cross-boundary application that ended without being filed: nobody need speak to it any more. */
import { sql } from '../../../database/sql.ts';
import { defineSubscription } from '../../../kernel/event/server.ts';

export const followLandUse = defineSubscription({
  name: 'boundaries.follow-land-use',
  types: ['case.closed'],
  async handle(tx, event) {
    const { caseId } = event.payload as { caseId: string };
    await tx.run(
      sql`update boundary_land_use set ended_on = ${tx.today} where case_id = ${caseId} and filed_on is null and ended_on is null`,
    );
  },
});
