/** Households as dated membership with two clocks: who lived together on a day, as it was known at an instant. */
import { sql } from '../../database/sql.ts';
import { recordAudit } from '../audit/server.ts';
import { newId, type Tx } from '../context/server.ts';
import { emit } from '../event/server.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { DivisionCode, PlainDate } from '../schema/index.ts';
import type {
  AsOf,
  HouseholdId,
  HouseholdMemberView,
  HouseholdRelation,
  HouseholdView,
  LifeState,
  PersonId,
  Sex,
  UrbanRural,
} from './index.ts';
import { mayReadPersons } from './persons.ts';

export interface HouseholdRow {
  id: HouseholdId;
  code: string;
  division: DivisionCode;
  urbanRural: UrbanRural;
  headId: PersonId;
  version: number;
}

export interface MemberRow {
  id: string;
  householdId: HouseholdId;
  personId: PersonId;
  relation: HouseholdRelation;
  validFrom: PlainDate;
  validTo: PlainDate | null;
}

export const householdColumns = sql`id, code, division, urban_rural, head_id, version`;

/** In force on a day, as known at an instant. */
const inForce = (asOf: AsOf) => sql`m.valid_from <= ${asOf.validOn} and (m.valid_to is null or m.valid_to > ${asOf.validOn})
  and ${asOf.knownAt === undefined ? sql`m.superseded_at is null` : sql`m.known_since <= ${asOf.knownAt} and (m.superseded_at is null or m.superseded_at > ${asOf.knownAt})`}`;

interface MemberColumns {
  personId: PersonId;
  relation: HouseholdRelation;
  validFrom: PlainDate;
  validTo: PlainDate | null;
  name: string | null;
  sex: Sex;
  birthDate: PlainDate;
  lifeState: LifeState;
  home: DivisionCode;
}
const memberColumns = sql`m.person_id, m.relation, m.valid_from, m.valid_to, p.name, p.sex, p.birth_date, p.life_state, p.division as home`;
const memberOrder = sql`order by (m.relation = 'head') desc, p.birth_date, m.person_id`;

const memberView = ({ name, sex, birthDate, lifeState, home, ...m }: MemberColumns): HouseholdMemberView => ({
  personId: m.personId,
  relation: m.relation,
  validFrom: m.validFrom,
  validTo: m.validTo,
  person: name === null ? null : { name, sex, birthDate, lifeState, division: home },
});

/** Who belonged to a household on a day. */
export const membersOf = async (tx: Tx, householdId: HouseholdId, asOf: AsOf): Promise<HouseholdMemberView[]> =>
  (
    await tx.rows<MemberColumns>(sql`select ${memberColumns} from household_member m left join person p on p.id = m.person_id
      where m.household_id = ${householdId} and ${inForce(asOf)} ${memberOrder}`)
  ).map(memberView);

/** The household that a person belonged to on a day, with everybody who did; null when none is known. One question, whoever they are. */
export async function householdOf(tx: Tx, personId: PersonId, asOf: AsOf = { validOn: tx.today }): Promise<HouseholdView | null> {
  if (!mayReadPersons(tx)) return null;
  const rows = await tx.rows<
    HouseholdRow & MemberColumns
  >(sql`select h.id, h.code, h.division, h.urban_rural, h.head_id, h.version, ${memberColumns}
    from (select m.household_id from household_member m where m.person_id = ${personId} and ${inForce(asOf)}) own
    join household h on h.id = own.household_id
    join household_member m on m.household_id = h.id and ${inForce(asOf)}
    left join person p on p.id = m.person_id ${memberOrder}`);
  const [first] = rows;
  if (!first) return null;
  const { id, code, division, urbanRural, headId, version } = first;
  const divisionName = tx.divisions.get(division) ? tx.divisions.fullName(division) : division;
  return { id, code, division, urbanRural, headId, version, divisionName, members: rows.map(memberView) };
}

export interface MembershipPeriod {
  householdId: HouseholdId;
  code: string | null;
  relation: HouseholdRelation;
  validFrom: PlainDate;
  validTo: PlainDate | null;
}

/** Every household that a person belonged to, newest first, as known now. */
export async function householdHistory(tx: Tx, personId: PersonId): Promise<MembershipPeriod[]> {
  return tx.rows<MembershipPeriod>(sql`select m.household_id, h.code, m.relation, m.valid_from, m.valid_to
    from household_member m left join household h on h.id = m.household_id
    where m.person_id = ${personId} and m.superseded_at is null order by m.valid_from desc limit 100`);
}

/** So many new numbers of a county, in order. */
async function nextCodes(tx: Tx, county: string, count: number): Promise<string[]> {
  const { last } = await tx.one<{ last: number }>(sql`insert into household_number (county, last) values (${county}, ${count})
    on conflict (county) do update set last = household_number.last + excluded.last returning last`);
  return Array.from({ length: count }, (_, i) => `${county}${String(last - count + 1 + i).padStart(7, '0')}`);
}

const ONE_HOUSEHOLD = '23P01';

/** Adds memberships, all or none; false when somebody is in a household at that time, also one that the actor cannot see. */
async function insertMembers(tx: Tx, members: readonly Omit<MemberRow, 'id'>[], reason: string): Promise<boolean> {
  await tx.run(sql`savepoint membership`);
  try {
    await tx.run(sql`insert into household_member (id, household_id, person_id, relation, valid_from, valid_to, known_since, reason, recorded_by)
      select m.*, ${tx.now}, ${reason}, ${tx.actor.id}
      from unnest(${members.map(() => newId())}::uuid[], ${members.map((m) => m.householdId)}::uuid[], ${members.map((m) => m.personId)}::uuid[],
        ${members.map((m) => m.relation)}::text[], ${members.map((m) => m.validFrom)}::date[], ${members.map((m) => m.validTo)}::date[]) as m`);
    await tx.run(sql`release savepoint membership`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== ONE_HOUSEHOLD) throw error;
    await tx.run(sql`rollback to savepoint membership`);
    return false;
  }
}

/** Adds a membership; false when the person is in a household at that time, also one that the actor cannot see. */
export const insertMember = (tx: Tx, { reason, ...member }: Omit<MemberRow, 'id'> & { reason: string }): Promise<boolean> =>
  insertMembers(tx, [member], reason);

async function nameAndHousehold(tx: Tx, personId: PersonId, validOn: PlainDate): Promise<{ name: string; household: string }> {
  const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${personId}`);
  const other = await householdOf(tx, personId, { validOn });
  return { name: person?.name ?? '该人', household: other ? `（${other.code}）` : '' };
}

export interface NewMember {
  personId: PersonId;
  relation: HouseholdRelation;
}

type MemberError = 'ALREADY_IN_HOUSEHOLD' | 'NOT_FOUND' | 'MEMBERSHIP_IN_FUTURE';

export async function memberChanged(
  tx: Tx,
  household: HouseholdRow,
  personId: PersonId,
  change: 'joined' | 'left',
  on: PlainDate,
): Promise<void> {
  await emit(tx, {
    type: 'household.member.changed',
    subject: { kind: 'household', id: household.id },
    division: household.division,
    payload: { householdId: household.id, personId, change, effectiveOn: on },
  });
  await recordAudit(tx, {
    action: `household.member.${change}`,
    subject: { kind: 'household', id: household.id },
    personId,
    division: household.division,
    detail: { on },
  });
}

async function join(
  tx: Tx,
  household: HouseholdRow,
  member: NewMember,
  from: PlainDate,
  reason: string,
): Promise<Result<null, MemberError>> {
  if (from > tx.today) return fail('MEMBERSHIP_IN_FUTURE', { on: from });
  const visible = await tx.maybe(sql`select 1 as seen from person where id = ${member.personId}`);
  if (!visible) return fail('NOT_FOUND');
  const added = await insertMember(tx, { ...member, householdId: household.id, validFrom: from, validTo: null, reason });
  return added ? ok(null) : fail('ALREADY_IN_HOUSEHOLD', await nameAndHousehold(tx, member.personId, from));
}

export interface NewHousehold {
  division: DivisionCode;
  urbanRural: UrbanRural;
  headId: PersonId;
  members: readonly NewMember[];
  from: PlainDate;
}

/** Registers a family that lives together since a day. The head is one of the members (relation `head`). */
export async function registerHousehold(
  tx: Tx,
  given: NewHousehold,
): Promise<Result<{ id: HouseholdId; code: string }, MemberError | 'OUT_OF_AREA'>> {
  const registered = await registerHouseholds(tx, [given]);
  return registered.ok ? ok(registered.value[0]!) : registered;
}

/** Registers families, at most 500, all or none: ids and numbers in the order given. One row of the log names everybody. */
export async function registerHouseholds(
  tx: Tx,
  families: readonly NewHousehold[],
): Promise<Result<{ id: HouseholdId; code: string }[], MemberError | 'OUT_OF_AREA'>> {
  const { lo, hi } = tx.actor;
  const outside = families.find(({ division }) => lo === null || hi === null || division < lo || division >= hi);
  if (!mayReadPersons(tx) || outside) {
    const { division } = outside ?? families[0]!;
    return fail('OUT_OF_AREA', { place: tx.divisions.get(division) ? tx.divisions.fullName(division) : division });
  }
  const late = families.find(({ from }) => from > tx.today);
  if (late) return fail('MEMBERSHIP_IN_FUTURE', { on: late.from });
  const households: HouseholdRow[] = [];
  for (const [county, group] of Map.groupBy(families, (f) => f.division.slice(0, 6))) {
    const codes = await nextCodes(tx, county, group.length);
    for (const [i, { division, urbanRural, headId }] of group.entries())
      households.push({ id: newId(), code: codes[i]!, division, urbanRural, headId, version: 1 });
  }
  const byHead = new Map(households.map((h) => [h.headId, h]));
  const members = families.flatMap(({ headId, members: others, from }) => {
    const { id: householdId } = byHead.get(headId)!;
    const all = [{ personId: headId, relation: 'head' as const }, ...others.filter((m) => m.personId !== headId)];
    return all.map((m): Omit<MemberRow, 'id'> => ({ ...m, householdId, validFrom: from, validTo: null }));
  });
  const personIds = [...new Set(members.map((m) => m.personId))];
  const { seen } = await tx.one<{ seen: number }>(
    sql`select count(*)::int as seen from person where id = any (${personIds}::uuid[])`,
  );
  if (seen < personIds.length) return fail('NOT_FOUND');
  await tx.run(sql`insert into household (id, code, division, urban_rural, head_id, created_at, created_by)
    select h.*, ${tx.now}, ${tx.actor.id}
    from unnest(${households.map((h) => h.id)}::uuid[], ${households.map((h) => h.code)}::text[], ${households.map((h) => h.division)}::text[],
      ${households.map((h) => h.urbanRural)}::text[], ${households.map((h) => h.headId)}::uuid[]) as h`);
  if (!(await insertMembers(tx, members, 'registered'))) return fail('ALREADY_IN_HOUSEHOLD', await firstElsewhere(tx, members));
  await recordAudit(tx, {
    action: 'household.registered',
    ...(households.length === 1
      ? { subject: { kind: 'household', id: households[0]!.id }, division: households[0]!.division }
      : {}),
    personIds,
  });
  return ok(families.map(({ headId }) => byHead.get(headId)!).map(({ id, code }) => ({ id, code })));
}

/** Whose membership stands in the way: somebody seen in a household, else whoever comes first. */
async function firstElsewhere(tx: Tx, members: readonly Omit<MemberRow, 'id'>[]): Promise<{ name: string; household: string }> {
  const other = await tx.maybe<{
    personId: PersonId;
    validOn: PlainDate;
  }>(sql`select n.person_id, greatest(n.valid_from, m.valid_from) as valid_on
    from unnest(${members.map((m) => m.personId)}::uuid[], ${members.map((m) => m.validFrom)}::date[]) n (person_id, valid_from)
    join household_member m on m.person_id = n.person_id and m.superseded_at is null and (m.valid_to is null or m.valid_to > n.valid_from) limit 1`);
  return nameAndHousehold(tx, other?.personId ?? members[0]!.personId, other?.validOn ?? members[0]!.validFrom);
}

export async function lockHousehold(tx: Tx, id: HouseholdId): Promise<HouseholdRow | null> {
  if (!mayReadPersons(tx)) return null;
  return tx.maybe<HouseholdRow>(sql`select ${householdColumns} from household where id = ${id} for update`);
}

export const touch = (tx: Tx, id: HouseholdId) => tx.run(sql`update household set version = version + 1 where id = ${id}`);

export async function addHouseholdMember(
  tx: Tx,
  given: { householdId: HouseholdId; member: NewMember; from: PlainDate; reason: string },
): Promise<Result<null, MemberError>> {
  const household = await lockHousehold(tx, given.householdId);
  if (!household) return fail('NOT_FOUND');
  const joined = await join(tx, household, given.member, given.from, given.reason);
  if (!joined.ok) return joined;
  await touch(tx, household.id);
  await memberChanged(tx, household, given.member.personId, 'joined', given.from);
  return ok(null);
}

/** The open row stays as it was known; a new version says until when. */
export async function closeMembership(tx: Tx, row: MemberRow, on: PlainDate, reason: string): Promise<void> {
  await tx.run(sql`update household_member set superseded_at = ${tx.now} where id = ${row.id}`);
  await tx.run(sql`insert into household_member (id, household_id, person_id, relation, valid_from, valid_to, known_since, reason, recorded_by)
    values (${newId()}, ${row.householdId}, ${row.personId}, ${row.relation}, ${row.validFrom}, ${on}, ${tx.now}, ${reason}, ${tx.actor.id})`);
}

/** What a member is to the head, from a day on; where nothing is known from before that day, from the beginning. */
export async function changeRelation(
  tx: Tx,
  given: { householdId: HouseholdId; personId: PersonId; relation: HouseholdRelation; on: PlainDate; reason: string },
): Promise<void> {
  const { relation, on, reason } = given;
  const row = (await openMembership(tx, given.personId))!;
  if (row.relation === relation) return;
  if (on > row.validFrom) await closeMembership(tx, row, on, reason);
  else await tx.run(sql`update household_member set superseded_at = ${tx.now} where id = ${row.id}`);
  await insertMember(tx, { ...row, relation, validFrom: [on, row.validFrom].sort()[1]!, validTo: null, reason });
}

export const openMembership = (tx: Tx, personId: PersonId): Promise<MemberRow | null> =>
  tx.maybe<MemberRow>(sql`select id, household_id, person_id, relation, valid_from, valid_to from household_member
    where person_id = ${personId} and valid_to is null and superseded_at is null`);

/** `on` is the first day on which the person no longer belongs to the household. */
export async function removeMember(
  tx: Tx,
  given: { householdId: HouseholdId; personId: PersonId; on: PlainDate; reason: string },
): Promise<Result<null, 'NOT_FOUND' | 'NOT_A_MEMBER' | 'MEMBERSHIP_DATES' | 'MEMBERSHIP_IN_FUTURE' | 'HEAD_STAYS'>> {
  const household = await lockHousehold(tx, given.householdId);
  if (!household) return fail('NOT_FOUND');
  const row = await openMembership(tx, given.personId);
  if (!row || row.householdId !== household.id) return fail('NOT_A_MEMBER');
  if (household.headId === given.personId) return fail('HEAD_STAYS');
  if (given.on <= row.validFrom) return fail('MEMBERSHIP_DATES', { on: given.on, from: row.validFrom });
  if (given.on > tx.today) return fail('MEMBERSHIP_IN_FUTURE', { on: given.on });
  await closeMembership(tx, row, given.on, given.reason);
  await touch(tx, household.id);
  await memberChanged(tx, household, given.personId, 'left', given.on);
  return ok(null);
}
