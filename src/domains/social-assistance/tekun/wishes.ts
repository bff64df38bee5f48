/** 供养意愿: recorded at recognition and at each yearly review; who wishes to enter an institution and has not waits in a queue with a reason (R23). */
import { sql } from '../../../database/sql.ts';
import { recordAudit } from '../../../kernel/audit/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { scopeRange } from '../../../kernel/division/index.ts';
import { emit } from '../../../kernel/event/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { insertWish, lockOpenProfile, type Profile, settleWish, setWaitingReason } from './store.ts';
import type { SelfCareGrade, WaitingReason, Wish } from './terms.ts';

/** The wish on file gives way to the new one; somebody who already lives in an institution does not wait. */
export async function recordWish(tx: Tx, profile: Profile, wish: Wish): Promise<void> {
  await settleWish(tx, profile.id, 'changed');
  const waits = wish === 'institution' && profile.mode === 'home';
  await insertWish(tx, profile, { wish, waitingReason: waits ? 'arranging' : null });
  if (wish === 'institution' && !waits) await settleWish(tx, profile.id, 'admitted');
  await emit(tx, {
    type: 'tekun.wish.recorded',
    subject: { kind: 'person', id: profile.personId },
    division: profile.division,
    payload: { personId: profile.personId, wish, recordedOn: tx.today },
  });
}

/** Asked again, at a visit or a review. */
export async function recordWishOf(
  tx: Tx,
  given: { personId: PersonId; wish: Wish },
): Promise<Result<{ wish: Wish }, 'TEKUN_NOT_FOUND'>> {
  const profile = await lockOpenProfile(tx, given.personId);
  if (!profile || profile.state === 'stopping') return fail('TEKUN_NOT_FOUND', { name: '该人员' });
  await recordWish(tx, profile, given.wish);
  await recordAudit(tx, {
    action: 'tekun.wish-recorded',
    subject: { kind: 'tekun-profile', id: profile.id },
    personId: profile.personId,
    division: profile.division,
  });
  return ok({ wish: given.wish });
}

export async function explainWaiting(
  tx: Tx,
  given: { wishId: string; reason: WaitingReason },
): Promise<Result<{ reason: WaitingReason }, 'NOT_FOUND'>> {
  if ((await setWaitingReason(tx, given.wishId, given.reason)) === 0) return fail('NOT_FOUND');
  await recordAudit(tx, { action: 'tekun.waiting-explained', subject: { kind: 'tekun-wish', id: given.wishId } });
  return ok({ reason: given.reason });
}

export interface WaitingRow {
  readonly id: string;
  readonly personId: PersonId;
  readonly caseId: string;
  readonly name: string;
  readonly division: DivisionCode;
  readonly divisionName: string;
  readonly grade: SelfCareGrade | null;
  readonly recordedOn: PlainDate;
  readonly waitingReason: WaitingReason | null;
}

const PAGE = 50;

/** Who waits longest comes first; the cursor is the day and the id of the last row. */
export async function waitingList(
  tx: Tx,
  filter: { division: DivisionCode; after: { recordedOn: PlainDate; id: string } | null },
): Promise<{ rows: WaitingRow[]; next: string | null }> {
  const { lo, hi } = scopeRange(filter.division);
  const found = await tx.rows<Omit<WaitingRow, 'divisionName'>>(
    sql`select w.id, w.person_id, t.case_id, p.name, w.division, t.grade, w.recorded_on, w.waiting_reason
      from tekun_wish w join tekun_profile t on t.id = w.profile_id join person p on p.id = w.person_id
      where w.settled_on is null and w.wish = 'institution' and w.division >= ${lo} and w.division < ${hi}
        and ${filter.after ? sql`(w.recorded_on, w.id) > (${filter.after.recordedOn}::date, ${filter.after.id}::uuid)` : sql`true`}
      order by w.recorded_on, w.id limit ${PAGE + 1}`,
  );
  const rows = found.slice(0, PAGE);
  const last = rows.at(-1);
  if (rows.length > 0)
    await recordAudit(tx, { action: 'tekun.waiting-listed', personIds: rows.map((r) => r.personId), division: filter.division });
  return {
    rows: rows.map((row) => ({ ...row, divisionName: tx.divisions.fullName(row.division) })),
    next: found.length > PAGE && last ? `${last.recordedOn}~${last.id}` : null,
  };
}

/** Counts behind the two rates of the plan: of those who cannot care for themselves, and of those who wish it. */
export interface CareFigures {
  readonly supported: number;
  readonly inInstitution: number;
  readonly unable: number;
  readonly unableInInstitution: number;
  /** Those in institutions and those who wait for one. */
  readonly wished: number;
}

export function careFigures(tx: Tx, division: DivisionCode): Promise<CareFigures> {
  const { lo, hi } = scopeRange(division);
  return tx.one<CareFigures>(sql`select count(*)::int as supported,
      (count(*) filter (where mode = 'institution'))::int as in_institution,
      (count(*) filter (where grade in ('half', 'full')))::int as unable,
      (count(*) filter (where grade in ('half', 'full') and mode = 'institution'))::int as unable_in_institution,
      (count(*) filter (where mode = 'institution' or waiting))::int as wished
    from (select t.mode, t.grade, exists (select from tekun_wish w where w.profile_id = t.id and w.settled_on is null and w.wish = 'institution') as waiting
      from tekun_profile t where t.state <> 'ended' and t.division >= ${lo} and t.division < ${hi}) p`);
}
