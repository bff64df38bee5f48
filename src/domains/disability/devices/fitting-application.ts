/** 免费配置: the application form, and what opening one must know. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { CommunicationNeeds, identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, Mobile, PlainDateText, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { deviceKinds, otherProgrammes } from './terms.ts';

export const FittingApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true, help: '评估和交付会打这个电话' }),
      village: Division.meta({ label: '所在村（社区）', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '使用辅具的人' }),
  kind: choice(deviceKinds).meta({ label: '需要哪一类辅具', choices: deviceKinds }),
  need: z
    .string()
    .trim()
    .min(4, '请简单说说需要（至少4个字）')
    .max(300, '不超过300字')
    .meta({ label: '平时哪里不方便', widget: 'textarea', protect: true, help: '例如：走不远、起身困难、洗澡怕滑' }),
  received: z
    .array(
      z.strictObject({
        kind: choice(deviceKinds).meta({ label: '种类', choices: deviceKinds }),
        deliveredOn: PlainDateText.meta({ label: '什么时候得到的', widget: 'date' }),
        programme: choice(otherProgrammes).meta({
          label: '从哪里得到的',
          choices: otherProgrammes,
        }),
      }),
    )
    .max(10)
    .default([])
    .meta({ label: '五年内免费得到过的辅具', help: '残联、工伤、医保、孤儿康复医疗明天计划给的也请填写；没有的不用填' }),
});
export type FittingApplication = z.infer<typeof FittingApplication>;

export const fittingSteps = [
  { title: '谁要用', fields: ['applicant'] },
  { title: '要什么', help: '工作人员会上门或者在网点评估，看哪一种最合适。', fields: ['kind', 'need', 'received'] },
] as const;

export async function openFitting(tx: Tx, form: FittingApplication): Promise<Result<Opening>> {
  const { village, communication: _, ...applicant } = form.applicant;
  if (tx.divisions.get(village)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.village', message: '请选择到村（社区）' }]);
  const person = await identifyApplicant(tx, { ...applicant, division: village });
  if (!person.ok) return person;
  return ok({
    division: village,
    ...appliedFor(tx, person.value, applicant.name),
    form,
  });
}
