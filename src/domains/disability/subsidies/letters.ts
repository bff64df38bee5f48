/** Issues the papers of the subsidies: the builders of papers.ts with the facts of a case or a person. */
import { sql } from '../../../database/sql.ts';
import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { type DocumentKind, type IssuedDocument, issueDocument, type Letter } from '../../../kernel/document/server.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { DivisionCode, PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { type Case, caseEvents } from '../../../kernel/service/server.ts';
import type { Kind } from './facts.ts';
import {
  type About,
  type Opinion,
  type Outcome,
  receipt,
  refusalLetter,
  reviewForm,
  stopNotice,
  subsidyPapers,
} from './papers.ts';

export const countyOf = (of: { division: DivisionCode }): DivisionCode => of.division.slice(0, 6).padEnd(12, '0');
export const townshipOf = (of: { division: DivisionCode }): DivisionCode => of.division.slice(0, 9).padEnd(12, '0');

function contactAt(tx: Tx, of: { division: DivisionCode }) {
  const office = tx.office(countyOf(of));
  return {
    office: office.name,
    telephone: office.telephone,
    reconsiderationBody: `${tx.divisions.get(countyOf(of))?.name ?? ''}人民政府`,
  };
}

const aboutOf = (tx: Tx, kase: Case): About => ({
  applicantName: kase.applicantName,
  caseNumber: kase.no ?? '（待受理）',
  appliedOn: plainDateOf(kase.submittedAt),
  ...contactAt(tx, kase),
});

function issue(
  tx: Tx,
  of: { kind: DocumentKind; letter: Letter; at: DivisionCode; division: DivisionCode; personId: string; caseId: string | null },
): Promise<Result<IssuedDocument>> {
  return issueDocument(tx, {
    kind: of.kind,
    issuer: { division: of.at, name: tx.office(of.at).name },
    letter: of.letter,
    signer: tx.actor.name,
    caseId: of.caseId,
    personId: of.personId,
    division: of.division,
  });
}

const ofCase = (kase: Case, at: DivisionCode) => ({
  at,
  division: kase.division,
  personId: kase.applicantPersonId,
  caseId: kase.id,
});

/** The window that took it in, not the county, answers questions on the way. */
const townshipContact = (tx: Tx, kase: Case) => {
  const office = tx.office(townshipOf(kase));
  return { office: office.name, telephone: office.telephone };
};

export const issueReceipt = (tx: Tx, kase: Case, wanted: readonly Kind[], dueOn: PlainDate) =>
  issue(tx, {
    ...ofCase(kase, townshipOf(kase)),
    kind: subsidyPapers.receipt,
    letter: receipt({ about: { ...aboutOf(tx, kase), ...townshipContact(tx, kase) }, wanted, dueOn }),
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
  issue(tx, {
    ...ofCase(kase, countyOf(kase)),
    kind: subsidyPapers.review,
    letter: reviewForm({ about: aboutOf(tx, kase), outcomes, opinions: await opinionsOf(tx, kase, decided) }),
  });

export const issueRefusal = (tx: Tx, kase: Case, outcomes: readonly Outcome[]) =>
  issue(tx, {
    ...ofCase(kase, countyOf(kase)),
    kind: subsidyPapers.refusal,
    letter: refusalLetter({ about: aboutOf(tx, kase), outcomes }),
  });

/** 停发通知书, also when nobody asked: a stop is always told in writing. */
export async function issueStop(
  tx: Tx,
  of: { personId: string; division: DivisionCode; kind: Kind; lastMonth: YearMonth; reason: string; caseId: string | null },
): Promise<void> {
  const person = await tx.maybe<{ name: string }>(sql`select name from person where id = ${of.personId}`);
  const issued = await issue(tx, {
    kind: subsidyPapers.stop,
    letter: stopNotice({ about: { applicantName: person?.name ?? '', ...contactAt(tx, of) }, ...of }),
    at: countyOf(of),
    division: of.division,
    personId: of.personId,
    caseId: of.caseId,
  });
  if (!issued.ok) throw new Error(`stop notice of ${of.personId}: ${issued.code}`);
}
