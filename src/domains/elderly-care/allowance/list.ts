/** The page 高龄津贴: who draws, whom to see this year, who is paused, who has ended. Names are on record as seen. */
import { type Sql, sql } from '../../../database/sql.ts';
import { isOneOf } from '../../../kernel/access/index.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { ageOn, longDate, longMonth, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { myCheck } from './asked-checks.ts';
import { checkPlace } from './sealed.ts';
import {
  type AllowanceList,
  type AllowanceRow,
  type AwardState,
  awardStates,
  type MyAllowance,
  type WantedWay,
  wantedWays,
} from './terms.ts';

const PAGE = 50;
const FIRST = '00000000-0000-0000-0000-000000000000';

const filterOf = (list: AllowanceList, checkBy: PlainDate): Sql =>
  ({
    active: sql`a.state <> 'ended'`,
    check: sql`a.state <> 'ended' and (a.check_due_on <= ${checkBy} or c.id is not null)`,
    suspended: sql`a.state = 'suspended'`,
    ended: sql`a.state = 'ended'`,
  })[list];

export async function allowanceList(
  tx: Tx,
  given: { list: AllowanceList; cursor: string | undefined },
): Promise<{ rows: AllowanceRow[]; next: string | null }> {
  const days = await wholeParameter(tx, 'HAA-LIFE-REMIND', tx.city, tx.today);
  const checkBy = plusDays(tx.today, days.ok ? days.value : 30);
  const found = await tx.rows<{
    entitlementId: string;
    personId: string;
    name: string;
    birthDate: PlainDate;
    division: DivisionCode;
    state: AwardState;
    amountFen: Fen;
    fromMonth: YearMonth;
    lastMonth: YearMonth | null;
    suspendedFrom: YearMonth | null;
    reason: string | null;
    checkDueOn: PlainDate;
    lastSeenOn: PlainDate | null;
    askedId: string | null;
    wanted: WantedWay | null;
    askedHow: 'self' | 'family' | null;
    contact: Buffer | null;
    answerBy: PlainDate | null;
  }>(sql`select a.entitlement_id, a.person_id, p.name, p.birth_date, a.division, a.state, a.amount_fen, a.from_month, a.last_month, a.suspended_from, a.reason,
      a.check_due_on, t.seen_on as last_seen_on, c.id as asked_id, c.wanted, c.asked_how, c.contact, c.answer_by
    from old_age_award a join person p on p.id = a.person_id left join life_trace t on t.person_id = a.person_id
      left join life_check c on c.person_id = a.person_id and c.done_on is null
    where a.division >= ${tx.actor.lo} and a.division < ${tx.actor.hi} and ${filterOf(given.list, checkBy)} and a.entitlement_id > ${given.cursor ?? FIRST}
    order by a.entitlement_id limit ${PAGE + 1}`);
  const page = found.slice(0, PAGE);
  if (page.length > 0) await recordAudit(tx, { action: 'old-age-allowance.listed', personIds: page.map((row) => row.personId) });
  const village = isOneOf(tx.actor, ['village-worker']);
  return {
    rows: page.map(({ entitlementId: _, birthDate, division, state, askedId, wanted, askedHow, contact, answerBy, ...row }) => ({
      ...row,
      asked: askedId
        ? {
            says: `${askedHow === 'family' ? '家属' : '本人'}约了${wantedWays[wanted!]}，${longDate(answerBy!)}前办`,
            // 电话只给去办的村（社区）
            phone: village ? tx.keys.open(contact!, checkPlace(askedId)) : '',
            late: tx.today > answerBy!,
          }
        : null,
      villageName: tx.divisions.get(division) ? tx.divisions.fullName(division) : division,
      age: ageOn(birthDate, tx.today),
      stateZh: awardStates[state],
      mayCheck: village && state !== 'ended' && (row.checkDueOn <= checkBy || askedId !== null),
    })),
    next: found.length > PAGE ? page.at(-1)!.entitlementId : null,
  };
}

/** What the resident draws, for the portal. */
export async function myAllowance(tx: Tx): Promise<MyAllowance | null> {
  const row = await tx.maybe<
    Omit<MyAllowance, 'stateZh' | 'why' | 'check'> & {
      state: AwardState;
      reason: string | null;
      suspendedFrom: YearMonth | null;
      division: DivisionCode;
    }
  >(
    sql`select amount_fen, state, from_month, last_month, reason, suspended_from, check_due_on, division from old_age_award
      where person_id = ${tx.actor.personId} order by from_month desc limit 1`,
  );
  if (!row) return null;
  const { state, reason, suspendedFrom, division, ...shown } = row;
  return {
    ...shown,
    stateZh: awardStates[state],
    why: state === 'suspended' ? `年度认证没有做，${longMonth(suspendedFrom!)}起先不发；见到本人以后恢复并补发` : reason,
    check: await myCheck(tx, tx.actor.personId!, { division, checkDueOn: row.checkDueOn, ended: state === 'ended' }),
  };
}
