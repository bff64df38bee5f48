/** Whom the platform recognised as 低保边缘 or 刚性支出: no money, so 1 stands for it, in the month of the decision. */
import { sql } from '../database/sql.ts';
import type { Actor } from '../kernel/access/index.ts';
import type { Context } from '../kernel/context/server.ts';
import type { YearMonth } from '../kernel/schema/index.ts';
import type { PaidMonth, WhoIsWho } from './paid.ts';

export async function recognised(context: Context, actor: Actor, people: WhoIsWho): Promise<PaidMonth[]> {
  const rows = await context.read(actor, (tx) =>
    tx.rows<{ kind: 'edge' | 'rigid'; personId: string; month: YearMonth }>(
      // The first one of a family: who asks for 单人保 afterwards is recognised with it once more.
      sql`select distinct on (household_id) kind, person_id, to_char(valid_from, 'YYYY-MM') as month from assistance_recognition
        order by household_id, created_at`,
    ),
  );
  return rows.flatMap(({ kind, personId, month }) => {
    const who = people.get(personId);
    return who ? [{ family: who.family, benefit: kind, person: null, month, fen: 1 }] : [];
  });
}
