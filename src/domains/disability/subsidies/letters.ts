/** Issues the papers of the subsidies: the builders of papers.ts with the facts of a case or a person. */
import { sql } from '../../../database/sql.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { issueAt } from '../../../kernel/document/server.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import { applicationOf, authorityAt, countyOf, issueOfCase, townshipOf } from '../letters.ts';
import type { About } from '../papers.ts';
import type { Kind } from './facts.ts';
import {
  noticeSheet,
  type Opinion,
  type Outcome,
  receipt,
  refusalLetter,
  reviewForm,
  stopNotice,
  subsidyPapers,
} from './papers.ts';

const aboutOf = (tx: Tx, kase: Case): About => ({ ...applicationOf(kase), ...authorityAt(tx, countyOf(kase)) });

export const issueReceipt = (tx: Tx, kase: Case, wanted: readonly Kind[], dueOn: PlainDate) =>
  issueOfCase(tx, kase, {
    at: townshipOf(kase),
    kind: subsidyPapers.receipt,
    // The window that took it in, not the county, answers questions on the way.
    letter: receipt({ about: { ...aboutOf(tx, kase), ...authorityAt(tx, townshipOf(kase)) }, wanted, dueOn }),
  });

export const issueNotice = (tx: Tx, kase: Case, of: { names: string; postedOn: PlainDate; endsOn: PlainDate }) =>
  issueOfCase(tx, kase, {
    at: townshipOf(kase),
    kind: subsidyPapers.notice,
    letter: noticeSheet({ applicantName: kase.applicantName, ...of, contact: authorityAt(tx, townshipOf(kase)).contact }),
  });

const steps = { passInitial: '乡镇初审', certify: '残联审核' } as const;

/** The opinions of the three, the one who decides last. */
export async function opinionsOf(tx: Tx, kase: Case, decided: string): Promise<Opinion[]> {
  const events = await caseEvents(tx, kase.id);
  const given = (Object.entries(steps) as [keyof typeof steps, string][]).flatMap(([action, step]) => {
    const event = events.findLast((e) => e.action === action);
    return event ? [{ step, officer: event.actorName, on: event.onDate, opinion: event.opinion ?? '' }] : [];
  });
  return [...given, { step: '民政审定', officer: tx.actor.name, on: tx.today, opinion: decided }];
}

export const issueReview = async (tx: Tx, kase: Case, outcomes: readonly Outcome[], decided: string) =>
  issueOfCase(tx, kase, {
    at: countyOf(kase),
    kind: subsidyPapers.review,
    letter: reviewForm({ about: aboutOf(tx, kase), outcomes, opinions: await opinionsOf(tx, kase, decided) }),
  });

export const issueRefusal = (tx: Tx, kase: Case, outcomes: readonly Outcome[]) =>
  issueOfCase(tx, kase, {
    at: countyOf(kase),
    kind: subsidyPapers.refusal,
    letter: refusalLetter({ about: aboutOf(tx, kase), outcomes }),
  });

/** 停发通知书, also when nobody asked: a stop is always told in writing. */
export async function issueStop(
  tx: Tx,
  of: { personId: string; division: DivisionCode; kind: Kind; lastMonth: YearMonth; reason: string; caseId: string | null },
): Promise<void> {
  const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${of.personId}`);
  const issued = await issueAt(tx, {
    kind: subsidyPapers.stop,
    letter: stopNotice({ about: { applicantName: person?.name ?? '', ...authorityAt(tx, countyOf(of)) }, ...of }),
    at: countyOf(of),
    division: of.division,
    personId: of.personId,
    caseId: of.caseId,
  });
  if (!issued.ok) throw new Error(`stop notice of ${of.personId}: ${issued.code}`);
}
