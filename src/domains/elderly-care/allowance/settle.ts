/**
 * The standing of a person's allowance, brought to what is known now: ended by death or by a move, held while the life check is missing, restored when the
 * person was seen. It may be run at any time and any number of times; what was told is not told again. What was paid beyond the end is proposed for
 * recovery by the payment itself.
 */
import { sql } from '../../../database/sql.ts';
import { longMonth, monthOf, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import {
  type Coverage,
  endEntitlement,
  getEntitlement,
  holdOn,
  holdPerson,
  releaseHold,
  reopenEntitlement,
} from '../../../kernel/payment/server.ts';
import type { DivisionCode, Fen, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { aboutAt } from '../benefit/letters.ts';
import { stopNotice } from '../benefit/papers.ts';
import { countyOf } from '../offices.ts';
import { tellChanged } from './awards.ts';
import { type Known, knownOf } from './facts.ts';
import { allowancePapers } from './papers.ts';
import { ALLOWANCE } from './rules.ts';
import { type AwardState, HOLD_LIFE } from './terms.ts';

interface Award {
  entitlementId: string;
  division: DivisionCode;
  state: AwardState;
  amountFen: Fen;
  fromMonth: YearMonth;
  lastMonth: YearMonth | null;
  reason: string | null;
  suspendedFrom: YearMonth | null;
  movedLast: YearMonth | null;
  checkDueOn: PlainDate;
  caseId: string | null;
}

const MOVED = '户籍迁出';
/** As the payment says it, so that a death that is taken back gives back what it ended. */
const died = (on: PlainDate): string => `${on}死亡`;
/** Ends that are worked out here; whatever else ended it stays as it is. */
const workedOut = (reason: string | null): boolean => reason === MOVED || (reason?.endsWith('死亡') ?? false);

function endOf(known: Known, award: Award): { lastMonth: YearMonth; reason: string } | null {
  const byDeath = known.diedOn && { lastMonth: monthOf(known.diedOn), reason: died(known.diedOn) };
  const byMove = award.movedLast && { lastMonth: award.movedLast, reason: MOVED };
  if (byDeath && byMove) return byMove.lastMonth < byDeath.lastMonth ? byMove : byDeath;
  return byDeath || byMove || null;
}

async function bringToEnd(tx: Tx, drawn: Coverage, end: { lastMonth: YearMonth; reason: string } | null): Promise<void> {
  if (drawn.toMonth !== null && (end === null || end.lastMonth > drawn.toMonth)) {
    if (!workedOut(drawn.endReason)) return;
    const reopened = await reopenEntitlement(tx, { id: drawn.entitlementId, reason: '停发的原因不再成立' });
    if (!reopened.ok) return;
  } else if (drawn.toMonth !== null && end && end.lastMonth === drawn.toMonth) return;
  if (end === null) return;
  const ended = await endEntitlement(tx, { id: drawn.entitlementId, ...end });
  if (!ended.ok && ended.code !== 'ENTITLEMENT_ENDED') throw new Error(`allowance ${drawn.entitlementId}: ${ended.code}`);
}

/** Held from the month after the last day of the check, until somebody saw the person. */
async function bringHold(tx: Tx, personId: string, award: Award, fromMonth: YearMonth | null): Promise<void> {
  const { entitlementId, division } = award;
  const present = await holdOn(tx, { personId, code: HOLD_LIFE, entitlementId });
  if (fromMonth === null) {
    if (present)
      await releaseHold(tx, { personId, code: HOLD_LIFE, reason: '已见到本人或者已停发', entitlementIds: [entitlementId] });
  } else if (!present)
    await holdPerson(tx, {
      personId,
      division,
      code: HOLD_LIFE,
      reason: '年度认证没有做，见到本人后恢复并补发',
      entitlementIds: [entitlementId],
      fromMonth,
    });
}

interface Now {
  state: AwardState;
  lastMonth: YearMonth | null;
  reason: string | null;
  suspendedFrom: YearMonth | null;
}

async function tell(tx: Tx, personId: string, before: Award, now: Now): Promise<void> {
  const same = before.state === now.state && before.lastMonth === now.lastMonth && before.suspendedFrom === now.suspendedFrom;
  if (same && before.reason === now.reason) return;
  await tx.run(sql`update old_age_award set state = ${now.state}, last_month = ${now.lastMonth}, reason = ${now.reason},
    suspended_from = ${now.suspendedFrom}, changed_at = ${tx.now} where entitlement_id = ${before.entitlementId}`);
  if (same) return;
  const { division, fromMonth: from, amountFen } = before;
  if (now.state === 'ended' || before.state === 'ended')
    await tellChanged(tx, {
      personId,
      division,
      from,
      to: now.lastMonth,
      amountFen,
      month: now.lastMonth ? plusMonths(now.lastMonth, 1) : monthOf(tx.today),
      reason: now.state === 'ended' ? (now.reason === MOVED ? 'moved' : 'death') : 'restored',
    });
  if (now.state === 'ended') return tellEnded(tx, personId, before, { lastMonth: now.lastMonth!, reason: now.reason! });
  if (now.state === 'suspended')
    await notify(tx, {
      to: { personId },
      template: 'allowance.suspended',
      params: { month: longMonth(now.suspendedFrom!) },
    });
  else await notify(tx, { to: { personId }, template: 'allowance.restored' });
}

/** A stop is always told in writing; of somebody who has died the paper stays with the file. */
async function tellEnded(tx: Tx, personId: string, award: Award, end: { lastMonth: YearMonth; reason: string }): Promise<void> {
  const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${personId}`);
  const issued = await issueAt(tx, {
    kind: allowancePapers.stop,
    letter: stopNotice({ ...aboutAt(tx, award, person?.name ?? ''), item: ALLOWANCE, ...end }),
    at: countyOf(award),
    division: award.division,
    personId,
    caseId: award.caseId,
  });
  if (!issued.ok) throw new Error(`stop notice of ${personId}: ${issued.code}`);
  if (end.reason === MOVED)
    await notify(tx, {
      to: { personId },
      template: 'allowance.ended',
      params: { month: longMonth(end.lastMonth), reason: end.reason },
    });
}

async function settleOne(tx: Tx, personId: string, known: Known, award: Award): Promise<void> {
  const drawn = known.drawn.find((d) => d.entitlementId === award.entitlementId);
  if (!drawn) return;
  await bringToEnd(tx, drawn, endOf(known, award));
  const entitlement = await getEntitlement(tx, award.entitlementId);
  if (!entitlement.ok) throw new Error(`allowance ${award.entitlementId} is not seen`);
  const { toMonth, endReason } = entitlement.value;
  const missed = award.checkDueOn < tx.today ? plusMonths(monthOf(award.checkDueOn), 1) : null;
  const suspendedFrom = toMonth === null ? missed : null;
  await bringHold(tx, personId, award, missed !== null && (toMonth === null || missed <= toMonth) ? missed : null);
  await tell(tx, personId, award, {
    state: toMonth !== null ? 'ended' : suspendedFrom ? 'suspended' : 'active',
    lastMonth: toMonth,
    reason: toMonth !== null ? (endReason ?? '其他原因') : null,
    suspendedFrom,
  });
}

/** Settles every allowance of a person, old ones too: a death found late reaches what has ended since. */
export async function settle(tx: Tx, personId: string): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`old-age:${personId}`}, 0))`);
  const awards =
    await tx.rows<Award>(sql`select entitlement_id, division, state, amount_fen, from_month, last_month, reason, suspended_from,
      moved_last, check_due_on, case_id from old_age_award where person_id = ${personId} order by from_month, entitlement_id limit 50 for update`);
  if (awards.length === 0) return;
  const known = await knownOf(tx, personId);
  if (known) for (const award of awards) await settleOne(tx, personId, known, award);
  // 停发了的，约着的认证不用做了
  await tx.run(sql`update life_check set done_on = ${tx.today}, way = 'void', contact = null where person_id = ${personId} and done_on is null
    and not exists (select from old_age_award a where a.person_id = ${personId} and a.state <> 'ended')`);
}
