/** 社区康复: the request for oneself or for somebody else. It asks for the least that a first check needs. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { diagnosisGroups, sources } from './terms.ts';

const consents = { none: '还没有取得', self: '本人同意', guardian: '监护人同意（本人没有民事行为能力）' } as const;

export const RehabApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '联系电话', protect: true, help: '可以填监护人的电话' }),
      village: Division.meta({ label: '所在村（社区）', widget: 'division' }),
    })
    .meta({ label: '需要服务的人' }),
  source: choice(sources).meta({ label: '怎么提出的', choices: sources }),
  diagnosis: choice(diagnosisGroups)
    .optional()
    .meta({ label: '诊断类别', choices: diagnosisGroups, protect: true, help: '不清楚的不用填' }),
  consent: choice(consents).meta({ label: '知情同意', choices: consents, help: '服务自愿，随时可以撤回' }),
  guardianName: z
    .string()
    .trim()
    .min(1, '请填写监护人姓名')
    .max(50)
    .optional()
    .meta({ label: '监护人姓名', showIf: { field: 'consent', in: ['guardian'] }, requiredIfShown: true }),
});
export type RehabApplication = z.infer<typeof RehabApplication>;

/** What the case keeps: the request, and what the first check found. */
export interface RehabForm extends RehabApplication {
  readonly check?: { readonly riskLevel: number; readonly acute: boolean };
}

export const rehabSteps = [
  { title: '谁需要服务', fields: ['applicant'] },
  {
    title: '怎么提出的',
    help: '这些内容只有初核、转介的工作人员和服务机构看得到。',
    fields: ['source', 'diagnosis', 'consent', 'guardianName'],
  },
] as const;

export async function openRehab(tx: Tx, form: RehabApplication): Promise<Result<Opening>> {
  const { village, ...applicant } = form.applicant;
  if (tx.divisions.get(village)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.village', message: '请选择到村（社区）' }]);
  if (form.consent === 'guardian' && !form.guardianName)
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'guardianName', message: '请填写监护人姓名' }]);
  const person = await identifyApplicant(tx, { ...applicant, division: village });
  if (!person.ok) return person;
  return ok({
    division: village,
    ...appliedFor(tx, person.value, applicant.name),
    form,
  });
}
