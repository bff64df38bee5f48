/** Opening a 低保 application: who applies, where, and what must be right before anybody looks at it. */

import { plainDateOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { inScope } from '../../../kernel/division/index.ts';
import { bindFiles } from '../../../kernel/document/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { type FieldProblem, fail, ok, type Result } from '../../../kernel/result/index.ts';
import { appliedFor, type Case, type Opening } from '../../../kernel/service/server.ts';
import { type AssistanceApplication, memberRefs } from './application.ts';
import { factsProblems } from './consistency.ts';
import { declaredFacts } from './declared.ts';
import { isMinor } from './minor.ts';

/** Checks across fields: the whole family once, every adult signed, every pointer to a member right. */
function problemsOf(tx: Tx, form: AssistanceApplication): FieldProblem[] {
  const refs = memberRefs(form);
  const problems: FieldProblem[] = [];
  if (tx.divisions.get(form.applicant.division)?.level !== 'village')
    problems.push({ path: 'applicant.division', message: '请选择到村（社区）' });
  const isRepeated = (idNumber: string, i: number): boolean => refs.findIndex((m) => m.idNumber === idNumber) < i;
  refs.forEach(({ ref, name, idNumber }, i) => {
    if (isRepeated(idNumber, i))
      problems.push({ path: `members.${i - 1}.idNumber`, message: `“${name}”填写了两次，每位家人只填一次` });
    else if (!isMinor(idNumber, tx.today) && !form.consents.some((c) => c.member === ref))
      problems.push({ path: 'consents', message: `还差“${name}”的授权签名` });
  });
  const { is, name, relation } = form.staffRelative;
  if (is && !name) problems.push({ path: 'staffRelative.name', message: '请填写那位工作人员的姓名' });
  if (is && !relation) problems.push({ path: 'staffRelative.relation', message: '请填写是什么关系' });
  for (const problem of factsProblems(declaredFacts(form, { applicationMonth: plainDateOf(tx.now).slice(0, 7) })))
    problems.push(problem);
  return problems;
}

export async function openApplication(tx: Tx, form: AssistanceApplication): Promise<Result<Opening>> {
  const problems = problemsOf(tx, form);
  if (problems.length > 0) return fail('INVALID_INPUT', { count: problems.length }, problems);
  const { division } = form.applicant;
  if (tx.actor.kind === 'staff' && tx.actor.division && !inScope(division, tx.actor.division))
    return fail('DIVISION_FOREIGN', {}, [{ path: 'applicant.division', message: '不在您的办理范围内' }]);
  const person = await identifyApplicant(tx, form.applicant);
  if (!person.ok) return person;
  const applied = appliedFor(tx, person.value, form.applicant.name);
  return ok({
    division,
    ...applied,
    flags: [...applied.flags, ...(form.staffRelative.is ? ['staff-relative'] : [])],
    form,
  });
}

/** The papers and signatures become the case's. */
export function bindPapers(tx: Tx, kase: Case): Promise<Result<null>> {
  // 由另一件立出来的，签名和材料已经归在那一件里
  if (kase.parentId) return Promise.resolve(ok(null));
  const form = kase.form as AssistanceApplication;
  return bindFiles(tx, [...form.papers, ...form.consents.map((c) => c.signature)], {
    caseId: kase.id,
    personId: kase.applicantPersonId,
    division: kase.division,
  });
}
