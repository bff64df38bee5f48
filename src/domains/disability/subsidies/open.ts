/** Opening an application: who, where, and what must be right before anybody looks at it. */
import { sql } from '../../../database/sql.ts';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { coveragesOf, entitledAlready } from '../../../kernel/payment/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { appliedFor, type Case, type Opening } from '../../../kernel/service/server.ts';
import { certificateOn } from '../certificate/index.ts';
import { certificatesOf } from '../certificate/known.ts';
import { type AnyForm, isChange } from './application.ts';
import { type Kind, kinds } from './facts.ts';
import { programmeOfKind } from './rules.ts';
import { endReasons } from './standing.ts';
import { kindsOf, PROGRAMMES } from './terms.ts';

const PROGRAMMES_OF_OTHERS = { tekun: 'SUBSIDY_TEKUN' } as const;

function problemsOf(tx: Tx, form: AnyForm): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (tx.divisions.get(form.applicant.division)?.level !== 'village')
    problems.push({ path: 'applicant.division', message: '请选择到村（社区）' });
  if (isChange(form)) {
    if (form.change === 'account' && !form.account) problems.push({ path: 'account', message: '请填写新的收款账户' });
    if (['renewed', 'level'].includes(form.change) && !form.certificateNumber)
      problems.push({ path: 'certificateNumber', message: '请填写新的残疾人证号' });
  }
  const number = form.certificateNumber?.toUpperCase();
  if (number && number.slice(0, 18) !== form.applicant.idNumber.toUpperCase())
    problems.push({ path: 'certificateNumber', message: '残疾人证号的前18位与身份证号码不一致' });
  return problems;
}

/** Why a kind cannot be applied for; null when it can. */
async function blocked(tx: Tx, given: { personId: string; name: string; kind: Kind }): Promise<Result<never> | null> {
  const { personId, name, kind } = given;
  const other = await entitledAlready(tx, {
    memberIds: [personId],
    exclusiveGroups: [programmeOfKind(kind)],
    fromMonth: monthOf(tx.today),
  });
  if (!other) return null;
  if (other.programme in PROGRAMMES_OF_OTHERS) return fail(PROGRAMMES_OF_OTHERS.tekun);
  const here = await coveragesOf(tx, personId, [other.programme]);
  if (other.programme !== programmeOfKind(kind)) return null;
  return here.length > 0 ? fail('SUBSIDY_DRAWN', { name, benefit: kinds[kind] }) : fail('SUBSIDY_ELSEWHERE');
}

async function mayOpen(tx: Tx, form: AnyForm, personId: string): Promise<Result<null>> {
  const { name } = form.applicant;
  if (isChange(form)) {
    const drawn = await coveragesOf(tx, personId, PROGRAMMES);
    const goesOn = (d: (typeof drawn)[number]) => d.toMonth === null || d.endReason === endReasons['certificate-expired'];
    return drawn.some(goesOn) ? ok(null) : fail('SUBSIDY_NOT_DRAWN', { name });
  }
  const blocks: Result<never>[] = [];
  for (const kind of kindsOf[form.wanted]) {
    const block = await blocked(tx, { personId, name, kind });
    if (!block) return certificateHolds(tx, personId);
    blocks.push(block);
  }
  return blocks[0]!;
}

/** What is not on record yet is the federation's to say. */
async function certificateHolds(tx: Tx, personId: string): Promise<Result<null>> {
  const { periods } = await certificatesOf(tx, personId);
  return certificateOn(periods, tx.today).state === 'expired' ? fail('CERTIFICATE_EXPIRED') : ok(null);
}

const hasAccount = async (tx: Tx, personId: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 as known from payout_account where person_id = ${personId} and valid_to is null`)) !== null;

export async function openSubsidy(tx: Tx, form: AnyForm): Promise<Result<Opening>> {
  const problems = problemsOf(tx, form);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const { division } = form.applicant;
  if (tx.actor.kind === 'staff' && tx.actor.division && !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path: 'applicant.division', message: '户籍不在您的办理范围内，请到“异地收件”办理' }]);
  const person = await identifyApplicant(tx, form.applicant);
  if (!person.ok) return person;
  if (!isChange(form) && !form.account && !(await hasAccount(tx, person.value)))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'account', message: '请填写收款账户' }]);
  const may = await mayOpen(tx, form, person.value);
  if (!may.ok) return may;
  return ok({
    division,
    ...appliedFor(tx, person.value, form.applicant.name),
    form,
  });
}

/** Of an application that is examined anew the papers lie with the case that it came from. */
export const bindPapers = async (tx: Tx, kase: Case): Promise<Result<null>> =>
  kase.parentId
    ? ok(null)
    : bindFiles(tx, (kase.form as AnyForm).papers, {
        caseId: kase.id,
        personId: kase.applicantPersonId,
        division: kase.division,
      });
