/** Entitlements: who is due what from which month. Amounts are versions that are only ever added; a month is paid by the version known last. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { longMonth, plusMonths } from '../calendar/index.ts';
import { newId, type Tx } from '../context/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, Fen, Id, YearMonth } from '../schema/index.ts';
import { keepFacts } from './facts.ts';
import { type EntitlementId, type EntitlementView, type OverpaidMonth, overpaidMonths, programmeOf } from './index.ts';
import { proposeAdjustments } from './propose.ts';
import { lockUnsent, recompute } from './totals.ts';
import { undisputedFen } from './undisputed.ts';

interface NewVersion {
  fromMonth: YearMonth;
  amountFen: Fen;
  /** How the amount came about: shown wherever it is explained. */
  breakdown: unknown;
  decisionId: string | null;
  /** Rows of the parameters used. */
  parameterIds: readonly string[];
  /** The amount is this many times that of the month before (渐退): when that one changes afterwards, this one does, too. */
  lastShare?: string;
  /** What the amount follows from, where that is a part of what the decision computed; its facts when left out. */
  facts?: unknown;
}

export interface NewEntitlement extends NewVersion {
  programme: string;
  /** A person can be in one entitlement of a group for a month (5.11); an entitlement may take several groups, or none. */
  exclusiveGroups: readonly string[];
  /** The family that it is paid for; null when it is an individual's own. */
  householdId: Id<'Household'> | null;
  /** Holder, to whose account it is paid. */
  personId: Id<'Person'>;
  division: DivisionCode;
  /** The persons covered. */
  memberIds: readonly Id<'Person'>[];
  /**
   * Tells single grants of a programme in one month apart; left out for what is paid monthly, of which a person has one. The id of another
   * entitlement: granted because of that one, it ends with it and is paid to the same payee.
   */
  cause?: string;
}

export interface EntitlementRow {
  id: EntitlementId;
  programme: string;
  householdId: Id<'Household'> | null;
  personId: Id<'Person'>;
  division: DivisionCode;
  fromMonth: YearMonth;
  toMonth: YearMonth | null;
  state: 'active' | 'ended';
  endReason: string | null;
}
export const columns = sql`e.id, e.programme, e.household_id, e.person_id, e.division, e.from_month, e.to_month, e.state, e.end_reason`;

async function addVersion(
  tx: Tx,
  entitlement: { id: EntitlementId; division: DivisionCode; personId: string },
  no: number,
  version: NewVersion,
  reason: string,
): Promise<void> {
  const id = newId();
  await tx.run(sql`insert into entitlement_version (id, entitlement_id, no, from_month, amount_fen, breakdown, decision_id, parameter_ids, reason, last_share, division, person_id, known_since, recorded_by)
    values (${id}, ${entitlement.id}, ${no}, ${version.fromMonth}, ${version.amountFen}, ${JSON.stringify(version.breakdown)}::jsonb, ${version.decisionId},
      ${[...version.parameterIds]}::uuid[], ${reason}, ${version.lastShare ?? null}, ${entitlement.division}, ${entitlement.personId}, ${tx.now}, ${tx.actor.id})`);
  await keepFacts(tx, entitlement, { ...version, id });
}

type Claim = Pick<NewEntitlement, 'memberIds' | 'exclusiveGroups' | 'fromMonth' | 'programme'>;

/** Of these persons, one who already is in another entitlement of one of the groups; elsewhere in the city counts too. */
export const entitledAlready = (tx: Tx, claim: Pick<Claim, 'memberIds' | 'exclusiveGroups' | 'fromMonth'>) =>
  tx.maybe<{ personId: Id<'Person'>; programme: string }>(sql`select person_id, programme
    from entitled_in_groups(${[...claim.memberIds]}::uuid[], ${[...claim.exclusiveGroups]}::text[], ${claim.fromMonth}) order by 1, 2 limit 1`);

export async function alreadyEntitled(tx: Tx, claim: Claim) {
  const found = await entitledAlready(tx, claim);
  const person = found && (await tx.maybe<{ name: string }>(sql`select name from person where id = ${found.personId}`));
  return fail('ALREADY_ENTITLED', {
    name: person?.name ?? '该人员',
    benefit: programmeOf(found?.programme ?? claim.programme).zh,
  });
}

/**
 * Grants a benefit from a month on. The database lets nobody into two entitlements of one exclusive group for the same month,
 * whoever else is granting at this moment.
 */
export async function grantEntitlement(
  tx: Tx,
  given: NewEntitlement,
): Promise<Result<{ id: EntitlementId }, 'ALREADY_ENTITLED' | 'AMOUNT_NOT_POSITIVE'>> {
  if (given.amountFen <= 0) return fail('AMOUNT_NOT_POSITIVE');
  const memberIds = [...new Set(given.memberIds)].sort();
  const groups = [...new Set(given.exclusiveGroups)].sort();
  if (memberIds.length === 0) throw new Error('an entitlement covers at least one person');
  if (await entitledAlready(tx, given)) return alreadyEntitled(tx, given);
  const id: EntitlementId = newId();
  const written =
    await tx.run(sql`insert into entitlement (id, programme, household_id, person_id, division, from_month, cause, created_at, created_by)
    values (${id}, ${given.programme}, ${given.householdId}, ${given.personId}, ${given.division}, ${given.fromMonth}, ${given.cause ?? ''}, ${tx.now}, ${tx.actor.id})
    on conflict do nothing`);
  if (written === 0) return alreadyEntitled(tx, given);
  await tx.run(sql`insert into entitlement_member (entitlement_id, person_id, division, from_month)
    select ${id}, m.id, ${given.division}, ${given.fromMonth} from unnest(${memberIds}::uuid[]) m(id)`);
  // A concurrent grant that came first shows here: the constraint waited for it. In one order, so that two never wait for each other.
  const claimed =
    await tx.run(sql`insert into entitlement_exclusion (entitlement_id, person_id, exclusive_group, division, from_month)
    select ${id}, m.id, g.name, ${given.division}, ${given.fromMonth} from unnest(${memberIds}::uuid[]) m(id), unnest(${groups}::text[]) g(name)
    order by m.id, g.name on conflict do nothing`);
  if (claimed < memberIds.length * groups.length) return alreadyEntitled(tx, given);
  await addVersion(tx, { id, ...given }, 1, given, '确认');
  await recordAudit(tx, {
    action: 'entitlement.granted',
    subject: { kind: 'entitlement', id },
    personId: given.personId,
    division: given.division,
    detail: { programme: given.programme, fromMonth: given.fromMonth, amountFen: given.amountFen },
  });
  return ok({ id });
}

export const lockEntitlement = (tx: Tx, id: EntitlementId): Promise<EntitlementRow | null> =>
  tx.maybe<EntitlementRow>(sql`select ${columns} from entitlement e where e.id = ${id} for update`);

/**
 * A new amount from a month on, which may lie in the past. Lines of unsent batches take it over at once (and a reviewed batch goes
 * back); what was already sent too low or too high becomes a proposal for a person to confirm.
 */
export async function reviseEntitlement(
  tx: Tx,
  change: NewVersion & { id: EntitlementId; reason: string },
): Promise<Result<{ version: number }, 'NOT_FOUND' | 'AMOUNT_NOT_POSITIVE' | 'ENTITLEMENT_ENDED' | 'ENTITLEMENT_MONTH'>> {
  if (change.amountFen <= 0) return fail('AMOUNT_NOT_POSITIVE');
  const entitlement = await lockEntitlement(tx, change.id);
  if (!entitlement) return fail('NOT_FOUND');
  if (entitlement.toMonth !== null && change.fromMonth > entitlement.toMonth)
    return fail('ENTITLEMENT_ENDED', { month: longMonth(entitlement.toMonth) });
  if (change.fromMonth < entitlement.fromMonth)
    return fail('ENTITLEMENT_MONTH', { month: longMonth(change.fromMonth), from: longMonth(entitlement.fromMonth) });
  const { no } = await tx.one<{ no: number }>(
    sql`select max(no) + 1 as no from entitlement_version where entitlement_id = ${change.id}`,
  );
  await addVersion(tx, entitlement, no, change, change.reason);
  const batches = await lockUnsent(tx, sql`l.entitlement_id = ${change.id}`);
  await tx.run(sql`update payment_line l set version_id = v.id, amount_fen = least(v.amount_fen, ${undisputedFen(sql`l.entitlement_id`, sql`l.month`)}),
      offset_fen = 0, offset_of = null
    from entitlement_version v
    where v.entitlement_id = l.entitlement_id and v.no = ${no} and l.entitlement_id = ${change.id} and l.batch_id = any(${batches}::uuid[])
      and l.kind = 'regular' and l.month >= ${change.fromMonth} and l.state in ('pending', 'on-hold')`);
  await recompute(tx, batches, '待遇变更');
  await proposeAdjustments(tx, { ids: [change.id], reason: change.reason });
  await recordAudit(tx, {
    action: 'entitlement.revised',
    subject: { kind: 'entitlement', id: change.id },
    personId: entitlement.personId,
    division: entitlement.division,
    detail: { version: no, fromMonth: change.fromMonth, amountFen: change.amountFen },
  });
  return ok({ version: no });
}

/**
 * Who is covered from a month on: those who are not named leave with the month before, new ones join, to the end where one is set (渐退). The database lets nobody into two
 * entitlements of one exclusive group for the same month.
 */
export async function coverMembers(
  tx: Tx,
  change: { id: EntitlementId; memberIds: readonly Id<'Person'>[]; fromMonth: YearMonth },
): Promise<Result<null, 'NOT_FOUND' | 'ALREADY_ENTITLED'>> {
  const entitlement = await lockEntitlement(tx, change.id);
  if (!entitlement) return fail('NOT_FOUND');
  const memberIds = [...new Set(change.memberIds)];
  const before = plusMonths(change.fromMonth, -1);
  await tx.run(sql`update entitlement_member set to_month = greatest(${before}, month_of(month_no(from_month) - 1))
    where entitlement_id = ${change.id} and not (person_id = any(${memberIds}::uuid[])) and (to_month is null or to_month > ${before})`);
  const joining = (
    await tx.rows<{
      id: Id<'Person'>;
    }>(sql`select w.id from unnest(${memberIds}::uuid[]) w(id) where not exists (select from entitlement_member m
      where m.entitlement_id = ${change.id} and m.person_id = w.id and m.months @> month_no(${change.fromMonth}))`)
  ).map((row) => row.id);
  const { division, toMonth } = entitlement;
  if (joining.length === 0 || (toMonth !== null && change.fromMonth > toMonth)) return ok(null);
  const groups = await tx.rows<{ name: string }>(
    sql`select distinct exclusive_group as name from entitlement_exclusion where entitlement_id = ${change.id}`,
  );
  const exclusiveGroups = groups.map((g) => g.name).sort();
  const claim = { memberIds: joining.sort(), exclusiveGroups, fromMonth: change.fromMonth, programme: entitlement.programme };
  if (await entitledAlready(tx, claim)) return alreadyEntitled(tx, claim);
  await tx.run(sql`insert into entitlement_member (entitlement_id, person_id, division, from_month, to_month)
    select ${change.id}, w.id, ${division}, ${change.fromMonth}, ${toMonth}::text from unnest(${joining}::uuid[]) w(id)`);
  const claimed =
    await tx.run(sql`insert into entitlement_exclusion (entitlement_id, person_id, exclusive_group, division, from_month, to_month)
    select ${change.id}, w.id, g.name, ${division}, ${change.fromMonth}, ${toMonth}::text from unnest(${joining}::uuid[]) w(id), unnest(${exclusiveGroups}::text[]) g(name)
    order by w.id, g.name on conflict do nothing`);
  return claimed === joining.length * exclusiveGroups.length ? ok(null) : alreadyEntitled(tx, claim);
}

/** What holds an entitlement itself, and because of whom; what is held of a person whatever it is for is not in it. */
export const holdsOf = (
  tx: Tx,
  id: EntitlementId,
): Promise<{ personId: Id<'Person'>; code: string; reason: string; fromMonth: YearMonth | null; atMostFen: Fen | null }[]> =>
  tx.rows(sql`select person_id, code, reason, from_month, at_most_fen from payment_hold
    where entitlement_id = ${id} and released_at is null order by held_at, id`);
type VersionRow = EntitlementView['versions'][number];
/** In their order, by entitlement; of each at most 500. */
export async function versionsOf(tx: Tx, ids: readonly EntitlementId[]): Promise<Map<EntitlementId, VersionRow[]>> {
  const rows = await tx.rows<VersionRow & { entitlementId: EntitlementId }>(sql`
    select v.entitlement_id, v.id, v.no, v.from_month, v.amount_fen, v.reason, v.known_since, v.decision_id, v.breakdown
    from unnest(${ids}::uuid[]) e (id) cross join lateral (select * from entitlement_version where entitlement_id = e.id order by no limit 500) v`);
  const byEntitlement = new Map<EntitlementId, VersionRow[]>();
  for (const { entitlementId, ...row } of rows) {
    const known = byEntitlement.get(entitlementId);
    if (known) known.push(row);
    else byEntitlement.set(entitlementId, [row]);
  }
  return byEntitlement;
}

/** Months for which more is paid, or on its way, than is due by what is known now; without what was recovered. */
export async function overpaidOf(tx: Tx, id: EntitlementId): Promise<OverpaidMonth[]> {
  const entitlement = await tx.maybe<EntitlementRow>(sql`select ${columns} from entitlement e where e.id = ${id}`);
  if (!entitlement) return [];
  // A difference counts in the months that it covers, not in the month of its batch.
  const paid = await tx.rows<{
    month: YearMonth;
    amountFen: Fen;
  }>(sql`select month, amount_fen + offset_fen as amount_fen from payment_line
      where entitlement_id = ${id} and state in ('sent', 'paid') and covers is null
    union all select c.key, c.value::bigint from payment_line l, jsonb_each_text(l.covers) c where l.entitlement_id = ${id} and l.state in ('sent', 'paid')`);
  return overpaidMonths(paid, { ...entitlement, versions: (await versionsOf(tx, [id])).get(id) ?? [] });
}
