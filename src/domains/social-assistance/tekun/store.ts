/** All SQL of the 特困供养 records: profiles, assessments, agreements, wishes. Health and agreements are sealed here and opened here. */
import { insertValues, setValues, sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import type { EntitlementId } from '../../../kernel/payment/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode, Id, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import type { CareItems } from './facts.ts';
import type { CareMode, ProfileState, SelfCareGrade, StopGround, WaitingReason, Wish } from './terms.ts';
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
  readonly endReason: StopGround | null;
  readonly version: number;
}

const columns = sql`id, person_id, case_id, division, urban_rural, state, mode, grade, institution_id, base_entitlement_id, care_entitlement_id,
  from_month, last_month, end_reason, version`;

/** The profile in which a person is supported now, held until the transaction ends. */
export const lockOpenProfile = (tx: Tx, personId: PersonId): Promise<Profile | null> =>
  tx.maybe<Profile>(
    sql`select ${columns} from tekun_profile where person_id = ${personId} and state <> 'ended' order by id desc limit 1 for update`,
  );

/** Profiles that are supported by any of these entitlements. */
export const profilesPaidBy = (tx: Tx, entitlementIds: readonly EntitlementId[]): Promise<Profile[]> =>
  tx.rows<Profile>(sql`select ${columns} from tekun_profile
    where base_entitlement_id = any(${[...entitlementIds]}::uuid[]) or care_entitlement_id = any(${[...entitlementIds]}::uuid[]) order by id`);

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
  changes: Partial<Pick<Profile, 'state' | 'mode' | 'grade' | 'institutionId' | 'careEntitlementId' | 'lastMonth' | 'endReason'>>,
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
  readonly content: AssessmentContent;
}

const assessmentPlace = (id: string): string => `tekun_assessment.content:${id}`;

export async function insertAssessment(
  tx: Tx,
  profile: Profile,
  given: Omit<Assessment, 'id'> & { caseId: string },
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
      recordedAt: tx.now,
      recordedBy: tx.actor.id,
    })}`,
  );
}

/** Newest first, at most 20. */
export async function assessmentsOf(tx: Tx, profileId: string): Promise<Assessment[]> {
  const rows = await tx.rows<Omit<Assessment, 'content'> & { content: Buffer }>(
    sql`select id, assessed_on, grade, effective_month, content from tekun_assessment where profile_id = ${profileId} order by recorded_at desc limit 20`,
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

export const endAgreement = (tx: Tx, profileId: string, lastMonth: YearMonth): Promise<number> =>
  tx.run(sql`update tekun_agreement set last_month = ${lastMonth} where profile_id = ${profileId} and last_month is null`);

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
