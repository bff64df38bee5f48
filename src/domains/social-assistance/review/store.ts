/** All SQL of reviews: which are open, what they came to, when the next is due. */
import { insertValues, type Sql, sql } from '../../../database/sql.ts';
import { addMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import type { EntitlementId } from '../../../kernel/payment/server.ts';
import type { PersonId } from '../../../kernel/resident/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { anyRow } from '../../../kernel/worker/server.ts';
import type { RecognitionKind } from '../classification/categories.ts';
import type { MovedThing, ReviewChange, ReviewKind } from './terms.ts';

/** What a review looks at: a benefit that is paid, or a recognition. */
export type ReviewSubject = { readonly entitlementId: EntitlementId } | { readonly recognitionId: string };

export interface Review {
  readonly caseId: string;
  /** Null where a recognition is reviewed. */
  readonly entitlementId: EntitlementId | null;
  readonly recognitionId: string | null;
  readonly personId: string;
  readonly householdId: string;
  readonly division: DivisionCode;
  readonly kind: ReviewKind;
  /** What is due has changed from this month on, although it was paid. */
  readonly sinceMonth: YearMonth | null;
  readonly dueOn: PlainDate;
  readonly openedOn: PlainDate;
  readonly change: ReviewChange | 'dismissed' | 'moved' | null;
  readonly decidedOn: PlainDate | null;
}
const COLUMNS = sql`case_id, entitlement_id, recognition_id, person_id, household_id, division, kind, since_month, due_on, opened_on, change, decided_on`;

export const reviewOfCase = (tx: Tx, caseId: string): Promise<Review> =>
  tx.one<Review>(sql`select ${COLUMNS} from benefit_review where case_id = ${caseId}`);

/** Which recognition each of these cases reviews; those that review a benefit are left out. */
export const recognitionsReviewed = (tx: Tx, caseIds: readonly string[]): Promise<{ caseId: string; kind: RecognitionKind }[]> =>
  tx.rows(
    sql`select b.case_id, r.kind from benefit_review b join assistance_recognition r on r.id = b.recognition_id where b.case_id = any(${[...caseIds]}::uuid[])`,
  );

const isSubject = (of: ReviewSubject) =>
  'entitlementId' in of ? sql`entitlement_id = ${of.entitlementId}` : sql`recognition_id = ${of.recognitionId}`;

export const openReviewOf = (tx: Tx, subject: ReviewSubject): Promise<Review | null> =>
  tx.maybe<Review>(sql`select ${COLUMNS} from benefit_review where ${isSubject(subject)} and change is null for update`);

export const insertReview = (tx: Tx, review: Omit<Review, 'change' | 'decidedOn'>): Promise<number> =>
  tx.run(sql`insert into benefit_review ${insertValues({ ...review })}`);

/**
 * Another ground for a review that is open already: the earlier limit and the earlier month hold. A death goes before the rest, one that was taken back before that; what asks for a check,
 * or looks at the whole year, goes before what does not.
 */
export const joinReview = (tx: Tx, caseId: string, ground: Pick<Review, 'kind' | 'sinceMonth' | 'dueOn'>): Promise<number> =>
  tx.run(sql`update benefit_review set kind = case when 'death-amended' in (kind, ${ground.kind}) then 'death-amended' when ${ground.kind} = 'death' then 'death'
      when kind in ('age', 'standard', 'change') and ${ground.kind} in ('periodic', 'warning') then ${ground.kind}
      when kind in ('age', 'standard') and ${ground.kind} = 'change' then 'change' else kind end, due_on = least(due_on, ${ground.dueOn}::date),
    since_month = least(since_month, ${ground.sinceMonth}) where case_id = ${caseId}`);

export const closeReview = (tx: Tx, caseId: string, change: ReviewChange | 'dismissed' | 'moved'): Promise<number> =>
  tx.run(sql`update benefit_review set change = ${change}, decided_on = ${tx.today} where case_id = ${caseId}`);

export interface MoveRow {
  readonly id: string;
  readonly what: MovedThing;
  readonly personName: string;
  readonly fromDivision: DivisionCode;
  readonly division: DivisionCode;
  readonly movedOn: PlainDate;
  readonly lastMonth: YearMonth;
  readonly firstMonth: YearMonth;
  readonly provisionalTo: YearMonth;
  readonly caseId: string | null;
  readonly transferredOn: PlainDate;
  readonly receivedOn: PlainDate | null;
  readonly receivedName: string | null;
  readonly confirmedOn: PlainDate | null;
}
const moveColumns = sql`id, what, person_name, from_division, division, moved_on, last_month, first_month, provisional_to, case_id,
  transferred_on, received_on, received_name, confirmed_on`;

/** The move that a review confirms; null for every other review. */
export const moveOfCase = (tx: Tx, caseId: string): Promise<MoveRow | null> =>
  tx.maybe<MoveRow>(sql`select ${moveColumns} from benefit_move where case_id = ${caseId}`);

/** The move by which a benefit has left for another county; null where it has not. */
export const moveAwayOf = (tx: Tx, entitlementId: EntitlementId): Promise<MoveRow | null> =>
  tx.maybe<MoveRow>(
    sql`select ${moveColumns} from benefit_move where old_entitlement_id = ${entitlementId} order by transferred_on desc, id desc limit 1`,
  );

export const receiveMove = (tx: Tx, caseId: string): Promise<number> =>
  tx.run(sql`update benefit_move set received_on = ${tx.today}, received_by = ${tx.actor.id}, received_name = ${tx.actor.name}
    where case_id = ${caseId} and received_on is null`);

export const confirmMove = (tx: Tx, caseId: string): Promise<number> =>
  tx.run(sql`update benefit_move set confirmed_on = ${tx.today} where case_id = ${caseId}`);

/** Moves out of and into the actor's range, newest first; the cursor is the day and the id of the last row. */
export const movesOf = (
  tx: Tx,
  of: { lo: string; hi: string; way: 'in' | 'out'; after: { movedOn: PlainDate; id: string } | null; limit: number },
): Promise<(MoveRow & { personId: PersonId })[]> => {
  const place = of.way === 'in' ? sql`division` : sql`from_division`;
  return tx.rows(sql`select ${moveColumns}, person_id from benefit_move where ${place} >= ${of.lo} and ${place} < ${of.hi}
    and ${of.after ? sql`(moved_on, id) < (${of.after.movedOn}::date, ${of.after.id}::uuid)` : sql`true`}
    order by moved_on desc, id desc limit ${of.limit}`);
};

/** The next regular review, counted from today. */
export const planNext = (
  tx: Tx,
  plan: { entitlementId: EntitlementId; division: DivisionCode; unsteady: boolean; months: number },
): Promise<number> =>
  tx.run(sql`insert into benefit_review_plan (entitlement_id, division, unsteady, last_on, due_on)
    values (${plan.entitlementId}, ${plan.division}, ${plan.unsteady}, ${tx.today}, ${addMonths(tx.today, plan.months)})
    on conflict (entitlement_id) do update set unsteady = excluded.unsteady, last_on = excluded.last_on, due_on = excluded.due_on,
      opened_on = null`);

export interface DueReview {
  readonly entitlementId: EntitlementId;
  readonly programme: string;
  readonly personId: PersonId;
  readonly dueOn: PlainDate;
}

const due = (upTo: PlainDate): Sql => sql`benefit_review_plan w join entitlement o on o.id = w.entitlement_id
  where w.opened_on is null and w.due_on <= ${upTo} and o.state = 'active'
    and not exists (select from benefit_review r where r.entitlement_id = w.entitlement_id and r.change is null)
    and not (o.programme = 'tekun' and exists (select from service_case c where c.applicant_person_id = o.person_id and c.item_id = 'SA-04' and c.closed_at is null))`;
export const anyReviewDue = (tx: Tx, upTo: PlainDate) => anyRow(tx, due(upTo));

/** Regular reviews whose time has come and that nobody has opened, of entitlements in force; oldest first. They count as opened from now on. */
export const takeDueReviews = (tx: Tx, upTo: PlainDate, limit: number): Promise<DueReview[]> =>
  tx.rows<DueReview>(sql`update benefit_review_plan p set opened_on = ${tx.today} from entitlement e
    where e.id = p.entitlement_id and p.entitlement_id in (select w.entitlement_id from ${due(upTo)}
        order by w.due_on, w.entitlement_id limit ${limit} for update of w skip locked)
    returning p.entitlement_id, e.programme, e.person_id, p.due_on`);
