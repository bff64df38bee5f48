/** 我的补贴: what the resident draws, why, when it is paid next, how long the certificate holds, and what he or she is invited to. */
import { sql } from '../../../database/sql.ts';
import { dayNumber } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { getEntitlement } from '../../../kernel/payment/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { YearMonth } from '../../../kernel/schema/index.ts';
import { categoryNames, certificateOn, certificateStates } from '../certificate/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { type Kind, kinds } from './facts.ts';
import { myInvitations } from './invitations.ts';
import { type EndReason, endReasons } from './standing.ts';
import { type AwardState, awardStates } from './terms.ts';
import type { MySubsidies } from './views.ts';

interface AwardRow {
  entitlementId: string;
  kind: Kind;
  state: AwardState;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  reason: EndReason | 'other' | null;
  suspendedFrom: YearMonth | null;
}

const whyOf = (row: AwardRow): string | null =>
  row.state === 'suspended'
    ? `残疾人证过期或者冻结，${row.suspendedFrom}起暂停，换证后补发`
    : row.state === 'ended'
      ? row.reason && row.reason !== 'other'
        ? endReasons[row.reason]
        : '其他原因'
      : null;

export async function mySubsidies(tx: Tx): Promise<Result<MySubsidies>> {
  const personId = tx.actor.personId!;
  const rows = await tx.rows<AwardRow>(
    sql`select entitlement_id, kind, state, from_month, last_month, reason, suspended_from from subsidy_award where person_id = ${personId} order by from_month desc, kind limit 20`,
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
