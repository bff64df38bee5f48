/** All SQL of referrals and rounds; what is sealed of them is opened here. */
import { sql } from '../../../database/sql.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { limits } from '../stays/limits.ts';
import { sealPlace } from '../stays/store.ts';
import { type ReferralCourse, type ReferralLimits, referralAlarms } from './referral-rules.ts';
import type { ReferralEnd, ReferralStep } from './terms.ts';

/** What the hospital was handed over, as it stood at the transfer. */
export interface Handover {
  readonly facts: readonly { label: string; value: string }[];
}

export interface Referral {
  id: string;
  no: number;
  institutionId: string;
  division: DivisionCode;
  stayId: string;
  personId: string;
  agentPersonId: string | null;
  name: string;
  bed: string;
  incidentId: string | null;
  hospital: string;
  green: boolean;
  reason: string;
  handover: Handover;
  outAt: string;
  receivedAt: string | null;
  admittedAt: string | null;
  leaveId: string | null;
  keepTo: PlainDate | null;
  endedAt: string | null;
  endedAs: ReferralEnd | null;
  told: string[];
  recordedName: string;
}
type Row = Omit<Referral, 'reason' | 'handover'> & { reason: Buffer; handover: Buffer };
const columns = sql`f.id, f.no, f.institution_id, f.division, f.stay_id, s.person_id, a.agent_person_id, p.name, b.code as bed, f.incident_id, f.hospital, f.green, f.reason,
  f.handover, f.out_at, f.received_at, f.admitted_at, f.leave_id, f.keep_to, f.ended_at, f.ended_as, f.told, f.recorded_name`;
const from = sql`care_referral f join care_stay s on s.id = f.stay_id join care_admission a on a.id = s.admission_id join person p on p.id = s.person_id
  join care_bed b on b.id = s.bed_id`;
const iso = (at: string | null): string | null => (at === null ? null : new Date(at).toISOString());
const referralOf = (tx: Tx, row: Row): Referral => ({
  ...row,
  outAt: iso(row.outAt)!,
  receivedAt: iso(row.receivedAt),
  admittedAt: iso(row.admittedAt),
  endedAt: iso(row.endedAt),
  reason: tx.keys.open(row.reason, sealPlace('care_referral', 'reason', row.id)),
  handover: tx.keys.openJson(row.handover, sealPlace('care_referral', 'handover', row.id)),
});

export async function findReferral(tx: Tx, id: string, lock = sql``): Promise<Result<Referral, 'NOT_FOUND'>> {
  const row = await tx.maybe<Row>(sql`select ${columns} from ${from} where f.id = ${id} ${lock}`);
  return row ? ok(referralOf(tx, row)) : fail('NOT_FOUND');
}
/** The referral, locked: the second of two waits, then sees what the first one did. */
export const lockReferral = (tx: Tx, id: string) => findReferral(tx, id, sql`for update of f`);

export const referralsWhere = async (tx: Tx, where = sql`true`): Promise<Referral[]> =>
  (
    await tx.rows<Row>(
      sql`select ${columns} from ${from} where ${where} order by f.ended_at is not null, f.out_at desc, f.id limit 200`,
    )
  ).map((row) => referralOf(tx, row));

export interface StepContent {
  readonly text: string;
  readonly who?: string;
}
export interface CourseStep extends StepContent {
  id: string;
  referralId: string;
  kind: ReferralStep;
  at: string;
  recordedAt: string;
  byName: string;
}
export const referralStepsOf = async (tx: Tx, ids: readonly string[]): Promise<CourseStep[]> =>
  (
    await tx.rows<Omit<CourseStep, keyof StepContent> & { content: Buffer }>(
      sql`select id, referral_id, kind, at, recorded_at, by_name, content from care_referral_step
        where referral_id = any(${[...ids]}::uuid[]) order by recorded_at, id limit 5000`,
    )
  ).map(({ content, ...row }) => ({
    ...row,
    ...tx.keys.openJson<StepContent>(content, sealPlace('care_referral_step', 'content', row.id)),
  }));

export const addReferralStep = (
  tx: Tx,
  of: Pick<Referral, 'id' | 'institutionId' | 'division'>,
  step: { kind: ReferralStep; at: string; content: StepContent },
): Promise<number> => {
  const id = newId();
  return tx.run(sql`insert into care_referral_step (id, referral_id, institution_id, division, kind, at, content, recorded_at, by_actor, by_name)
    values (${id}, ${of.id}, ${of.institutionId}, ${of.division}, ${step.kind}, ${step.at},
      ${tx.keys.sealJson(step.content, sealPlace('care_referral_step', 'content', id))}, ${tx.now}, ${tx.actor.id}, ${tx.actor.name})`);
};

/** The last that was heard of the hospital: news, or the admission itself. */
const newsOf = (steps: readonly CourseStep[]): string | null =>
  steps
    .filter(({ kind }) => kind === 'news')
    .map(({ at }) => new Date(at).toISOString())
    .sort()
    .at(-1) ?? null;

export const referralCourse = (of: Referral, steps: readonly CourseStep[]): ReferralCourse => ({
  outAt: of.outAt,
  receivedAt: of.receivedAt,
  admittedAt: of.admittedAt,
  endedAs: of.endedAs,
  newsAt: newsOf(steps.filter((s) => s.referralId === of.id)),
  keepTo: of.keepTo,
});

export async function referralLimits(
  tx: Tx,
  division: DivisionCode,
): Promise<Result<ReferralLimits & { keepDays: number }, 'PARAM_MISSING'>> {
  const set = await limits(tx, division, ['CARE-REF-RECEIVE', 'CARE-REF-ADMIT', 'CARE-REF-NEWS', 'CARE-BED-KEEP']);
  if (!set.ok) return set;
  return ok({
    receiveMinutes: set.value['CARE-REF-RECEIVE'],
    admitHours: set.value['CARE-REF-ADMIT'],
    newsDays: set.value['CARE-REF-NEWS'],
    keepDays: set.value['CARE-BED-KEEP'],
  });
}

/** When it rings next, by what has been recorded. */
export async function setNextAlarm(tx: Tx, id: string): Promise<Result<null>> {
  const found = await findReferral(tx, id);
  if (!found.ok) return found;
  const set = await referralLimits(tx, found.value.division);
  if (!set.ok) return set;
  const alarms = referralAlarms(referralCourse(found.value, await referralStepsOf(tx, [id])), set.value);
  const next = alarms
    .filter(({ key }) => !found.value.told.includes(key))
    .map(({ at }) => at)
    .sort()[0];
  await tx.run(sql`update care_referral set next_at = ${next ?? null}, version = version + 1 where id = ${id}`);
  return ok(null);
}

/** The stay has ended while its person was away: what was open of the transfer ends with it. */
export async function endReferrals(tx: Tx, stayId: string, as: 'discharged' | 'deceased'): Promise<void> {
  const open = await tx.maybe<Pick<Referral, 'id' | 'institutionId' | 'division'>>(
    sql`update care_referral set ended_at = ${tx.now}, ended_as = ${as}, next_at = null, version = version + 1 where stay_id = ${stayId} and ended_at is null
      returning id, institution_id, division`,
  );
  if (open)
    await addReferralStep(tx, open, {
      kind: 'ended',
      at: tx.now,
      content: { text: as === 'deceased' ? '老人去世，转诊结束' : '已退住，转诊结束' },
    });
}
