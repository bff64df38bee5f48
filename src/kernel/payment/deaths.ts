/**
 * A confirmed death (5.14): every entitlement that covers the person ends, or goes on without him or her, after the month of death. A death that was none, or was
 * on another day, is taken back here: months that are due again are paid by the next list, what was sent too little or too much is proposed.
 */
import { sql } from '../../database/sql.ts';
import { plusMonths } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { ok } from '../result/index.ts';
import type { DivisionCode, Id, PlainDate, YearMonth } from '../schema/index.ts';
import { restorePayees } from './dead-payees.ts';
import { type LeavingEffect, leaveEntitlements, reopenEntitlement } from './ends.ts';
import { entitledAlready } from './entitlements.ts';
import { releaseHold } from './holds.ts';
import { type EntitlementId, lastMonthAtDeath } from './index.ts';

const endedBy = (diedOn: PlainDate): string => `${diedOn}死亡`;
const RECOMPUTE = 'recompute';
const HELD_FOR = '家庭成员死亡，待重新核算';

/** What was held for the report (code `death`) is due up to the month of death, and the person leaves after it. */
export async function endAtDeath(tx: Tx, personId: Id<'Person'>, diedOn: PlainDate): Promise<LeavingEffect> {
  await releaseHold(tx, { personId, code: 'death', reason: '死亡已核实' });
  return leaveEntitlements(tx, {
    personId,
    lastMonth: lastMonthAtDeath(diedOn),
    reason: endedBy(diedOn),
    holdReason: HELD_FOR,
  });
}

interface Restored {
  readonly id: EntitlementId;
  readonly programme: string;
  /** The first month that is due again. */
  readonly fromMonth: YearMonth;
  readonly division: DivisionCode;
}

/** What came back when a death was taken back. */
export interface RestoredEffect {
  /** Entitlements of that person alone: they go on as if they had not ended. */
  readonly reopened: readonly (Restored & { readonly cause: string })[];
  /** Families that the person belongs to again. Their amount is what was decided meanwhile: the programme computes it anew. */
  readonly rejoined: readonly Restored[];
  /** Another entitlement of an exclusive group has begun since: a person decides. */
  readonly refused: readonly Restored[];
}

/** Ended by that death, those first because of which others were granted. */
const endedAlone = (tx: Tx, personId: string, diedOn: PlainDate) =>
  tx.rows<
    Restored & { cause: string }
  >(sql`select e.id, e.programme, e.division, month_of(month_no(e.to_month) + 1) as from_month, e.cause
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = ${personId} and e.end_reason = ${endedBy(diedOn)} and m.to_month = e.to_month order by (e.cause <> ''), e.id`);

/** Families that the person left with the month of that death: they went on without, or have ended since on a review of the death. */
const leftBehind = (tx: Tx, personId: string, diedOn: PlainDate) =>
  tx.rows<
    Restored & { memberFrom: YearMonth; toMonth: YearMonth | null }
  >(sql`select e.id, e.programme, e.division, m.from_month as member_from, e.to_month,
      month_of(month_no(m.to_month) + 1) as from_month
    from entitlement_member m join entitlement e on e.id = m.entitlement_id
    where m.person_id = ${personId} and m.to_month = greatest(${lastMonthAtDeath(diedOn)}, month_of(month_no(m.from_month) - 1))
      and e.end_reason is distinct from ${endedBy(diedOn)} and (e.to_month is null or e.to_month >= m.to_month)
      and exists (select from payment_hold h where h.entitlement_id = e.id and h.person_id = m.person_id and h.code = ${RECOMPUTE})
    order by e.id`);

/** The death was none: holds go, ends are taken back, the person is covered again wherever nothing else stands against it. */
export async function rejoinAfterDeath(
  tx: Tx,
  personId: Id<'Person'>,
  was: { diedOn: PlainDate; reason: string },
): Promise<RestoredEffect> {
  const { diedOn, reason } = was;
  await restorePayees(tx, personId, reason);
  await releaseHold(tx, { personId, code: 'death', reason });
  const reopened: (Restored & { cause: string })[] = [];
  const rejoined: Restored[] = [];
  const refused: Restored[] = [];
  for (const ended of await endedAlone(tx, personId, diedOn)) {
    const came = reopened.some(({ id }) => id === ended.cause);
    const back = came ? ok(null) : await reopenEntitlement(tx, { id: ended.id, reason, asBefore: true });
    if (back.ok) reopened.push(ended);
    else refused.push(ended);
  }
  for (const { memberFrom, toMonth, ...family } of await leftBehind(tx, personId, diedOn)) {
    const exclusiveGroups = (
      await tx.rows<{ name: string }>(
        sql`select distinct exclusive_group as name from entitlement_exclusion where entitlement_id = ${family.id}`,
      )
    ).map((group) => group.name);
    if (await entitledAlready(tx, { memberIds: [personId], exclusiveGroups, fromMonth: family.fromMonth })) {
      refused.push(family);
      continue;
    }
    await tx.run(sql`update entitlement_member set to_month = ${toMonth}
      where entitlement_id = ${family.id} and person_id = ${personId} and from_month = ${memberFrom}`);
    rejoined.push(family);
  }
  await releaseHold(tx, { personId, code: RECOMPUTE, reason });
  return { reopened, rejoined, refused };
}

/** The death was on another day: what ended after the one month ends after the other. Within a month nothing moves. */
export async function moveDeath(
  tx: Tx,
  personId: Id<'Person'>,
  day: { from: PlainDate; to: PlainDate; reason: string },
): Promise<LeavingEffect & Pick<RestoredEffect, 'refused'>> {
  const { from, to, reason } = day;
  if (lastMonthAtDeath(from) !== lastMonthAtDeath(to)) {
    const { refused } = await rejoinAfterDeath(tx, personId, { diedOn: from, reason });
    return { ...(await endAtDeath(tx, personId, to)), refused };
  }
  await tx.run(sql`update entitlement e set end_reason = ${endedBy(to)} from entitlement_member m
    where m.entitlement_id = e.id and m.person_id = ${personId} and e.end_reason = ${endedBy(from)}`);
  return { ended: [], toRecompute: [], refused: [] };
}

/** The first month in which a death on either of two days changes what is due. */
export const firstMonthTouched = (one: PlainDate, other: PlainDate): YearMonth =>
  plusMonths([one, other].map(lastMonthAtDeath).sort()[0]!, 1);
