/**
 * 户籍迁移: within the county the same allowance goes on in the new place. To another county of the city it ends here with the last month that began here, and
 * the new county goes on from the next, by its own standard, without a new application. A month that has left for the bank stays where it was paid.
 */
import { sql } from '../../../database/sql.ts';
import { firstDayOf, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { sameCounty } from '../../../kernel/division/index.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { relocateEntitlements } from '../../../kernel/payment/server.ts';
import { yuanDigits } from '../../../kernel/policy/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { relocateFile } from '../../../kernel/service/server.ts';
import { inCity } from '../circumstances.ts';
import { grantAllowance } from './awards.ts';
import { knownOf } from './facts.ts';
import { PROGRAMME } from './rules.ts';
import { settle } from './settle.ts';

export interface Moved {
  readonly personId: string;
  readonly fromDivision: DivisionCode;
  readonly toDivision: DivisionCode;
  readonly movedOn: PlainDate;
}

/** A month goes by the registration on its first day. */
export const lastMonthOf = (movedOn: PlainDate): YearMonth =>
  movedOn === firstDayOf(monthOf(movedOn)) ? plusMonths(monthOf(movedOn), -1) : monthOf(movedOn);

export async function followMove(tx: Tx, move: Moved): Promise<void> {
  const { personId, fromDivision, toDivision, movedOn } = move;
  if (sameCounty(fromDivision, toDivision)) return followWithin(tx, move);
  const award = await tx.maybe<{ entitlementId: string; caseId: string | null; checkDueOn: PlainDate }>(
    sql`select entitlement_id, case_id, check_due_on from old_age_award
      where person_id = ${personId} and division = ${fromDivision} and moved_last is null and state <> 'ended' for update`,
  );
  if (!award) return;
  const { sent } = await tx.one<{ sent: YearMonth | null }>(sql`select max(month) as sent from payment_line
    where entitlement_id = ${award.entitlementId} and state in ('sent', 'paid', 'returned', 'corrected', 'reissued')`);
  const byDay = lastMonthOf(movedOn);
  const lastMonth = sent !== null && sent > byDay ? sent : byDay;
  await tx.run(sql`update old_age_award set moved_last = ${lastMonth} where entitlement_id = ${award.entitlementId}`);
  await settle(tx, personId);
  const known = await knownOf(tx, personId);
  const ended = known?.drawn.find((d) => d.entitlementId === award.entitlementId);
  // 已经死亡、或者迁到外市的，迁入地不接续。
  if (!known || known.diedOn || ended?.toMonth !== lastMonth || !inCity(tx, toDivision)) return;
  const fromMonth = plusMonths(lastMonth, 1);
  const granted = await grantAllowance(tx, {
    personId,
    birthDate: known.birthDate,
    division: toDivision,
    fromMonth,
    decisionId: null,
    caseId: award.caseId,
    checkDueOn: award.checkDueOn,
    reason: 'moved',
  });
  if (!granted.ok) throw new Error(`allowance of ${personId} in ${toDivision}: ${granted.code}`);
  await notify(tx, {
    to: { personId },
    template: 'allowance.moved',
    params: {
      place: tx.divisions.fullName(toDivision),
      month: longMonth(fromMonth),
      amount: yuanDigits(granted.value.amountFen),
    },
  });
}

async function followWithin(tx: Tx, { personId, fromDivision, toDivision }: Moved): Promise<void> {
  const places = { fromDivision, toDivision };
  const moved = await relocateEntitlements(tx, { personId: personId as never, ...places, programmes: [PROGRAMME] });
  if (moved.length === 0) return;
  const cases = await tx.rows<{ caseId: string }>(
    sql`select case_id from old_age_award where entitlement_id = any(${moved}::uuid[]) and case_id is not null`,
  );
  await relocateFile(tx, { ...places, caseIds: cases.map((row) => row.caseId) });
  await notify(tx, {
    to: { personId },
    template: 'allowance.moved-within',
    params: { place: tx.divisions.fullName(toDivision) },
  });
}
