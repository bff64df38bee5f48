/** 5.14: who had died before the month counts in no price subsidy of it. The share falls away at once; nobody has to judge the family anew. */
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, payUndisputed, reviseEntitlement } from '../../../kernel/payment/server.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';

/** The person has left the members already; the others are paid what is theirs, and what was paid too much is proposed to come back. */
export async function lessPriceSubsidy(tx: Tx, id: EntitlementId, reason: string): Promise<void> {
  const { month, amountFen, left } = await tx.one<{ month: YearMonth; amountFen: Fen; left: number }>(
    sql`select e.from_month as month, (select v.amount_fen from entitlement_version v where v.entitlement_id = e.id order by v.no desc limit 1) as amount_fen,
        (select count(*)::int from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(e.from_month)) as left
      from entitlement e where e.id = ${id}`,
  );
  const eachFen = amountFen / (left + 1);
  const revised = await reviseEntitlement(tx, {
    id,
    reason,
    fromMonth: month,
    amountFen: left * eachFen,
    breakdown: [{ label: `${longMonth(month)}价格临时补贴`, formula: `${left}人×每人${eachFen / 100}元`, fen: left * eachFen }],
    decisionId: null,
    parameterIds: [],
  });
  if (!revised.ok) throw new Error(`price subsidy ${id}: ${revised.code}`);
  await payUndisputed(tx, { entitlementId: id, code: 'recompute', amountFen: left * eachFen, reason });
}
