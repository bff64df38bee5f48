/** What a death does to the membership of a household, and how that is taken back when the death was none or its day was another. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import {
  closeMembership,
  type HouseholdRow,
  householdColumns,
  insertMember,
  type MemberRow,
  memberChanged,
  openMembership,
  touch,
} from './households.ts';
import type { HouseholdId, HouseholdRelation, PersonId } from './index.ts';
import { relationSeenFrom } from './kin.ts';

const DEATH = 'death';

const householdRow = (tx: Tx, id: string): Promise<HouseholdRow | null> =>
  tx.maybe<HouseholdRow>(sql`select ${householdColumns} from household where id = ${id}`);

/** A dead person belongs to the household up to the day of death; the head stays named until another is chosen. */
export async function endMembershipByDeath(tx: Tx, personId: PersonId, diedOn: PlainDate): Promise<void> {
  const row = await openMembership(tx, personId);
  if (!row || row.validFrom >= diedOn) return;
  await closeMembership(tx, row, diedOn, DEATH);
  const household = await householdRow(tx, row.householdId);
  if (!household) return;
  await touch(tx, household.id);
  await memberChanged(tx, household, personId, 'left', diedOn);
}

/** Who belonged to the household up to their death. What they held for the family stays with the family, wherever it goes. */
export const diedAsMembers = async (tx: Tx, householdId: HouseholdId): Promise<PersonId[]> =>
  (
    await tx.rows<{ personId: PersonId }>(sql`select person_id from household_member
      where household_id = ${householdId} and reason = ${DEATH} and superseded_at is null order by person_id limit 60`)
  ).map((row) => row.personId);

/** The membership that ended with a death; null where none did. */
const endedByDeath = (tx: Tx, personId: PersonId, diedOn: PlainDate): Promise<MemberRow | null> =>
  tx.maybe<MemberRow>(sql`select id, household_id, person_id, relation, valid_from, valid_to from household_member
    where person_id = ${personId} and valid_to = ${diedOn} and reason = ${DEATH} and superseded_at is null`);

const supersede = (tx: Tx, row: MemberRow): Promise<number> =>
  tx.run(sql`update household_member set superseded_at = ${tx.now} where id = ${row.id}`);

/**
 * The death was none: the person belongs to the household again as if nothing had happened. Where another head was named meanwhile, the person
 * is from the day of the supposed death on what he or she is to that head.
 */
export async function restoreMembership(tx: Tx, personId: PersonId, diedOn: PlainDate): Promise<void> {
  const row = await endedByDeath(tx, personId, diedOn);
  const household = row && (await householdRow(tx, row.householdId));
  if (!row || !household) return;
  const relation = await relationNow(tx, household, row, diedOn);
  const isSame = relation === row.relation;
  if (isSame) await supersede(tx, row);
  const validFrom = isSame ? row.validFrom : diedOn;
  if (!(await insertMember(tx, { ...row, relation, validFrom, validTo: null, reason: 'death-revoked' })))
    throw new Error(`membership of ${personId} in ${household.id} is taken`);
  await touch(tx, household.id);
  await memberChanged(tx, household, personId, 'joined', diedOn);
}

/** To the head of today, by what both were to the head of that day. */
async function relationNow(tx: Tx, household: HouseholdRow, row: MemberRow, diedOn: PlainDate): Promise<HouseholdRelation> {
  const then = await tx.maybe<{ relation: HouseholdRelation }>(sql`select relation from household_member
    where household_id = ${household.id} and person_id = ${household.headId} and valid_from <= ${diedOn} and superseded_at is null
    order by valid_from limit 1`);
  if (household.headId === row.personId || !then || then.relation === 'head') return row.relation;
  return relationSeenFrom(then.relation, row.relation);
}

/** The death was on another day: so ends the membership. Who died before joining never belonged to the household. */
export async function moveMembershipEnd(tx: Tx, personId: PersonId, day: { from: PlainDate; to: PlainDate }): Promise<void> {
  const row = await endedByDeath(tx, personId, day.from);
  const household = row && (await householdRow(tx, row.householdId));
  if (!row || !household) return;
  if (day.to > row.validFrom) await closeMembership(tx, row, day.to, DEATH);
  else await supersede(tx, row);
  await touch(tx, household.id);
  await memberChanged(tx, household, personId, 'left', day.to);
}
