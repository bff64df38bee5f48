/** What the platform paid, month by month (temporary aid: `aid-paid.ts`), as the money finally stands: with back-pay in the months that it covers, without what was asked back. */
import { sql } from '../database/sql.ts';
import type { Actor } from '../kernel/access/index.ts';
import type { Context } from '../kernel/context/server.ts';
import { findByIdNumber } from '../kernel/resident/server.ts';
import type { Fen, YearMonth } from '../kernel/schema/index.ts';
import { type Benefit, benefits, type TrueFamily } from './world.ts';

export interface PaidMonth {
  readonly family: string;
  readonly benefit: Benefit;
  /** Null where a whole household is paid. */
  readonly person: string | null;
  readonly month: YearMonth;
  readonly fen: Fen;
}

/** People of the simulated families by their id in the registry. */
export type WhoIsWho = ReadonlyMap<string, { readonly family: string; readonly ref: string; readonly alone: boolean }>;

export async function whoIsWho(context: Context, actor: Actor, families: Iterable<TrueFamily>): Promise<WhoIsWho> {
  const known = new Map<string, { family: string; ref: string; alone: boolean }>();
  for (const family of families)
    await context.read(actor, async (tx) => {
      for (const person of family.people) {
        const found = await findByIdNumber(tx, person.idNumber);
        const alone = family.asks.some((ask) => ask.single !== undefined && ask.person === person.ref);
        if (found) known.set(found.id, { family: family.key, ref: person.ref, alone });
      }
    });
  return known;
}

interface MonthRow {
  programme: string;
  personId: string;
  wholeHousehold: boolean;
  covers: number;
  month: YearMonth;
  fen: Fen;
}

export async function paidMonths(context: Context, actor: Actor, people: WhoIsWho): Promise<PaidMonth[]> {
  const rows = await context.read(actor, (tx) =>
    tx.rows<MonthRow>(sql`
      with position as (
        select l.entitlement_id, l.month, l.amount_fen + l.offset_fen as fen from payment_line l where l.state in ('sent', 'paid') and l.covers is null
        union all
        select l.entitlement_id, c.key, c.value::bigint from payment_line l, jsonb_each_text(l.covers) c where l.state in ('sent', 'paid')
        union all
        select m.entitlement_id, m.month, m.lessened_fen - m.amount_fen from payment_adjustment_month m join payment_adjustment a on a.id = m.adjustment_id
          where a.state = 'confirmed' and a.direction = 'recovery')
      select e.programme, e.person_id, e.household_id is not null as whole_household,
        (select count(*)::int from entitlement_member m where m.entitlement_id = e.id) as covers, p.month, sum(p.fen)::bigint as fen
      from position p join entitlement e on e.id = p.entitlement_id and e.programme <> 'temporary-aid'
      group by 1, 2, 3, 4, 5 having sum(p.fen) <> 0 order by 5, 2`),
  );
  return rows.flatMap(({ programme, personId, wholeHousehold, covers, month, fen }) => {
    const who = people.get(personId);
    if (!who || !(benefits as readonly string[]).includes(programme)) return [];
    // 单人保 belongs to the household like any 低保, and covers one.
    const person = wholeHousehold && !(who.alone && covers === 1) ? null : who.ref;
    return [{ family: who.family, benefit: programme as Benefit, person, month, fen }];
  });
}
