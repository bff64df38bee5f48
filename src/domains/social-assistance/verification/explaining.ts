/** 告知核对不符 (57号第十八条): what the applicant is shown of the differences, and what he or she says to them until the day that was named. */
import type { Tx } from '../../../kernel/context/server.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, type PlainDate } from '../../../kernel/schema/index.ts';
import { getCase, officeOf } from '../../../kernel/service/server.ts';
import { isMinor } from '../family/minor.ts';
import { discrepancyKinds, dispositions } from '../family/terms.ts';
import { audit, forAction } from './actions.ts';
import { objectToReport } from './closing.ts';
import { sourceOwner } from './sources.ts';
import { type Mismatches, type StatementGiven, StatementInput } from './statement.ts';
import { isDisputed, type VerificationState } from './states.ts';
import {
  discrepanciesOf,
  findVerification,
  insertStatement,
  lockVerification,
  statementsOf,
  updateVerification,
  type Verification,
} from './store.ts';

/** The day until which the applicant may explain, as the message names it. */
export async function allowExplaining(tx: Tx, at: { caseId: string; until: PlainDate }): Promise<void> {
  const verification = await lockVerification(tx, at.caseId);
  if (verification) await updateVerification(tx, verification.id, { explainUntil: at.until });
}

const isOpen = (tx: Tx, { explainUntil }: Pick<Verification, 'explainUntil'>): boolean =>
  explainUntil !== null && tx.today <= explainUntil;

/** What may be said in this state; an objection once, until the re-check has its result. */
export const statementFields = (state: VerificationState): FormField[] | null =>
  state === 'reported' || state === 'disputed'
    ? formOf(StatementInput).filter(({ name }) => name !== 'kind' || state === 'reported')
    : null;

/**
 * What the applicant reads: differences of the own person, of children and of what the family owns together in full; of another adult only that there
 * is one. Null while nothing was found, and for everybody who is not the applicant.
 */
export async function mismatchesOf(tx: Tx, caseId: string): Promise<Mismatches | null> {
  const verification = await findVerification(tx, caseId);
  if (!verification?.report || verification.applicantId === null || verification.applicantId !== tx.actor.personId) return null;
  const found = await discrepanciesOf(tx, verification);
  if (found.length === 0) return null;
  return {
    rows: found.map(({ id, detail, disposition }) => {
      const member = verification.members.find((m) => m.ref === detail.member);
      const own = !member || member.personId === verification.applicantId || isMinor(member.idNumber, tx.today);
      return {
        id,
        member: member?.name ?? null,
        text: own
          ? detail.text
          : `${discrepancyKinds[detail.kind]}和申报不一致。具体内容只告诉本人，可以带身份证到乡镇（街道）问`,
        source: sourceOwner(detail.source),
        settled: disposition && dispositions[disposition],
      };
    }),
    until: verification.explainUntil,
    statements: await statementsOf(tx, verification.id),
    reviewDue: isDisputed(verification.state) ? verification.reviewDue : null,
    fields: isOpen(tx, verification) ? statementFields(verification.state) : null,
  };
}

type StateError =
  | 'NOT_PERMITTED'
  | 'NOT_FOUND'
  | 'VERIFICATION_STATE'
  | 'REASON_REQUIRED'
  | 'PARAM_MISSING'
  | 'STATEMENT_LATE'
  | 'FILE_NOT_AVAILABLE';

/** 说明 or 提异议, with papers: by the applicant until the day, or by the clerk who takes it down, also later. An objection has the check looked into again. */
export async function stateToReport(
  tx: Tx,
  { caseId, kind, text, papers }: { caseId: string } & StatementGiven,
): Promise<Result<null, StateError>> {
  const found = await forAction(tx, {
    caseId,
    performers: ['resident', 'township-clerk'],
    states: kind === 'object' ? ['reported'] : ['reported', 'disputed'],
  });
  if (!found.ok) return found;
  const verification = found.value;
  const kase = await getCase(tx, caseId);
  if (!kase.ok) return kase;
  if (tx.actor.kind === 'resident' && !isOpen(tx, verification))
    return fail('STATEMENT_LATE', { date: verification.explainUntil ?? '' });
  const { division } = verification;
  const personId = verification.applicantId;
  const bound = await bindFiles(tx, papers, { caseId, personId, division });
  if (!bound.ok) return bound;
  await insertStatement(tx, verification, { kind, text, papers });
  if (kind === 'object') {
    const objected = await objectToReport(tx, { caseId, reason: text });
    if (!objected.ok) return objected;
  } else await audit(tx, 'verification.explained', verification);
  const performer = kind === 'object' ? 'verification-officer' : 'township-clerk';
  await notify(tx, {
    to: { performer, division: officeOf(performer, division) },
    template: kind === 'object' ? 'assistance.disputed' : 'assistance.explained',
    params: { name: kase.value.applicantName },
    caseId,
  });
  return ok(null);
}
