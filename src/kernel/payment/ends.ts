/** How entitlements end and begin again: by a decision, a death, a person who leaves; and what stands once that was taken back. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth, plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Id, YearMonth } from '../schema/index.ts';
import { derivedFrom } from './derived.ts';
import { alreadyEntitled, entitledAlready, lockEntitlement, overpaidOf } from './entitlements.ts';
import { holdPerson } from './holds.ts';
import type { EntitlementId, OverpaidMonth } from './index.ts';
import { leaveBehind } from './left-behind.ts';
import { proposeAdjustments } from './propose.ts';
import { lockUnsent, recompute } from './totals.ts';

/**
 * Ends an entitlement after its last month. Unsent lines of later months end with it; months paid beyond it are returned as
 * overpaid. A last month before the first one means that nothing was ever due.
 */
export async function endEntitlement(
  tx: Tx,
  end: { id: EntitlementId; lastMonth: YearMonth; reason: string },
): Promise<Result<{ overpaid: OverpaidMonth[] }, 'NOT_FOUND' | 'ENTITLEMENT_ENDED'>> {
  const entitlement = await lockEntitlement(tx, end.id);
  if (!entitlement) return fail('NOT_FOUND');
  if (entitlement.toMonth !== null && entitlement.toMonth <= end.lastMonth)
    return fail('ENTITLEMENT_ENDED', { month: longMonth(entitlement.toMonth) });
  const never = plusMonths(entitlement.fromMonth, -1);
  const before = end.lastMonth < never;
  const lastMonth = before ? never : end.lastMonth;
  await tx.run(
    sql`update entitlement set former_to_month = to_month, former_end_reason = end_reason, to_month = ${lastMonth}, state = 'ended', end_reason = ${end.reason} where id = ${end.id}`,
  );
  await tx.run(sql`update entitlement_member set to_month = greatest(${lastMonth}, month_of(month_no(from_month) - 1))
    where entitlement_id = ${end.id} and (to_month is null or to_month > ${lastMonth})`);
  const batches = await lockUnsent(tx, sql`l.entitlement_id = ${end.id}`);
  await tx.run(sql`update payment_line l set state = 'ended', hold_code = null, hold_reason = null
    where l.entitlement_id = ${end.id} and l.batch_id = any(${batches}::uuid[]) and l.state in ('pending', 'on-hold') and l.kind = 'regular' and l.month > ${lastMonth}`);
  await recompute(tx, batches, '待遇终止');
  await leaveBehind(tx, sql`l.entitlement_id = ${end.id} and l.kind = 'regular' and l.month > ${lastMonth}`, end.reason);
  await proposeAdjustments(tx, { ids: [end.id], reason: end.reason });
  // 因这项待遇才发的（如价格补贴），它不再应发的月份也不发。
  for (const derived of await derivedFrom(tx, end.id, plusMonths(lastMonth, 1))) {
    const { id, fromMonth } = derived;
    const gone = await endEntitlement(tx, { id, lastMonth: plusMonths(fromMonth, -1), reason: end.reason });
    if (!gone.ok) throw new Error(`entitlement ${id} that follows ${end.id}: ${gone.code}`);
  }
  await recordAudit(tx, {
    action: 'entitlement.ended',
    subject: { kind: 'entitlement', id: end.id },
    personId: entitlement.personId,
    division: entitlement.division,
    detail: { lastMonth, reason: end.reason },
  });
  return ok({ overpaid: await overpaidOf(tx, end.id) });
}

/**
 * Takes an end back (a death that was none, a status restored): the entitlement goes on as if it had not ended. Months missed meanwhile
 * are paid by the next run, and what ended with it because it follows from it (价格补贴) is due again. Refused when another entitlement of one of its
 * groups has begun since. `asBefore`: an earlier end that this one came before stands again (渐退期满); without it the entitlement is open.
 */
export async function reopenEntitlement(
  tx: Tx,
  reopened: { id: EntitlementId; reason: string; asBefore?: boolean },
): Promise<Result<null, 'NOT_FOUND' | 'ALREADY_ENTITLED'>> {
  const entitlement = await lockEntitlement(tx, reopened.id);
  if (!entitlement) return fail('NOT_FOUND');
  const { toMonth, endReason, personId, division, programme } = entitlement;
  if (toMonth === null) return ok(null);
  const until = reopened.asBefore ? sql`former_to_month` : sql`null`;
  // 终止时一起结束的成员一起恢复；更早离开的不恢复。
  const members = await tx.rows<{ personId: Id<'Person'> }>(
    sql`select person_id from entitlement_member where entitlement_id = ${reopened.id} and to_month = ${toMonth} order by person_id`,
  );
  const groups = await tx.rows<{ name: string }>(
    sql`select distinct exclusive_group as name from entitlement_exclusion where entitlement_id = ${reopened.id}`,
  );
  const claim = {
    memberIds: members.map((m) => m.personId),
    exclusiveGroups: groups.map((g) => g.name),
    fromMonth: plusMonths(toMonth, 1),
    programme,
  };
  if (await entitledAlready(tx, claim)) return alreadyEntitled(tx, claim);
  await tx.run(sql`update entitlement_member set to_month = (select ${until} from entitlement where id = ${reopened.id})
    where entitlement_id = ${reopened.id} and to_month = ${toMonth}`);
  await tx.run(sql`update entitlement set to_month = ${until}, end_reason = ${reopened.asBefore ? sql`former_end_reason` : sql`null`},
      state = case when ${until} is null then 'active' else 'ended' end, former_to_month = null, former_end_reason = null where id = ${reopened.id}`);
  await proposeAdjustments(tx, { ids: [reopened.id], reason: reopened.reason });
  for (const { id } of await tx.rows<{ id: EntitlementId }>(sql`select id from entitlement
      where cause = ${reopened.id} and isempty(months) and end_reason = ${endReason} and former_to_month is not null order by from_month, id limit 1000`))
    await reopenEntitlement(tx, { id, reason: reopened.reason, asBefore: true });
  await recordAudit(tx, {
    action: 'entitlement.reopened',
    subject: { kind: 'entitlement', id: reopened.id },
    personId,
    division,
    detail: { lastMonth: toMonth, reason: reopened.reason },
  });
  return ok(null);
}

/** What becomes of the entitlements that a person leaves. */
export interface LeavingEffect {
  /** Entitlements of that person alone: over after the last month. */
  ended: { id: EntitlementId; programme: string; overpaid: OverpaidMonth[] }[];
  /** Families that go on without the person: the programme must compute the amount anew from `fromMonth`; their payment is held until then. */
  toRecompute: { id: EntitlementId; programme: string; fromMonth: YearMonth }[];
}

interface Leaving {
  personId: Id<'Person'>;
  lastMonth: YearMonth;
  /** Why an entitlement of the person alone ends. */
  reason: string;
  /** Why a family's payment waits. */
  holdReason: string;
  /** Only entitlements that claim one of these groups; all when left out. */
  groups?: readonly string[];
}

/**
 * The person leaves after a month. Alone, the entitlement ends with it; in a family, later months are held (code `recompute`) until the
 * programme has revised the amount and released the hold.
 */
export async function leaveEntitlements(tx: Tx, leaving: Leaving): Promise<LeavingEffect> {
  const { personId, lastMonth } = leaving;
  const effect: LeavingEffect = { ended: [], toRecompute: [] };
  const claimed = leaving.groups
    ? sql`exists (select from entitlement_exclusion x where x.entitlement_id = e.id and x.person_id = ${personId} and x.exclusive_group = any(${[...leaving.groups]}::text[]))`
    : sql`true`;
  const concerned = await tx.rows<{
    id: EntitlementId;
    programme: string;
    division: DivisionCode;
    fromMonth: YearMonth;
    others: number;
  }>(sql`select e.id, e.programme, e.division, greatest(${plusMonths(lastMonth, 1)}, e.from_month) as from_month,
      (select count(*)::int from entitlement_member o where o.entitlement_id = e.id and o.person_id <> ${personId} and o.months && int4range(month_no(${lastMonth}) + 1, null)) as others
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = ${personId} and (m.to_month is null or m.to_month > ${lastMonth}) and ${claimed} order by e.id`);
  for (const { id, programme, division, fromMonth, others } of concerned) {
    if (others === 0) {
      const ended = await endEntitlement(tx, { id, lastMonth, reason: leaving.reason });
      // Gone already with the one because of which it was granted.
      if (!ended.ok && ended.code === 'ENTITLEMENT_ENDED') continue;
      if (!ended.ok) throw new Error(`entitlement ${id} that a person leaves: ${ended.code}`);
      effect.ended.push({ id, programme, overpaid: ended.value.overpaid });
      continue;
    }
    await holdPerson(tx, {
      personId,
      division,
      code: 'recompute',
      reason: leaving.holdReason,
      entitlementIds: [id],
      fromMonth,
    });
    await tx.run(sql`update entitlement_member set to_month = greatest(${lastMonth}, month_of(month_no(from_month) - 1))
      where entitlement_id = ${id} and person_id = ${personId} and (to_month is null or to_month > ${lastMonth})`);
    effect.toRecompute.push({ id, programme, fromMonth });
  }
  return effect;
}
