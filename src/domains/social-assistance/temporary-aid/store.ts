/** What is on record of aid: one row a case, its stages, and what the household got before. */
import { sql } from '../../../database/sql.ts';
import { daysBefore, plusDays } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { householdOf } from '../../../kernel/resident/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, Fen, PlainDate } from '../../../kernel/schema/index.ts';
import type { Case } from '../../../kernel/service/server.ts';
import type { EarlierAid } from './facts.ts';
import type { AidCause, AidType } from './terms.ts';

export interface Aid {
  readonly caseId: string;
  readonly type: AidType;
  readonly division: DivisionCode;
  readonly personId: string;
  readonly persons: number;
  readonly reportedAt: string;
  readonly amountFen: Fen | null;
  readonly townshipFen: Fen;
  readonly countyFen: Fen;
  readonly decidedOn: PlainDate | null;
  readonly firstHelpAt: string | null;
  readonly emergencyOverOn: PlainDate | null;
  readonly supplementedOn: PlainDate | null;
  readonly splitCount: number | null;
  readonly followUpOn: PlainDate | null;
  readonly followedUpOn: PlainDate | null;
  readonly followedUpBy: string | null;
  readonly followUp: string | null;
}

const place = (column: 'cause' | 'follow_up', caseId: string): string => `temporary_aid.${column}:${caseId}`;

export async function openAid(
  tx: Tx,
  aid: Pick<Aid, 'caseId' | 'type' | 'division' | 'personId' | 'persons' | 'reportedAt'> & { cause: AidCause },
): Promise<void> {
  await tx.run(sql`insert into temporary_aid (case_id, type, cause, division, person_id, persons, reported_at)
    values (${aid.caseId}, ${aid.type}, ${tx.keys.seal(aid.cause, place('cause', aid.caseId))}, ${aid.division}, ${aid.personId}, ${aid.persons}, ${aid.reportedAt})`);
}

export async function getAid(tx: Tx, caseId: string): Promise<Aid> {
  const { followUp, ...row } = await tx.one<
    Omit<Aid, 'followUp'> & { followUp: Buffer | null }
  >(sql`select case_id, type, division, person_id, persons, reported_at,
      amount_fen, township_fen, county_fen, decided_on, first_help_at, emergency_over_on, supplemented_on, split_count,
      follow_up_on, followed_up_on, followed_up_by, follow_up
    from temporary_aid where case_id = ${caseId}`);
  return { ...row, followUp: followUp && tx.keys.open(followUp, place('follow_up', caseId)) };
}

/** Adds to what a case has been granted; the follow-up counts from the first money. */
export async function recordGrant(
  tx: Tx,
  caseId: string,
  given: { townshipFen: Fen } | { countyFen: Fen },
): Promise<Result<null, 'PARAM_MISSING'>> {
  const aid = await getAid(tx, caseId);
  const days = await wholeParameter(tx, 'TA-FOLLOW-DAYS', aid.division, tx.today);
  if (!days.ok) return days;
  const townshipFen = aid.townshipFen + ('townshipFen' in given ? given.townshipFen : 0);
  const countyFen = aid.countyFen + ('countyFen' in given ? given.countyFen : 0);
  await tx.run(sql`update temporary_aid set township_fen = ${townshipFen}, county_fen = ${countyFen}, amount_fen = ${townshipFen + countyFen},
      decided_on = coalesce(decided_on, ${tx.today}), first_help_at = coalesce(first_help_at, ${tx.now}), follow_up_on = coalesce(follow_up_on, ${plusDays(tx.today, days.value)})
    where case_id = ${caseId}`);
  return ok(null);
}

const YEARS_BACK = 2;

/** What these persons, or their household, got before by other cases, anywhere in the city. */
export async function earlierAid(tx: Tx, kase: Pick<Case, 'id' | 'applicantPersonId'>): Promise<EarlierAid[]> {
  const own = await tx.rows<{ personId: string }>(sql`select person_id from case_person where case_id = ${kase.id} limit 60`);
  const household = await householdOf(tx, kase.applicantPersonId);
  const persons = new Set([
    kase.applicantPersonId,
    ...own.map((p) => p.personId),
    ...(household?.members.map((m) => m.personId) ?? []),
  ]);
  const rows = await tx.rows<{
    caseId: string;
    type: AidType;
    cause: Buffer;
    decidedOn: PlainDate;
    amountFen: Fen;
    byTownship: boolean;
  }>(
    sql`select case_id, type, cause, decided_on, amount_fen, by_township from earlier_aid(${[...persons]}::uuid[], ${kase.id}, ${daysBefore(tx.today, YEARS_BACK * 366)})`,
  );
  return rows.map((row) => ({
    type: row.type,
    cause: tx.keys.open(row.cause, place('cause', row.caseId)) as AidCause,
    on: row.decidedOn,
    amountFen: row.amountFen,
    byTownship: row.byTownship,
  }));
}

/** Only as far as the day is known: the columns that a step of the case fills. */
export const noteAid = (
  tx: Tx,
  caseId: string,
  note: { emergencyOverOn?: PlainDate; supplementedOn?: PlainDate; splitCount?: number },
): Promise<number> =>
  tx.run(sql`update temporary_aid set emergency_over_on = coalesce(${note.emergencyOverOn ?? null}, emergency_over_on),
      supplemented_on = coalesce(${note.supplementedOn ?? null}, supplemented_on),
      split_count = coalesce(${note.splitCount ?? null}, split_count)
    where case_id = ${caseId}`);

export interface FollowUpRow {
  readonly caseId: string;
  readonly no: string | null;
  readonly applicantName: string;
  readonly division: DivisionCode;
  readonly followUpOn: PlainDate;
}

/** Visits that are due by a day, the oldest first. */
export const followUpsDue = (tx: Tx, by: PlainDate): Promise<FollowUpRow[]> =>
  tx.rows<FollowUpRow>(sql`select a.case_id, c.no, c.applicant_name, a.division, a.follow_up_on
    from temporary_aid a join service_case c on c.id = a.case_id
    where a.followed_up_on is null and a.follow_up_on <= ${by} order by a.follow_up_on, a.case_id limit 50`);

export async function recordFollowUp(tx: Tx, caseId: string, text: string): Promise<number> {
  return tx.run(sql`update temporary_aid set followed_up_on = ${tx.today}, followed_up_by = ${tx.actor.name},
      follow_up = ${tx.keys.seal(text, place('follow_up', caseId))}
    where case_id = ${caseId} and followed_up_on is null and follow_up_on is not null`);
}
