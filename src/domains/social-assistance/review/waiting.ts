/**
 * Reviews that wait: one person has one review at a time, and may hold two benefits. What falls due for the other one is kept with its ground and its day, shown to
 * whoever does the first, and opened when that is closed (`waited.ts`).
 */
import { sql } from '../../../database/sql.ts';
import { longDate } from '../../../kernel/calendar/index.ts';
import { newId, type Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { defineSealed } from '../../../kernel/protect/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode } from '../../../kernel/schema/index.ts';
import { townshipOf } from '../family/places.ts';
import type { NewReview } from './open.ts';
import { mergedKind, type Review, type ReviewSubject } from './store.ts';
import { type ReviewKind, reviewKinds, reviewWords } from './terms.ts';

defineSealed({ table: 'benefit_review_waiting', key: ['id'], sealed: ['reason'] });
export const waitingPlace = (id: string): string => `benefit_review_waiting.reason:${id}`;

type Ground = Pick<Review, 'kind' | 'sinceMonth' | 'dueOn'>;
export interface Waiting extends Ground, Pick<Review, 'entitlementId' | 'recognitionId'> {
  readonly id: string;
  readonly personId: PersonId;
  readonly division: DivisionCode;
  readonly warningId: string | null;
  readonly reason: Buffer;
}
export const waitingColumns = sql`id, entitlement_id, recognition_id, person_id, division, kind, since_month, due_on, warning_id, reason`;

export const waitingWords = (tx: Tx, waiting: Waiting, name: string) => ({
  name,
  what: reviewWords(waiting).what,
  kind: reviewKinds[waiting.kind],
  date: longDate(waiting.dueOn),
  place: tx.divisions.get(waiting.division)?.name ?? '',
});

/** Kept once for a benefit: a second ground joins the first, as it would join an open review. */
export async function keepWaiting(
  tx: Tx,
  of: {
    subject: ReviewSubject;
    personId: PersonId;
    division: DivisionCode;
    name: string;
    caseId: string;
    given: NewReview;
    ground: Ground;
  },
): Promise<void> {
  const { subject, ground, given } = of;
  const id = newId();
  const { entitlementId, recognitionId } = { entitlementId: null, recognitionId: null, ...subject };
  const row = await tx.one<
    Waiting & { isNew: boolean }
  >(sql`insert into benefit_review_waiting as w (id, entitlement_id, recognition_id, person_id, division, kind, since_month,
      due_on, warning_id, reason, waits_since)
    values (${id}, ${entitlementId}, ${recognitionId}, ${of.personId}, ${of.division}, ${ground.kind}, ${ground.sinceMonth}, ${ground.dueOn}, ${given.warningId ?? null},
      ${tx.keys.sealJson(given.reason, waitingPlace(id))}, ${tx.today})
    on conflict on constraint benefit_review_waiting_subject do update set kind = ${mergedKind(sql`w.kind`, ground.kind)}, due_on = least(w.due_on, excluded.due_on),
      since_month = least(w.since_month, excluded.since_month), warning_id = coalesce(w.warning_id, excluded.warning_id)
    returning ${waitingColumns}, id = ${id} as is_new`);
  if (!row.isNew) return;
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(of) },
    template: 'review.waits',
    params: waitingWords(tx, row, of.name),
    caseId: of.caseId,
  });
}

/** What else of the person waits for its review. */
export const waitingOf = (
  tx: Tx,
  personId: string,
): Promise<(Pick<Review, 'recognitionId' | 'dueOn'> & { kind: ReviewKind })[]> =>
  tx.rows(
    sql`select recognition_id, kind, due_on from benefit_review_waiting where person_id = ${personId} order by due_on, id limit 10`,
  );
