/** 我的补贴: what the resident draws, why, when it is paid next, how long the certificate holds, and what he or she is invited to. */
import { sql } from '../../../database/sql.ts';
import { dayNumber, longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { freezeDayOf, payDayOf } from '../../../kernel/payment/index.ts';
import { getEntitlement, payScheduleOf } from '../../../kernel/payment/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { categoryNames, certificateOn, certificateStates } from '../certificate/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { countyOf } from '../letters.ts';
import { type Kind, kinds } from './facts.ts';
import { myInvitations } from './invitations.ts';
import { type EndReason, endReasonText } from './standing.ts';
import { type AwardState, awardStates, type Suspension, suspensions } from './terms.ts';
import type { MySubsidies } from './views.ts';

interface AwardRow {
  entitlementId: string;
  kind: Kind;
  state: AwardState;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  reason: EndReason | 'other' | Suspension | null;
  suspendedFrom: YearMonth | null;
  waitsFrom: YearMonth | null;
  division: DivisionCode;
}

const whyOf = (row: AwardRow): string | null => {
  if (row.state === 'ended') return endReasonText(row.reason);
  const suspended =
    row.state === 'suspended' && `${longMonth(row.suspendedFrom!)}起暂停：${suspensions[row.reason as Suspension]}`;
  const waits = row.waitsFrom && `有一项情况正在核实，${longMonth(row.waitsFrom)}起先不发，核实后该补的补发`;
  return [suspended, waits].filter(Boolean).join('；') || null;
};

/** When the card is credited next: with the list on which a payment stands, else with the first list that is still to be made. */
async function nextPayDay(tx: Tx, row: AwardRow): Promise<PlainDate | null> {
  if (row.state !== 'active' || row.waitsFrom) return null;
  const county = countyOf(row);
  const schedule = await payScheduleOf(tx, county, tx.today);
  if (!schedule.ok) return null;
  const { payDay, freezeDay } = schedule.value;
  const dayIn = (month: YearMonth) => payDayOf(tx.calendar, month, payDay, county);
  const listed = await tx.maybe<{ month: YearMonth }>(
    sql`select max(month) as month from payment_line where entitlement_id = ${row.entitlementId} and kind = 'regular' and state in ('pending', 'sent') having max(month) is not null`,
  );
  if (listed && dayIn(listed.month) >= tx.today) return dayIn(listed.month);
  let month = [monthOf(tx.today), row.fromMonth].sort().at(-1)!;
  while (freezeDayOf(month, freezeDay) < tx.today) month = plusMonths(month, 1);
  return dayIn(month);
}

export async function mySubsidies(tx: Tx): Promise<Result<MySubsidies>> {
  const personId = tx.actor.personId!;
  const rows = await tx.rows<AwardRow>(
    sql`select entitlement_id, kind, state, from_month, last_month, reason, suspended_from, waits_from, division from subsidy_award where person_id = ${personId} order by from_month desc, kind limit 20`,
  );
  const awards: MySubsidies['awards'] = [];
  for (const row of rows) {
    const entitlement = await getEntitlement(tx, row.entitlementId);
    awards.push({
      kind: row.kind,
      zh: kinds[row.kind],
      state: row.state,
      stateZh: awardStates[row.state],
      amountFen: entitlement.ok ? entitlement.value.amountFen : null,
      fromMonth: row.fromMonth,
      lastMonth: row.lastMonth,
      why: whyOf(row),
      nextPayOn: await nextPayDay(tx, row),
    });
  }
  const account = await tx.maybe<{ bank: string; last4: string; holder: string }>(
    sql`select bank, last4, holder from payout_account where person_id = ${personId} and valid_to is null`,
  );
  const person = await tx.one<{ name: string; hasPhone: boolean }>(
    sql`select name, phone is not null as has_phone from person where id = ${personId}`,
  );
  const standing = certificateOn((await certificatesOf(tx, personId)).periods, tx.today);
  return ok({
    ...person,
    account,
    awards,
    certificate:
      standing.state === 'none'
        ? null
        : {
            zh: categoryNames(standing.certificate),
            stateZh: standing.state === 'expired' ? '过期' : certificateStates[standing.state],
            validTo: standing.certificate.validTo,
            daysLeft: dayNumber(standing.certificate.validTo) - dayNumber(tx.today),
          },
    invitations: await myInvitations(tx),
  });
}
