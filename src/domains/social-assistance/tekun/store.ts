/** All SQL of the 特困供养 records: profiles, assessments, agreements, wishes. Health and agreements are sealed here and opened here. */
import { insertValues, type Sql, setValues, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { EntitlementId } from '../../../kernel/payment/server.ts';
import { closeAccess, type PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode, Id, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow } from '../../../kernel/worker/server.ts';
import type { CareItems } from './facts.ts';
import type { CareMode, EndReason, ProfileState, SelfCareGrade, WaitingReason, Wish } from './terms.ts';
import './sealed.ts';

export interface Profile {
  readonly id: Id<'TekunProfile'>;
  readonly personId: PersonId;
  /** The case by which the person was recognised. */
  readonly caseId: Id<'Case'>;
  readonly division: DivisionCode;
  readonly urbanRural: 'urban' | 'rural';
  readonly state: ProfileState;
  readonly mode: CareMode;
  readonly grade: SelfCareGrade | null;
  readonly institutionId: Id<'Payee'> | null;
  readonly baseEntitlementId: EntitlementId;
  readonly careEntitlementId: EntitlementId | null;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly endReason: EndReason | null;
  /** Where the person is registered by now, while something has to be finished here first. */
  readonly movingTo: DivisionCode | null;
  readonly movedOn: PlainDate | null;
  readonly version: number;
}

const columns = sql`id, person_id, case_id, division, urban_rural, state, mode, grade, institution_id, base_entitlement_id, care_entitlement_id,
  from_month, last_month, end_reason, moving_to, moved_on, version`;

/** The profile in which a person is supported now, held until the transaction ends. */
export const lockOpenProfile = (tx: Tx, personId: PersonId): Promise<Profile | null> =>
  tx.maybe<Profile>(
    sql`select ${columns} from tekun_profile where person_id = ${personId} and state <> 'ended' order by id desc limit 1 for update`,
  );

const moved = (): Sql => sql`tekun_profile t where moving_to is not null and state = 'supported' and end_reason is null
    and not ${hasOpenChange(sql`t.person_id`)}`;
export const anyToHandOver = (tx: Tx) => anyRow(tx, moved());

/** Profiles of persons who have moved away, and for whom nothing is left to finish here. */
export const profilesToHandOver = (tx: Tx, limit: number): Promise<Profile[]> =>
  tx.rows<Profile>(sql`select ${columns} from ${moved()} order by id limit ${limit} for update`);

const hasOpenChange = (person: Sql): Sql =>
  sql`exists (select from service_case c where c.applicant_person_id = ${person} and c.item_id = 'SA-04' and c.closed_at is null)`;

/** A change, an end or a review of the person that is not finished. */
export const isBeingChanged = async (tx: Tx, personId: PersonId): Promise<boolean> =>
  (await tx.one<{ open: boolean }>(sql`select ${hasOpenChange(sql`${personId}::uuid`)} as open`)).open;

/** Profiles that are supported by any of these entitlements. */
export const profilesPaidBy = (tx: Tx, entitlementIds: readonly EntitlementId[]): Promise<Profile[]> =>
  tx.rows<Profile>(sql`select ${columns} from tekun_profile
    where base_entitlement_id = any(${[...entitlementIds]}::uuid[]) or care_entitlement_id = any(${[...entitlementIds]}::uuid[]) order by id`);

/** Whoever is supported moves within the county; what belongs to the profile follows by the database. Gives the case of the recognition. */
export const moveProfile = async (
  tx: Tx,
  { personId, fromDivision, toDivision }: { personId: PersonId; fromDivision: DivisionCode; toDivision: DivisionCode },
): Promise<string[]> =>
  (
    await tx.rows<{ caseId: string }>(sql`update tekun_profile set division = ${toDivision}, version = version + 1
      where person_id = ${personId} and division = ${fromDivision} and state <> 'ended' returning case_id`)
  ).map((row) => row.caseId);

/** The profile of a person, ended ones too; the newest. */
export const findProfile = (tx: Tx, personId: PersonId): Promise<Profile | null> =>
  tx.maybe<Profile>(sql`select ${columns} from tekun_profile where person_id = ${personId} order by id desc limit 1`);

export async function insertProfile(
  tx: Tx,
  given: Pick<Profile, 'personId' | 'caseId' | 'division' | 'urbanRural' | 'baseEntitlementId' | 'fromMonth'>,
): Promise<Id<'TekunProfile'>> {
  const id = newId();
  await tx.run(sql`insert into tekun_profile ${insertValues({ id, ...given, state: 'assessing' satisfies ProfileState })}`);
  return id;
}

export const updateProfile = (
  tx: Tx,
  id: Id<'TekunProfile'>,
  changes: Partial<
    Pick<
      Profile,
      | 'state'
      | 'urbanRural'
      | 'mode'
      | 'grade'
      | 'institutionId'
      | 'careEntitlementId'
      | 'lastMonth'
      | 'endReason'
      | 'movingTo'
      | 'movedOn'
    >
  >,
): Promise<number> => tx.run(sql`update tekun_profile set ${setValues(changes)}, version = version + 1 where id = ${id}`);

export interface AssessmentContent {
  readonly items: CareItems;
  readonly organisation: string;
  readonly assessors: readonly string[];
  readonly personOpinion: string;
  readonly note: string;
}

export interface Assessment {
  readonly id: string;
  readonly assessedOn: PlainDate;
  readonly grade: SelfCareGrade;
  readonly effectiveMonth: YearMonth;
  readonly recordedAt: string;
  readonly content: AssessmentContent;
}

const assessmentPlace = (id: string): string => `tekun_assessment.content:${id}`;

/** Recorded now; one that goes along with a move keeps its own time, and with it its place among the others. */
export async function insertAssessment(
  tx: Tx,
  profile: Profile,
  given: Omit<Assessment, 'id' | 'recordedAt'> & { caseId: string; recordedAt?: string },
): Promise<void> {
  const id = newId();
  await tx.run(
    sql`insert into tekun_assessment ${insertValues({
      id,
      profileId: profile.id,
      personId: profile.personId,
      caseId: given.caseId,
      division: profile.division,
      assessedOn: given.assessedOn,
      grade: given.grade,
      effectiveMonth: given.effectiveMonth,
      content: tx.keys.sealJson(given.content, assessmentPlace(id)),
      recordedAt: given.recordedAt ?? tx.now,
      recordedBy: tx.actor.id,
    })}`,
  );
}

/** Newest first, at most 20. */
export async function assessmentsOf(tx: Tx, profileId: string): Promise<Assessment[]> {
  const rows = await tx.rows<Omit<Assessment, 'content'> & { content: Buffer }>(
    sql`select id, assessed_on, grade, effective_month, recorded_at, content from tekun_assessment where profile_id = ${profileId}
      order by recorded_at desc, assessed_on desc limit 20`,
  );
  return rows.map((row) => ({ ...row, content: tx.keys.openJson<AssessmentContent>(row.content, assessmentPlace(row.id)) }));
}

/** The decision that the newest assessment made. */
export const assessmentDecision = async (tx: Tx, profileId: string): Promise<string | null> =>
  (
    await tx.maybe<{
      id: string;
    }>(sql`select d.id from tekun_assessment a join decision d on d.case_id = a.case_id and d.rule_name = 'tekun-care'
      where a.profile_id = ${profileId} order by a.recorded_at desc, d.made_at desc limit 1`)
  )?.id ?? null;

export interface AgreementContent {
  readonly caregiver: string;
  readonly relation: string;
  readonly phone: string;
  readonly duties: string;
  readonly payFen: number;
  readonly last4: string;
}

export interface Agreement {
  readonly id: string;
  readonly caregiverPersonId: PersonId | null;
  readonly providerId: Id<'Payee'> | null;
  readonly fromMonth: YearMonth;
  readonly lastMonth: YearMonth | null;
  readonly signedOn: PlainDate;
  readonly content: AgreementContent;
}

const agreementPlace = (id: string): string => `tekun_agreement.content:${id}`;

/** The agreement in force ends before the new one begins. */
export async function replaceAgreement(
  tx: Tx,
  profile: Profile,
  given: Omit<Agreement, 'id' | 'lastMonth'> & { caseId: string; lastOfFormer: YearMonth },
): Promise<void> {
  await endAgreement(tx, profile.id, given.lastOfFormer);
  const id = newId();
  await tx.run(
    sql`insert into tekun_agreement ${insertValues({
      id,
      profileId: profile.id,
      personId: profile.personId,
      caseId: given.caseId,
      division: profile.division,
      caregiverPersonId: given.caregiverPersonId,
      providerId: given.providerId,
      fromMonth: given.fromMonth,
      signedOn: given.signedOn,
      content: tx.keys.sealJson(given.content, agreementPlace(id)),
      recordedAt: tx.now,
      recordedBy: tx.actor.id,
    })}`,
  );
}

/** Who may look at a caregiver from another county: for as long as the agreement there holds. */
export const careAccess = (profileId: string): string => `tekun-care:${profileId}`;

export async function endAgreement(tx: Tx, profileId: string, lastMonth: YearMonth): Promise<void> {
  await tx.run(sql`update tekun_agreement set last_month = ${lastMonth} where profile_id = ${profileId} and last_month is null`);
  await closeAccess(tx, careAccess(profileId));
}

/** The end of a support was taken back: so is that of its agreement. */
export const resumeAgreement = (tx: Tx, profileId: string, lastMonth: YearMonth): Promise<number> =>
  tx.run(sql`update tekun_agreement set last_month = null where id = (select id from tekun_agreement
    where profile_id = ${profileId} and last_month = ${lastMonth} order by recorded_at desc limit 1)`);

export async function agreementOf(tx: Tx, profileId: string): Promise<Agreement | null> {
  const row = await tx.maybe<Omit<Agreement, 'content'> & { content: Buffer }>(
    sql`select id, caregiver_person_id, provider_id, from_month, last_month, signed_on, content from tekun_agreement
      where profile_id = ${profileId} order by recorded_at desc limit 1`,
  );
  return row && { ...row, content: tx.keys.openJson<AgreementContent>(row.content, agreementPlace(row.id)) };
}

export interface WishRow {
  readonly id: string;
  readonly wish: Wish;
  readonly recordedOn: PlainDate;
  readonly waitingReason: WaitingReason | null;
}

export const openWish = (tx: Tx, profileId: string): Promise<WishRow | null> =>
  tx.maybe<WishRow>(
    sql`select id, wish, recorded_on, waiting_reason from tekun_wish where profile_id = ${profileId} and settled_on is null`,
  );

export const settleWish = (tx: Tx, profileId: string, how: 'admitted' | 'changed' | 'ended'): Promise<number> =>
  tx.run(
    sql`update tekun_wish set settled_on = ${tx.today}, settled_how = ${how} where profile_id = ${profileId} and settled_on is null`,
  );

export const insertWish = (
  tx: Tx,
  profile: Profile,
  given: { wish: Wish; waitingReason: WaitingReason | null },
): Promise<number> =>
  tx.run(
    sql`insert into tekun_wish ${insertValues({
      id: newId(),
      profileId: profile.id,
      personId: profile.personId,
      division: profile.division,
      ...given,
      recordedOn: tx.today,
      recordedBy: tx.actor.id,
    })}`,
  );

export const setWaitingReason = (tx: Tx, wishId: string, reason: WaitingReason): Promise<number> =>
  tx.run(
    sql`update tekun_wish set waiting_reason = ${reason} where id = ${wishId} and settled_on is null and wish = 'institution'`,
  );
