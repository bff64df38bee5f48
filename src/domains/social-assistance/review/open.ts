/** Opening a review: by the calendar, by a death, by a warning, by a report of the family or the village. One at a time for an entitlement. */
import type { z } from 'zod';
import { sql } from '../../../database/sql.ts';
import { systemActor } from '../../../kernel/access/index.ts';
import { addMonths, ageOn, monthOf, plusDays, plusMonths } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import {
  type EntitlementId,
  type EntitlementView,
  entitlementsOfPerson,
  getEntitlement,
  handOverHold,
} from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { identifyPerson, type PersonId } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, type Opening, openCaseIn } from '../../../kernel/service/server.ts';
import { whenDue } from '../../../kernel/worker/server.ts';
import { entrustedFlags } from '../delegation/entrusted.ts';
import { DIBAO_BY_TOWNSHIP } from '../delegation/terms.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { townshipOf } from '../family/places.ts';
import { getRecognition, recognisedOn } from '../recognition/store.ts';
import { openYearly } from '../tekun/yearly.ts';
import { type Origin, originOf, originOfRecognition } from './facts.ts';
import { type Reported, type ReviewForm, reportProblems, type Trigger } from './report.ts';
import { refusedReporter, thankReporter } from './reporter.ts';
import { isUnsteady } from './rules.ts';
import { anyReviewDue, insertReview, joinReview, openReviewOf, planNext, type ReviewSubject, takeDueReviews } from './store.ts';
import { type ReviewKind, reportedChanges, reviewKinds, reviewWords } from './terms.ts';

export const REVIEW_ITEM = 'SA-02';

/** What a review looks at, with what it began with and who may speak for it. */
interface Found {
  readonly subject: ReviewSubject;
  readonly origin: Origin;
  readonly holderId: PersonId;
  readonly memberIds: readonly PersonId[];
}

async function find(tx: Tx, subject: ReviewSubject): Promise<Result<Found, 'NOT_FOUND' | 'REVIEW_WITHOUT_DECISION'>> {
  if ('entitlementId' in subject) {
    const entitlement = await getEntitlement(tx, subject.entitlementId);
    if (!entitlement.ok) return entitlement;
    const origin = await originOf(tx, subject.entitlementId);
    if (!origin.ok) return origin;
    const { personId: holderId, memberIds } = entitlement.value;
    return ok({ subject, origin: origin.value, holderId, memberIds });
  }
  const recognition = await getRecognition(tx, subject.recognitionId);
  if (!recognition) return fail('NOT_FOUND');
  const origin = await originOfRecognition(tx, recognition);
  if (!origin.ok) return origin;
  const memberIds = origin.value.family.map((m) => m.personId);
  return ok({ subject, origin: origin.value, holderId: recognition.personId, memberIds });
}

/** The benefit that covers a person, or else the recognition of the family; null for somebody who has neither. */
export async function subjectOf(tx: Tx, personId: PersonId): Promise<ReviewSubject | null> {
  const entitlement = (await entitlementsOfPerson(tx, personId)).find((e) => isPaying(e, tx.today));
  if (entitlement) return { entitlementId: entitlement.id };
  const [held] = await recognisedOn(tx, [personId], tx.today);
  const recognition = held && (await getRecognition(tx, held.recognitionId));
  return recognition?.state === 'active' ? { recognitionId: recognition.id } : null;
}

/** What a decision of another authority gave rise to is not decided by the township whose decision it looks at. */
const ofCounty: readonly ReviewKind[] = ['appeal', 'supervision'];

async function openingOf(
  tx: Tx,
  found: Found,
  form: ReviewForm,
  ground: { dueOn: PlainDate; kind: ReviewKind },
): Promise<Opening> {
  const { applicantName, family, division, householdId } = found.origin;
  const entrusted = await entrustedFlags(tx, {
    id: null,
    key: ofCounty.includes(ground.kind) ? undefined : DIBAO_BY_TOWNSHIP,
    division,
    on: tx.today,
    nearStaff: found.origin.form.staffRelative.is,
  });
  return {
    division,
    applicantPersonId: found.holderId,
    applicantName,
    householdId: householdId as Opening['householdId'] & string,
    persons: family.map((m) => ({ personId: m.personId, role: m.ref })),
    flags: [`review-${ground.kind}`, ...entrusted],
    matter: matterOf(found.subject),
    notAfter: ground.dueOn,
    form,
  };
}

export const isPaying = (entitlement: EntitlementView, today: PlainDate): boolean =>
  entitlement.programme === 'dibao' && (entitlement.toMonth === null || entitlement.toMonth >= monthOf(today));

/** Transactions in which `openReview` is at work: a form that comes from outside cannot name an entitlement by itself. */
const openingHere = new WeakSet<Tx>();

export async function openReviewCase(tx: Tx, form: ReviewForm): Promise<Result<Opening>> {
  const { trigger } = form;
  if (trigger) {
    const found = openingHere.has(tx) ? await find(tx, subjectOfTrigger(trigger)) : fail('NOT_FOUND');
    return found.ok ? ok(await openingOf(tx, found.value, form, trigger)) : found;
  }
  const problems = reportProblems(tx, form);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const person = await identifyPerson(tx, form);
  const subject = person && (await subjectOf(tx, person));
  const found = subject ? await find(tx, subject) : fail('REVIEW_NO_BENEFIT', { name: form.name });
  // To a stranger a benefit that cannot be reviewed is one that there is not.
  if (!found.ok) return tx.actor.kind === 'resident' ? fail('REVIEW_NO_BENEFIT', { name: form.name }) : found;
  const refused = await refusedReporter(tx, found.value, form.name);
  if (refused) return refused;
  return ok(await openingOf(tx, found.value, form, { dueOn: plusDays(tx.today, REPORT_DAYS), kind: 'change' }));
}

const subjectOfTrigger = ({ entitlementId, recognitionId }: z.infer<typeof Trigger>): ReviewSubject =>
  entitlementId ? { entitlementId: entitlementId as EntitlementId } : { recognitionId: recognitionId ?? '' };

/** One person may hold a benefit and a recognition: each has its own review. */
const matterOf = (subject: ReviewSubject): string =>
  'entitlementId' in subject ? `benefit:${subject.entitlementId}` : `recognition:${subject.recognitionId}`;
function subjectIn(matter: string): ReviewSubject {
  const [what, id] = matter.split(':') as [string, string];
  return what === 'benefit' ? { entitlementId: id as EntitlementId } : { recognitionId: id };
}

/** Within the three months that the law gives for a death, whatever is reported. */
const REPORT_DAYS = 90;

/** 复核还没办完，家里又报告变化：记到同一件里. What the platform itself opens joins by `openReview`. */
export const joinsReview = async (_tx: Tx, _open: Case, { name: _, idNumber: _number, trigger, ...reported }: ReviewForm) =>
  trigger ? null : { action: 'reportMore' as const, input: reported };

/** What a report of the family means for its review. */
export const groundOf = (tx: Tx, { change }: Reported) => ({
  kind: change === 'moved' ? ('move' as const) : ('change' as const),
  sinceMonth: null,
  dueOn: plusDays(tx.today, REPORT_DAYS),
});

/** After the case exists: the review beside it, the papers with it, the township told. */
export async function reviewOpened(tx: Tx, kase: Case): Promise<Result<null>> {
  const form = kase.form as ReviewForm;
  const { trigger } = form;
  const ground = trigger
    ? { kind: trigger.kind, sinceMonth: trigger.since as YearMonth | null, dueOn: trigger.dueOn }
    : groundOf(tx, form);
  const subject = subjectIn(kase.matter);
  const of = { entitlementId: null, recognitionId: null, ...subject };
  await insertReview(tx, {
    caseId: kase.id,
    ...of,
    personId: kase.applicantPersonId,
    householdId: kase.householdId!,
    division: kase.division,
    openedOn: tx.today,
    ...ground,
  });
  if (form.papers.length > 0) {
    const bound = await bindFiles(tx, form.papers, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
    });
    if (!bound.ok) return bound;
  }
  await notify(tx, {
    to: { performer: 'township-clerk', division: townshipOf(kase) },
    template: 'review.todo',
    params: {
      name: kase.applicantName,
      what: reviewWords(of).what,
      kind: trigger ? reviewKinds[trigger.kind] : reportedChanges[form.change],
    },
    caseId: kase.id,
  });
  if (!trigger) await thankReporter(tx, kase, { change: form.change, recognitionId: of.recognitionId });
  return ok(null);
}

export type NewReview = ReviewSubject & {
  kind: ReviewKind;
  /** For officers; no health or income in it. */
  reason: string;
  /** What is due has changed from this month on (a death: the month after it). */
  since?: YearMonth | null;
  /** The last day; the usual one of the kind when left out. */
  dueOn?: PlainDate;
  warningId?: string | null;
};

const USUAL_DAYS = 30;

/**
 * Opens a review of an entitlement or of a recognition, or adds the ground to the one that is open. Idempotent: the same ground again changes nothing.
 * For reactions, jobs and warnings, whoever acts.
 */
export async function openReview(tx: Tx, given: NewReview): Promise<Result<{ caseId: string; joined: boolean }>> {
  const { kind, reason } = given;
  const subject: ReviewSubject =
    'entitlementId' in given ? { entitlementId: given.entitlementId } : { recognitionId: given.recognitionId };
  const ground = { kind, sinceMonth: given.since ?? null, dueOn: given.dueOn ?? plusDays(tx.today, USUAL_DAYS) };
  await tx.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`review:${Object.values(subject)[0]}`}, 0))`);
  const open = await openReviewOf(tx, subject);
  if (open) {
    await joinReview(tx, open.caseId, ground);
    return ok({ caseId: open.caseId, joined: true });
  }
  const found = await find(tx, subject);
  if (!found.ok) return found;
  const holder = found.value.origin.family.find((m) => m.ref === 'self')!;
  const form: ReviewForm = {
    name: holder.name,
    idNumber: holder.idNumber,
    change: kind === 'death' ? 'death' : kind === 'move' ? 'moved' : 'other',
    happenedOn: tx.today,
    detail: reason,
    papers: [],
    trigger: {
      entitlementId: null,
      recognitionId: null,
      ...subject,
      kind,
      since: ground.sinceMonth,
      dueOn: ground.dueOn,
      warningId: given.warningId ?? null,
    },
  };
  openingHere.add(tx);
  const opened = await openCaseIn(tx, { itemId: REVIEW_ITEM, channel: 'discovery', form });
  openingHere.delete(tx);
  return opened.ok ? ok({ caseId: opened.value.id, joined: false }) : opened;
}

/** 83号: status checked and changed within REVIEW-DEATH-MONTHS of the death. */
export async function openDeathReview(
  tx: Tx,
  of: { entitlementId: EntitlementId; diedOn: PlainDate },
): Promise<Result<{ caseId: string; joined: boolean }>> {
  const months = await wholeParameter(tx, 'REVIEW-DEATH-MONTHS', tx.city, tx.today);
  if (!months.ok) return months;
  return openReview(tx, {
    entitlementId: of.entitlementId,
    kind: 'death',
    reason: '家庭成员去世，须重新核算',
    since: plusMonths(monthOf(of.diedOn), 1),
    dueOn: addMonths(of.diedOn, months.value),
  });
}

/** The death was none, or was on another day: what was decided on it is computed again from the first month that it touches. */
export const openAmendedReview = (
  tx: Tx,
  of: { entitlementId: EntitlementId; since: YearMonth },
): Promise<Result<{ caseId: string; joined: boolean }>> =>
  openReview(tx, { ...of, kind: 'death-amended', reason: '家庭成员的死亡登记已撤销或者更正，须重新核算' });

/**
 * 属实，转动态复核: a warning that was found true opens the review of the benefit that covers the person, or of the family's recognition; null for somebody who has neither. What
 * the warning holds stays held until the review is decided, however long that takes.
 */
export async function openWarningReview(
  tx: Tx,
  warning: { id: string; personId: string; reason: string; held: { code: string; personIds: readonly string[] } },
): Promise<Result<{ caseId: string; joined: boolean }> | null> {
  const subject = await subjectOf(tx, warning.personId as PersonId);
  if (!subject) return null;
  const opened = await openReview(tx, { ...subject, kind: 'warning', reason: warning.reason, warningId: warning.id });
  if (!opened.ok || !('entitlementId' in subject)) return opened;
  const origin = await originOf(tx, subject.entitlementId);
  if (!origin.ok) return origin;
  for (const personId of warning.held.personIds)
    await handOverHold(tx, {
      personId,
      division: origin.value.division,
      from: warning.held.code,
      to: 'recompute',
      reason: '预警属实，复核决定前暂停',
      entitlementIds: [subject.entitlementId],
    });
  return opened;
}

/** The next regular review of an entitlement, by what is known of the family: half a year or a year. */
export async function planReview(
  tx: Tx,
  of: { entitlementId: EntitlementId; division: string; facts: FamilyFacts },
): Promise<Result<null, 'PARAM_MISSING'>> {
  const from = await wholeParameter(tx, 'LAB-AGE-MIN', of.division, tx.today);
  if (!from.ok) return from;
  const to = await wholeParameter(tx, 'LAB-AGE-MAX', of.division, tx.today);
  if (!to.ok) return to;
  const unsteady = isUnsteady(of.facts, { from: from.value, to: to.value }, (birthDate) => ageOn(birthDate, tx.today));
  const months = await wholeParameter(tx, unsteady ? 'REVIEW-MONTHS-SHORT' : 'REVIEW-MONTHS-LONG', of.division, tx.today);
  if (!months.ok) return months;
  await planNext(tx, { entitlementId: of.entitlementId, division: of.division, unsteady, months: months.value });
  return ok(null);
}

const BATCH = 200;

/** Reviews that are due by this day are opened. */
async function openUpTo(tx: Tx): Promise<PlainDate> {
  const days = await wholeParameter(tx, 'REVIEW-OPEN-DAYS', tx.city, tx.today);
  if (!days.ok) throw new Error(`reviews: ${days.params.key ?? days.code}`);
  return plusDays(tx.today, days.value);
}

/** The daily job: opens the reviews that fall due within REVIEW-OPEN-DAYS. Returns how many; run again it opens none. */
export const openDueReviews = whenDue(
  async (tx) => anyReviewDue(tx, await openUpTo(tx)),
  async (context) => {
    const actor = systemActor('review', context.city);
    let opened = 0;
    for (;;) {
      const count = await context.write(actor, async (tx) => {
        const due = await takeDueReviews(tx, await openUpTo(tx), BATCH);
        for (const { entitlementId, programme, personId, dueOn } of due) {
          const review =
            programme === 'tekun'
              ? await openYearly(tx, personId)
              : await openReview(tx, { entitlementId, kind: 'periodic', reason: '定期复核到期', dueOn });
          if (!review.ok) throw new Error(`review of ${entitlementId}: ${review.code}`);
        }
        return due.length;
      });
      opened += count;
      if (count < BATCH) return opened;
    }
  },
);
