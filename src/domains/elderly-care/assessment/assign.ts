/** 派评估人员: two of the county's register, one of them medical or nursing, none tied to a provider; for a re-assessment two others. */
import { z } from 'zod';
import { longDate } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { notify } from '../../../kernel/notice/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { type FormField, formOf, PlainDateText, Uuid } from '../../../kernel/schema/index.ts';
import { type Case, handler } from '../../../kernel/service/server.ts';
import { countyOf } from '../offices.ts';
import { type AnyForm, isObjection } from './application.ts';
import { type Done, goTo } from './go.ts';
import { type Assessor, assessmentOfCase, assessorsOf, findAssessors, assign as keep } from './store.ts';
import { clinical, professions } from './terms.ts';

const AssignInput = z.strictObject({
  first: Uuid.meta({ label: '评估人员' }),
  second: Uuid.meta({ label: '另一名评估人员' }),
  plannedOn: PlainDateText.meta({ label: '哪天上门', widget: 'date' }),
});

/** Who assessed the person whose result is objected to. */
async function earlierOf(tx: Tx, kase: Case): Promise<string[]> {
  const form = kase.form as AnyForm;
  const earlier = isObjection(form) && form.objectedCaseId ? await assessmentOfCase(tx, form.objectedCaseId) : null;
  return earlier ? [earlier.firstAssessor, earlier.secondAssessor] : [];
}

const named = ({ name, profession, organisation }: Assessor): string => `${name}（${professions[profession]}，${organisation}）`;

/** Only those who may be sent are offered. */
async function fieldsFor(tx: Tx, kase: Case): Promise<readonly FormField[]> {
  const earlier = await earlierOf(tx, kase);
  const fit = (await assessorsOf(tx, countyOf(kase))).filter((a) => a.active && a.ties === '' && !earlier.includes(a.id));
  const choices = fit.map((a) => ({ value: a.id, label: named(a) }));
  return formOf(AssignInput).map((field) =>
    field.name === 'plannedOn' ? field : { ...field, type: 'choice' as const, choices, help: '两人中至少一名医师或者护士' },
  );
}

function fitPair(pair: readonly Assessor[], earlier: readonly string[]): Result<null> {
  const tied = pair.find((a) => a.ties !== '');
  if (tied) return fail('ASSESSOR_TIED', { name: tied.name, ties: tied.ties });
  if (pair.some((a) => earlier.includes(a.id))) return fail('ASSESSORS_AGAIN');
  return pair.some((a) => clinical.includes(a.profession)) ? ok(null) : fail('ASSESSORS_NOT_CLINICAL');
}

export const assign = handler({
  input: AssignInput,
  fields: fieldsFor,
  async run(tx, kase, input): Done {
    if (input.first === input.second) return fail('ASSESSORS_ALIKE', {}, [{ path: 'second', message: '请另选一名' }]);
    if (input.plannedOn < tx.today)
      return fail('INVALID_INPUT', { count: 1 }, [{ path: 'plannedOn', message: '上门日期不能早于今天' }]);
    const found = await findAssessors(tx, [input.first, input.second]);
    const [first, second] = [input.first, input.second].map((id) => found.find((a) => a.id === id));
    if (!first?.active || !second?.active) return fail('ASSESSOR_GONE');
    const fit = fitPair([first, second], await earlierOf(tx, kase));
    if (!fit.ok) return fit;
    await keep(tx, {
      caseId: kase.id,
      personId: kase.applicantPersonId,
      division: kase.division,
      firstAssessor: first.id,
      secondAssessor: second.id,
      assessorNames: [first.name, second.name],
      plannedOn: input.plannedOn,
    });
    const on = longDate(input.plannedOn);
    await notify(tx, {
      to: { personId: kase.applicantPersonId },
      template: 'assessment.planned',
      params: { first: first.name, second: second.name, on },
      caseId: kase.id,
    });
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const)
      await notify(tx, {
        to: { userId: one.userId },
        template: 'assessment.visit',
        params: { on, other: other.name, place: tx.divisions.fullName(kase.division) },
        caseId: kase.id,
      });
    return goTo(tx, kase, { to: 'assessing', opinion: `派${first.name}、${second.name}于${on}上门` });
  },
});
