/** 核销 needs the county's minutes: recorded for this family's case, about writing off, for as much at least, and not used before. */
import { sql } from '../../../database/sql.ts';
import type { WriteOffWarrant } from '../../../kernel/payment/server.ts';
import { fail, ok } from '../../../kernel/result/index.ts';

export const warrantWriteOff: WriteOffWarrant = async (tx, { overpaymentId, personId, minutes, openFen }) => {
  // 填写的是文号和理由：文号在其中就算
  const found = await tx.maybe<{ id: string }>(sql`select id from case_conference
    where person_id = ${personId} and subject = 'write-off' and state = 'recorded' and written_off is null and amount_fen >= ${openFen}
      and strpos(${minutes}, minutes_no) > 0 order by held_on limit 1 for update`);
  if (!found) return fail('WRITE_OFF_NO_MINUTES');
  await tx.run(sql`update case_conference set written_off = ${overpaymentId} where id = ${found.id}`);
  return ok(null);
};
