/** 网点的疑点: cards of many people in one minute at one till look like cards that the till keeps (8). Nothing is taken off by it. */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, monthOf, plainDateOf, shortDate, startOf, timeOfDay } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { type CardUse, cardBursts } from './doubt-rules.ts';

/** This month's, by outlet; at most 50,000 uses by card are looked at. */
export async function outletDoubts(tx: Tx): Promise<Result<Map<string, string[]>, 'PARAM_MISSING'>> {
  const least = await wholeParameter(tx, 'CCV-DOUBT-MINUTE', tx.city, tx.today);
  if (!least.ok) return least;
  const uses = await tx.rows<
    CardUse & { outletId: string }
  >(sql`select outlet_id, person_id, verified_at as at from care_voucher_use
    where way = 'card' and reversed_at is null and verified_at >= ${startOf(firstDayOf(monthOf(tx.today))).toISOString()} and division >= ${tx.actor.lo} and division < ${tx.actor.hi}
    order by verified_at limit 50000`);
  return ok(
    new Map(
      [...Map.groupBy(uses, ({ outletId }) => outletId)].map(([id, own]) => [
        id,
        cardBursts(own, least.value).map(
          ({ at, cards }) => `${shortDate(plainDateOf(at))}${timeOfDay(at)}一分钟刷了${cards}位老人的卡，看看卡是不是由网点收着`,
        ),
      ]),
    ),
  );
}
