/** What was paid of temporary aid: each aid is one sum, from the reserve at once and through the bank afterwards, in the month of its first money. */
import { sql } from '../database/sql.ts';
import type { Actor } from '../kernel/access/index.ts';
import type { Context } from '../kernel/context/server.ts';
import type { Fen, YearMonth } from '../kernel/schema/index.ts';
import type { PaidMonth, WhoIsWho } from './paid.ts';

export async function paidAid(context: Context, actor: Actor, people: WhoIsWho): Promise<PaidMonth[]> {
  const rows = await context.read(actor, (tx) =>
    tx.rows<{ personId: string; month: YearMonth; fen: Fen }>(sql`
      with money as (
        select case_id, amount_fen as fen from reserve_outlay
        union all
        select s.case_id, l.amount_fen + l.offset_fen from temporary_aid_stage s join payment_line l on l.entitlement_id = s.entitlement_id
          where l.state in ('sent', 'paid'))
      select a.person_id, to_char(a.decided_on, 'YYYY-MM') as month, sum(m.fen)::bigint as fen
      from money m join temporary_aid a on a.case_id = m.case_id group by 1, 2 order by 2, 1`),
  );
  return rows.flatMap(({ personId, month, fen }) => {
    const who = people.get(personId);
    return who ? [{ family: who.family, benefit: 'temporary-aid' as const, person: who.ref, month, fen }] : [];
  });
}
