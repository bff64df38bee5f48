/** Recognitions in the database: recorded, replaced, ended, expired. The database lets no household or person into two at a time. */
import { type Sql, sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import { monthAfter, plusDays } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { emit } from '../../../kernel/event/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Id, PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import { anyRow } from '../../../kernel/worker/server.ts';
import { type RecognitionKind, recognitionNames } from '../classification/categories.ts';
import type { Recognition, RecognitionState } from './content.ts';
import { endStatus, keepStatus } from './status.ts';

export const columns = sql`id, kind, case_id, decision_id, household_id, person_id, division, valid_from, valid_to, review_due, ended_on, state, end_reason`;

interface Held {
  personId: Id<'Person'>;
  recognitionId: string;
  householdId: Id<'Household'>;
  kind: RecognitionKind;
  division: DivisionCode;
  validFrom: PlainDate;
  validTo: PlainDate | null;
}

/** Who of these persons is recognised on a day, wherever in the city. */
export const recognisedOn = (tx: Tx, personIds: readonly string[], on: PlainDate): Promise<Held[]> =>
  tx.rows<Held>(
    sql`select person_id, recognition_id, household_id, kind, division, valid_from, valid_to from recognised_on(${[...personIds]}::uuid[], ${on}) limit 60`,
  );

/** The recognition that a person asked for, whether it covers him or he receives alone; or else the one that covers him. */
export async function recognitionOfPerson(tx: Tx, personId: string): Promise<Recognition | null> {
  const asked = await tx.maybe<Recognition>(
    sql`select ${columns} from assistance_recognition where person_id = ${personId} and state = 'active'`,
  );
  const [held] = asked ? [] : await recognisedOn(tx, [personId], tx.today);
  return asked ?? (held ? await getRecognition(tx, held.recognitionId) : null);
}

/** Everybody it ever covered, or who is covered after a day. */
const membersOf = async (tx: Tx, id: string, after?: PlainDate): Promise<Id<'Person'>[]> =>
  (
    await tx.rows<{ personId: Id<'Person'> }>(
      sql`select person_id from assistance_recognition_member where recognition_id = ${id}
        and ${after ? sql`(valid_to is null or valid_to > ${after})` : sql`true`} order by person_id limit 60`,
    )
  ).map((m) => m.personId);

/** Keeps the status of each member, and tells the others: ids, kinds and dates only. */
export async function tell(
  tx: Tx,
  recognition: Pick<Recognition, 'id' | 'kind' | 'householdId' | 'division' | 'validFrom' | 'validTo'>,
  change: { fromState: RecognitionState | null; toState: RecognitionState | 'renewed'; memberIds: readonly string[] },
): Promise<void> {
  const { kind, validFrom, validTo } = recognition;
  await keepStatus(tx, { personIds: change.memberIds, kind, validFrom, validTo });
  await emit(tx, {
    type: 'lowincome.status.changed',
    subject: { kind: 'household', id: recognition.householdId },
    division: recognition.division,
    payload: {
      recognitionId: recognition.id,
      householdId: recognition.householdId,
      memberIds: change.memberIds,
      kind: recognition.kind,
      fromState: change.fromState,
      toState: change.toState,
      validFrom: recognition.validFrom,
      validTo: recognition.validTo,
    },
  });
}

export interface NewRecognition {
  readonly kind: RecognitionKind;
  readonly kase: Case;
  readonly memberIds: readonly Id<'Person'>[];
  readonly decisionId: string;
  readonly validTo: PlainDate | null;
  readonly reviewDue: PlainDate | null;
}

/**
 * Recognises a household from today. An older recognition of the same household ends the day before (a renewal, or another kind); a member who is
 * recognised with another household, or paid by 低保 or 特困, stands against it.
 */
export async function recordRecognition(tx: Tx, given: NewRecognition): Promise<Result<Recognition>> {
  const { kase, memberIds, kind } = given;
  const household = kase.householdId!;
  const held = await recognisedOn(tx, memberIds, tx.today);
  const elsewhere = held.find((h) => h.householdId !== household);
  if (elsewhere) return fail('ASSISTED_ELSEWHERE', { place: tx.divisions.fullName(elsewhere.division) });
  const entitled = await entitledAmong(tx, memberIds);
  if (entitled.length > 0) return fail('ALREADY_ASSISTED', { name: entitled[0]!.name, asked: recognitionNames[kind] });
  const before = await tx.rows<Recognition>(
    sql`select ${columns} from assistance_recognition where household_id = ${household} and (state = 'active' or ended_on >= ${tx.today}) for update`,
  );
  for (const old of before)
    await endRecognition(tx, old, { lastDay: plusDays(tx.today, -1), reason: `由${kase.no ?? ''}重新认定` });
  const id = newId();
  const written =
    await tx.run(sql`insert into assistance_recognition (id, kind, case_id, household_id, person_id, division, decision_id, valid_from, valid_to, review_due, created_at, created_by)
    values (${id}, ${kind}, ${kase.id}, ${household}, ${kase.applicantPersonId}, ${kase.division}, ${given.decisionId}, ${tx.today}, ${given.validTo}, ${given.reviewDue}, ${tx.now}, ${tx.actor.id})
    on conflict do nothing`);
  const covered =
    written === 0
      ? 0
      : await tx.run(sql`insert into assistance_recognition_member (recognition_id, person_id, division, valid_from, valid_to)
        select ${id}, p, ${kase.division}, ${tx.today}, ${given.validTo} from unnest(${[...memberIds].sort()}::uuid[]) p on conflict do nothing`);
  // Somebody else's decision came first: the constraint waited for it.
  if (covered < memberIds.length) return fail('ASSISTED_ELSEWHERE', { place: tx.divisions.fullName(kase.division) });
  await recordAudit(tx, {
    action: 'recognition.recorded',
    subject: { kind: 'recognition', id },
    personId: kase.applicantPersonId,
    caseId: kase.id,
    division: kase.division,
    detail: { kind, validTo: given.validTo },
  });
  const recognition = (await recognitionOfCase(tx, kase.id))!;
  const renewed = before.some((old) => old.kind === kind);
  await tell(tx, recognition, { fromState: renewed ? 'active' : null, toState: renewed ? 'renewed' : 'active', memberIds });
  return ok(recognition);
}

/** Who of these persons 低保 or 特困 pays next month, with a name where the actor may see one. */
export async function entitledAmong(
  tx: Tx,
  personIds: readonly string[],
): Promise<{ personId: Id<'Person'>; programme: string; name: string }[]> {
  const rows = await tx.rows<{ personId: Id<'Person'>; programme: string; name: string | null }>(sql`
    select e.person_id, e.programme, p.name from entitled_in_groups(${[...personIds]}::uuid[], array['basic-living'], ${monthAfter(tx.today)}) e
    left join person p on p.id = e.person_id limit 60`);
  return rows.map((r) => ({ ...r, name: r.name ?? '该成员' }));
}

export async function endRecognition(tx: Tx, old: Recognition, end: { lastDay: PlainDate; reason: string }): Promise<void> {
  const memberIds = await membersOf(tx, old.id);
  // 当天才认定又改的，等于从未生效
  const lastDay = end.lastDay < old.validFrom ? plusDays(old.validFrom, -1) : end.lastDay;
  await tx.run(
    sql`update assistance_recognition set state = 'ended', ended_on = ${lastDay}, end_reason = ${end.reason} where id = ${old.id}`,
  );
  await tx.run(
    sql`update assistance_recognition_member set valid_to = ${lastDay} where recognition_id = ${old.id} and (valid_to is null or valid_to > ${lastDay})`,
  );
  await recordAudit(tx, {
    action: 'recognition.ended',
    subject: { kind: 'recognition', id: old.id },
    personId: old.personId,
    division: old.division,
    detail: { lastDay },
  });
  await tell(tx, { ...old, validTo: lastDay }, { fromState: 'active', toState: 'ended', memberIds });
}

/**
 * 低保 or 特困 was granted: it takes the place of a recognition. The one of a household that was granted as a whole ends, whoever it still covers; for one
 * person alone (单人保) only that person leaves and the rest keeps its status (5.11 note 3).
 */
export async function yieldToEntitlement(
  tx: Tx,
  granted: { personIds: readonly Id<'Person'>[]; wholeHousehold?: Id<'Household'>; reason: string },
): Promise<void> {
  const { wholeHousehold, reason } = granted;
  await leaveRecognitions(tx, { ...granted, lastDay: tx.today });
  const recognition =
    wholeHousehold &&
    (await tx.maybe<Recognition>(
      sql`select ${columns} from assistance_recognition where household_id = ${wholeHousehold} and state = 'active' for update`,
    ));
  if (recognition) await endRecognition(tx, recognition, { lastDay: tx.today, reason });
}

/** A member has died: the others keep the status; of whom nobody is left the recognition ends with the day of death. */
export const leaveAtDeath = (tx: Tx, died: { personId: Id<'Person'>; diedOn: PlainDate }): Promise<void> =>
  leaveRecognitions(tx, { personIds: [died.personId], reason: `${died.diedOn}死亡`, lastDay: died.diedOn });

async function leaveRecognitions(
  tx: Tx,
  leaving: { personIds: readonly Id<'Person'>[]; reason: string; lastDay: PlainDate },
): Promise<void> {
  const { personIds, reason, lastDay } = leaving;
  for (const personId of [...personIds].sort())
    await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`assistance:${personId}`}, 0))`);
  const held = await recognisedOn(tx, personIds, tx.today);
  for (const id of new Set(held.map((h) => h.recognitionId))) {
    const old = await tx.maybe<Recognition>(sql`select ${columns} from assistance_recognition where id = ${id} for update`);
    if (old?.state !== 'active') continue;
    const remain = (await membersOf(tx, id, lastDay)).filter((m) => !personIds.includes(m));
    if (remain.length === 0) {
      await endRecognition(tx, old, { lastDay, reason });
      continue;
    }
    await tx.run(sql`update assistance_recognition_member set valid_to = greatest(${lastDay}::date, valid_from)
      where recognition_id = ${id} and person_id = any(${[...personIds]}::uuid[])`);
    const left = held.filter((one) => one.recognitionId === id).map((one) => one.personId);
    await endStatus(tx, left, lastDay);
    await tell(tx, old, { fromState: 'active', toState: 'active', memberIds: remain });
  }
}

export const getRecognition = (tx: Tx, id: string): Promise<Recognition | null> =>
  tx.maybe<Recognition>(sql`select ${columns} from assistance_recognition where id = ${id}`);

/** The household's registration moved to another county: the recognition goes along and stands until that county has decided. */
export async function moveRecognition(tx: Tx, old: Recognition, division: DivisionCode): Promise<void> {
  await tx.run(sql`update assistance_recognition set division = ${division} where id = ${old.id}`);
  await tx.run(sql`update assistance_recognition_member set division = ${division} where recognition_id = ${old.id}`);
  await recordAudit(tx, {
    action: 'recognition.moved',
    subject: { kind: 'recognition', id: old.id },
    personId: old.personId,
    division,
    detail: { from: old.division },
  });
  await tell(tx, { ...old, division }, { fromState: 'active', toState: 'active', memberIds: await membersOf(tx, old.id) });
}

/** The recognition that a household has now; null for one that has none. */
export const activeOfHousehold = async (tx: Tx, householdId: string): Promise<string | null> =>
  (
    await tx.maybe<{ id: string }>(
      sql`select id from assistance_recognition where household_id = ${householdId} and state = 'active' limit 1`,
    )
  )?.id ?? null;

/** The last recognition of a household, whether it stands or not: the family's own file. */
export const recognitionOfHousehold = (tx: Tx, householdId: string): Promise<Recognition | null> =>
  tx.maybe<Recognition>(
    sql`select ${columns} from assistance_recognition where household_id = ${householdId} order by valid_from desc, id desc limit 1`,
  );

/** A review was closed without a decision: the next one is due on this day. */
export const postponeReview = (tx: Tx, id: string, reviewDue: PlainDate | null): Promise<number> =>
  tx.run(sql`update assistance_recognition set review_due = ${reviewDue}, reminded_on = null where id = ${id}`);

/** Who is covered from today on: whoever is not named leaves with today, who is new joins. */
export async function coverRecognised(tx: Tx, old: Recognition, memberIds: readonly Id<'Person'>[]): Promise<void> {
  const left = await tx.rows<{
    personId: Id<'Person'>;
  }>(sql`update assistance_recognition_member set valid_to = greatest(${tx.today}::date, valid_from)
    where recognition_id = ${old.id} and person_id <> all(${[...memberIds]}::uuid[]) and (valid_to is null or valid_to > ${tx.today}) returning person_id`);
  await endStatus(
    tx,
    left.map(({ personId }) => personId),
    tx.today,
  );
  await tx.run(sql`insert into assistance_recognition_member (recognition_id, person_id, division, valid_from, valid_to)
    select ${old.id}, p, ${old.division}, ${tx.today}, ${old.validTo} from unnest(${[...memberIds].sort()}::uuid[]) p
    on conflict (recognition_id, person_id) do update set valid_to = excluded.valid_to`);
}

/** A review has found that it stands: on the newer decision, for the members of today, until the next review. */
export async function renewRecognition(
  tx: Tx,
  old: Recognition,
  by: { decisionId: string; memberIds: readonly Id<'Person'>[]; reviewDue: PlainDate | null },
): Promise<void> {
  await tx.run(
    sql`update assistance_recognition set decision_id = ${by.decisionId}, review_due = ${by.reviewDue}, reminded_on = null where id = ${old.id}`,
  );
  await coverRecognised(tx, old, by.memberIds);
  await recordAudit(tx, {
    action: 'recognition.renewed',
    subject: { kind: 'recognition', id: old.id },
    personId: old.personId,
    division: old.division,
    detail: { reviewDue: by.reviewDue },
  });
  await tell(tx, old, { fromState: 'active', toState: 'renewed', memberIds: by.memberIds });
}

export const recognitionOfCase = (tx: Tx, caseId: string): Promise<Recognition | null> =>
  tx.maybe<Recognition>(sql`select ${columns} from assistance_recognition where case_id = ${caseId}`);

const past = (tx: Tx): Sql =>
  sql`assistance_recognition where state = 'active' and coalesce(valid_to, review_due) < ${tx.today} and valid_to is not null`;
const toRemind = (tx: Tx, within: { days: number }): Sql =>
  sql`assistance_recognition where state = 'active' and reminded_on is null and coalesce(valid_to, review_due) <= ${plusDays(tx.today, within.days)}`;

/** Whether any has passed, or ends within so many days. */
export const anyRecognitionDue = (tx: Tx, within: { days: number }) => anyRow(tx, past(tx), toRemind(tx, within));

/** Rigid ones whose last day has passed become history. At most 200 a call; returns how many. */
export async function expireRecognitions(tx: Tx): Promise<number> {
  const due = await tx.rows<Recognition>(sql`update assistance_recognition set state = 'expired', end_reason = '有效期满'
    where id in (select id from ${past(tx)} order by valid_to limit 200 for update skip locked) returning ${columns}`);
  for (const old of due) await tell(tx, old, { fromState: 'active', toState: 'expired', memberIds: await membersOf(tx, old.id) });
  return due.length;
}

/** Those that end, or must be reviewed, within so many days and whom nobody has told yet; marks them as told. */
export const recognitionsToRemind = (tx: Tx, within: { days: number }): Promise<Recognition[]> =>
  tx.rows<Recognition>(sql`update assistance_recognition set reminded_on = ${tx.today}
    where id in (select id from ${toRemind(tx, within)} order by coalesce(valid_to, review_due) limit 200 for update skip locked) returning ${columns}`);
