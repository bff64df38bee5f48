/** 5.14: who had died before the month counts in no price subsidy of it. The share falls away at once; nobody has to judge the family anew. */
import { sql } from '../../../database/sql.ts';
import { longMonth } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type EntitlementId, releaseHold, reviseEntitlement } from '../../../kernel/payment/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { Fen, YearMonth } from '../../../kernel/schema/index.ts';

/** The person has left the members already; the others are paid what is theirs, and what was paid too much is proposed to come back. */
export async function lessPriceSubsidy(
  tx: Tx,
  { entitlementId, personId, reason }: { entitlementId: EntitlementId; personId: PersonId; reason: string },
): Promise<void> {
  await shareOut(tx, entitlementId, { change: -1, reason });
  await releaseHold(tx, { personId, code: 'recompute', reason, entitlementIds: [entitlementId] });
}

/** The death was none: the person is one of the members again, with the own share. */
export const morePriceSubsidy = (tx: Tx, id: EntitlementId, reason: string): Promise<void> =>
  shareOut(tx, id, { change: 1, reason });

/** One share more or less than there was. */
async function shareOut(tx: Tx, id: EntitlementId, { change, reason }: { change: 1 | -1; reason: string }): Promise<void> {
  const { month, amountFen, members } = await tx.one<{ month: YearMonth; amountFen: Fen; members: number }>(
    sql`select e.from_month as month, (select v.amount_fen from entitlement_version v where v.entitlement_id = e.id order by v.no desc limit 1) as amount_fen,
        (select count(*)::int from entitlement_member m where m.entitlement_id = e.id and m.months @> month_no(e.from_month)) as members
      from entitlement e where e.id = ${id}`,
  );
  const eachFen = amountFen / (members - change);
  const fen = members * eachFen;
  const revised = await reviseEntitlement(tx, {
    id,
    reason,
    fromMonth: month,
    amountFen: fen,
    breakdown: [{ label: `${longMonth(month)}价格临时补贴`, formula: `${members}人×每人${eachFen / 100}元`, fen }],
    decisionId: null,
    parameterIds: [],
  });
  if (!revised.ok) throw new Error(`price subsidy ${id}: ${revised.code}`);
}
