/**
 * 领办: where several officers hold one duty, a case is worked on by the one who took it. A colleague of the same duty is refused and told by whom it is
 * held; officers of other duties, the applicant and the timer go on as the table says. A claim belongs to the duty: when the case comes back to it, it is the
 * same officer's again. It ends by hand, by the leader, or when nothing was done for some working days.
 */
import { type Sql, sql } from '../../database/sql.ts';
import { type Actor, holdersOf, isOneOf, isPerformer, type Performer, responsible } from '../access/server.ts';
import { CalendarYearMissing, longDate, plusDays } from '../calendar/index.ts';
import type { Tx } from '../context/server.ts';
import { fail, type Refusal } from '../result/index.ts';
import type { PlainDate } from '../schema/index.ts';
import type { Case } from './flows.ts';
import type { Step } from './index.ts';

/** After so many working days without a step a claim is over (assumption): who is ill or has forgotten holds nobody up. */
const CLAIM_WORKDAYS = 5;

type Claimed = Pick<Case, 'claimedBy' | 'claimedName' | 'claimEndsOn' | 'holder'>;

export function claimEnd(tx: Tx, kase: Pick<Case, 'division'>): PlainDate {
  try {
    return tx.calendar.addWorkdays(tx.today, CLAIM_WORKDAYS, kase.division);
  } catch (error) {
    // 不是法定期限：放假安排没有录入，不妨碍办件。
    if (error instanceof CalendarYearMissing) return plusDays(tx.today, CLAIM_WORKDAYS + 2);
    throw error;
  }
}

export const isClaimed = (tx: Pick<Tx, 'today'>, kase: Claimed): boolean =>
  kase.claimEndsOn !== null && kase.claimEndsOn >= tx.today;
export const isMine = (actor: Actor, kase: Claimed): boolean =>
  kase.claimedBy !== null && (kase.claimedBy === actor.id || kase.claimedBy === actor.actingFor?.id);

/** The duty that holds the case, where it is one of the workbench. */
export const holderOf = (kase: Pick<Case, 'holder'>): Performer | null =>
  kase.holder && isPerformer(kase.holder) ? kase.holder : null;
export const isHolder = (actor: Actor, kase: Pick<Case, 'holder'>): boolean => {
  const holder = holderOf(kase);
  return actor.kind === 'staff' && holder !== null && isOneOf(actor, [holder]);
};

/** Whether a colleague of the same duty has it, so that the actor does not act on it. */
export const isAnothers = (tx: Pick<Tx, 'actor' | 'today'>, kase: Claimed): boolean =>
  isHolder(tx.actor, kase) && isClaimed(tx, kase) && !isMine(tx.actor, kase);

export const claimedByAnother = (kase: Claimed): Refusal<'CASE_CLAIMED'> =>
  fail('CASE_CLAIMED', { name: kase.claimedName ?? '', until: kase.claimEndsOn ? longDate(kase.claimEndsOn) : '' });

/** Who works on it, for a line of a list; null for whoever is no officer. */
export const claimRow = (tx: Pick<Tx, 'actor' | 'today'>, kase: Claimed): { name: string; mine: boolean } | null =>
  tx.actor.kind === 'staff' && kase.claimedName !== null && isClaimed(tx, kase)
    ? { name: kase.claimedName, mine: isMine(tx.actor, kase) }
    : null;

/** What an action leaves of the claim: a step of its holder prolongs it, another duty finds its own officer again, a final step ends it. For the update of the case. */
export function claimAfter(tx: Tx, kase: Case, next: Step): Sql {
  const none = sql`claimed_by = null, claimed_name = null, claim_ends_on = null`;
  if (next.holder === null) return none;
  if (next.holder === kase.holder) {
    if (kase.claimedBy === null) return sql`claimed_by = null`;
    if (!isClaimed(tx, kase)) return none;
    return sql`claim_ends_on = ${isMine(tx.actor, kase) ? claimEnd(tx, kase) : kase.claimEndsOn}`;
  }
  if (!isPerformer(next.holder)) return none;
  return sql`(claimed_by, claimed_name, claim_ends_on) = (select c.user_id, c.user_name, ${claimEnd(tx, kase)}::date from case_claim c
    where c.case_id = ${kase.id} and c.holder = ${next.holder})`;
}

/** A claim that has lapsed is forgotten by the next step: the case does not come back to whoever let it lie. */
export function dropLapsed(tx: Tx, kase: Case): void {
  if (kase.claimedBy !== null && !isClaimed(tx, kase))
    tx.later(sql`delete from case_claim where case_id = ${kase.id} and holder = ${kase.holder}`);
}

/** Whom a claim of the actor counts for. */
export const claimant = (actor: Actor): string => responsible(actor).id;

/** Narrows a list to what the actor has taken, or to what nobody has. */
export function claimFilter(tx: Tx, which: 'mine' | 'none'): Sql {
  if (which === 'mine') return sql`claimed_by = ${claimant(tx.actor)} and claim_ends_on >= ${tx.today}`;
  // Said as what is left out, which is little, so that the list is read in its order.
  return sql`not (claimed_by is not null and claim_ends_on >= ${tx.today})`;
}

/** Whether somebody else holds the actor's duty at the actor's place: with nobody there is nothing to share out. */
export async function hasColleagues(tx: Tx): Promise<boolean> {
  const { kind, duty, role, division, domain } = tx.actor;
  if (kind !== 'staff' || division === null) return false;
  const all = await holdersOf(tx, { performer: duty ?? role, division, domain: domain ?? '' });
  return all.some(({ id }) => id !== claimant(tx.actor));
}
