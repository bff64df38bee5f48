/** What a merge of two files does to the households: who belonged where is said anew of the remaining file, and what was known until now stays known of then. */
import { sql } from '../../database/sql.ts';
import type { Tx } from '../context/server.ts';
import type { PlainDate } from '../schema/index.ts';
import { householdOf, insertMember, type MemberRow, touch } from './households.ts';
import type { PersonId } from './index.ts';
import type { Files } from './merges.ts';

/** Where both files are members of families today, one of them has to leave by hand: nobody knows from here which family is the right one. */
export async function householdObstacles(tx: Tx, { survivor, merged }: Files): Promise<string[]> {
  const [kept, other] = await Promise.all([householdOf(tx, survivor.id), householdOf(tx, merged.id)]);
  if (!other || other.members.length === 1) return [];
  if (kept && other.headId === merged.id) return [`要并掉的一份是家庭${other.code}的户主，请先在这一户的家庭档案里变更户主`];
  if (kept && kept.id !== other.id) return [`要并掉的一份还是家庭${other.code}的成员，请先在那一户办理迁出`];
  return [];
}

const membershipsOf = (tx: Tx, personId: string): Promise<MemberRow[]> =>
  tx.rows<MemberRow>(sql`select id, household_id, person_id, relation, valid_from, valid_to from household_member
    where person_id = ${personId} and superseded_at is null order by valid_from limit 200`);

/** A membership of the old file that was superseded, what was told of the remaining one instead, and whether it was the head's. */
export interface FoldedMembership {
  readonly was: string;
  /** Null where the remaining file was known to live elsewhere. */
  readonly is: string | null;
  readonly head: boolean;
}

/** Each membership of the old file is superseded and told of the remaining one, for the days on which that one is not known to have lived elsewhere. */
export async function foldMemberships(tx: Tx, { survivor, merged }: Files): Promise<FoldedMembership[]> {
  const folded: FoldedMembership[] = [];
  for (const row of await membershipsOf(tx, merged.id)) {
    await tx.run(sql`update household_member set superseded_at = ${tx.now} where id = ${row.id}`);
    const own = await membershipsOf(tx, survivor.id);
    const from = freeFrom(row, own);
    const told = from !== null && (await insertMember(tx, { ...row, personId: survivor.id, validFrom: from, reason: 'merged' }));
    const head =
      told &&
      (await tx.run(
        sql`update household set head_id = ${survivor.id} where id = ${row.householdId} and head_id = ${merged.id}`,
      )) > 0;
    const is = told
      ? await tx.one<{ id: string }>(sql`select id from household_member
          where person_id = ${survivor.id} and household_id = ${row.householdId} and valid_from = ${from} and reason = 'merged' and superseded_at is null`)
      : null;
    folded.push({ was: row.id, is: is?.id ?? null, head });
    await touch(tx, row.householdId);
  }
  return folded;
}

/** The memberships go back as they were told of the old file; one that has changed since stays as it is known now. */
export async function partMemberships(
  tx: Tx,
  { survivorId, mergedId }: { survivorId: PersonId; mergedId: PersonId },
  folded: readonly FoldedMembership[],
): Promise<void> {
  for (const { was, is, head } of folded) {
    const row = await tx.one<MemberRow>(
      sql`select id, household_id, person_id, relation, valid_from, valid_to from household_member where id = ${was}`,
    );
    const stands =
      is === null ||
      (await tx.run(sql`update household_member set superseded_at = ${tx.now} where id = ${is} and superseded_at is null`)) > 0;
    if (!stands) continue;
    await insertMember(tx, { ...row, personId: mergedId, reason: 'unmerged' });
    if (head)
      await tx.run(sql`update household set head_id = ${mergedId} where id = ${row.householdId} and head_id = ${survivorId}`);
    await touch(tx, row.householdId);
  }
}

/** The first day of a membership that nothing known of the remaining file stands against; null when there is none. */
function freeFrom(row: MemberRow, own: readonly MemberRow[]): PlainDate | null {
  const overlapping = own.filter(
    (m) => (m.validTo === null || m.validTo > row.validFrom) && (row.validTo === null || m.validFrom < row.validTo),
  );
  if (overlapping.some((m) => m.validTo === null)) return null;
  const last =
    overlapping
      .map((m) => m.validTo!)
      .sort()
      .at(-1) ?? row.validFrom;
  return row.validTo === null || last < row.validTo ? last : null;
}
