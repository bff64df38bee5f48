/** What waited for another review of the same person: opened when that is closed, told of before its day passes. */
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { monthOf, plusDays } from '../../../kernel/calendar/index.ts';
import type { Context, Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { getEntitlement } from '../../../kernel/payment/server.ts';
import { townshipOf } from '../family/places.ts';
import { getRecognition } from '../recognition/store.ts';
import { openReview } from './open.ts';
import type { ReviewSubject } from './store.ts';
import { type Waiting, waitingColumns, waitingPlace, waitingWords } from './waiting.ts';

/** A death and an appeal are looked at whatever has ended meanwhile; the rest only while there is something to look at. */
async function stillStands(tx: Tx, { entitlementId, recognitionId, kind }: Waiting): Promise<boolean> {
  if (recognitionId) return (await getRecognition(tx, recognitionId))?.state === 'active';
  const entitlement = entitlementId ? await getEntitlement(tx, entitlementId) : null;
  if (!entitlement?.ok) return false;
  const { toMonth } = entitlement.value;
  return toMonth === null || kind === 'death' || kind === 'appeal' || toMonth > monthOf(tx.today);
}

/** Opens what waits and whose person has no open review; of everybody, or of one person. Returns how many rows it took. */
async function openWaiting(tx: Tx, of: { personId: string | null; limit: number }): Promise<number> {
  const rows = await tx.rows<Waiting>(sql`select ${waitingColumns} from benefit_review_waiting w
    where (${of.personId}::uuid is null or w.person_id = ${of.personId}::uuid)
      and not exists (select from service_case c where c.applicant_person_id = w.person_id and c.item_id = 'SA-02' and c.closed_at is null)
    order by due_on, id limit ${of.limit} for update of w skip locked`);
  for (const row of rows) {
    await tx.run(sql`delete from benefit_review_waiting where id = ${row.id}`);
    if (!(await stillStands(tx, row))) continue;
    const { entitlementId, recognitionId, kind, sinceMonth: since, dueOn, warningId } = row;
    const subject: ReviewSubject = entitlementId ? { entitlementId } : { recognitionId: recognitionId! };
    const reason = tx.keys.openJson<string>(row.reason, waitingPlace(row.id));
    const opened = await openReview(tx, { ...subject, kind, since, dueOn, warningId, reason });
    if (!opened.ok) throw new Error(`waiting review ${row.id}: ${opened.code}`);
  }
  return rows.length;
}

/** When a review is closed. */
export async function openWaitingAfter(tx: Tx, caseId: string): Promise<void> {
  const closed = await tx.maybe<{ personId: string }>(
    sql`select person_id from benefit_review where case_id = ${caseId} and change is not null`,
  );
  if (closed) await openWaiting(tx, { personId: closed.personId, limit: 1 });
}

const LATE_DAYS = 7;
const BATCH = 200;

async function tellLate(tx: Tx): Promise<number> {
  const rows = await tx.rows<
    Waiting & { name: string; caseId: string | null }
  >(sql`update benefit_review_waiting w set told_late_on = ${tx.today} from person p
    where p.id = w.person_id and w.id in (select l.id from benefit_review_waiting l where l.told_late_on is null and l.due_on <= ${plusDays(tx.today, LATE_DAYS)}
      order by l.due_on, l.id limit ${BATCH})
    returning w.id, w.entitlement_id, w.recognition_id, w.person_id, w.division, w.kind, w.since_month, w.due_on, w.warning_id, w.reason, p.name,
      (select c.id from service_case c where c.applicant_person_id = w.person_id and c.item_id = 'SA-02' and c.closed_at is null limit 1) as case_id`);
  for (const row of rows)
    for (const to of [
      { performer: 'township-clerk', division: townshipOf(row) },
      { performer: 'township-leader', division: townshipOf(row) },
    ] as const)
      await notify(tx, { to, template: 'review.waits-late', params: waitingWords(tx, row, row.name), caseId: row.caseId });
  return rows.length;
}

/** The daily job: what an event has missed is opened, what comes near its day is told of. */
export async function followWaiting(context: Context): Promise<void> {
  const actor = systemActor('review', context.city);
  while ((await context.write(actor, (tx) => openWaiting(tx, { personId: null, limit: BATCH }))) === BATCH);
  while ((await context.write(actor, tellLate)) === BATCH);
}
