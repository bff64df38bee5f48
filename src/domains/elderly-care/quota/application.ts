/** 政府购买居家养老服务申请表 (EL-24): who, and the one ground that no register tells of. 低保, 特困, the level and who lives alone are read, never asked. */
import { z } from 'zod';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { yuan } from '../../../kernel/policy/index.ts';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { identifyElder } from '../benefit/applicant.ts';
import { quotaFor } from './account.ts';
import { tierNames } from './rules.ts';

export const QuotaApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.optional().meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码，没有可以不填' }),
      division: Division.meta({ label: '现在住的村（社区）', help: '服务上门到这里', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '申请的老人' }),
  onlyChildLost: choice({ no: '不是', yes: '是' })
    .default('no')
    .meta({ label: '是不是计划生育特殊家庭（失独）', help: '是的，请带上证件，乡镇（街道）核对' }),
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的低保、特困认定、居住状况和能力评估等级，只用于核定额度，可以随时撤回' }),
});
export type QuotaForm = z.infer<typeof QuotaApplication>;

export const quotaSteps = [
  { title: '给谁申请', help: '本人、家人都可以提出，村（社区）、乡镇可以代办', fields: ['applicant', 'onlyChildLost'] },
  { title: '授权', help: '低保、评估结果由系统查，不用交证明', fields: ['consent'] },
] as const;

/** Whoever has a quota this month by what data say needs no application, and is told so. */
export async function openQuota(tx: Tx, form: QuotaForm): Promise<Result<Opening>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  const quota = await quotaFor(tx, person.value, monthOf(tx.today));
  if (!quota.ok) return quota;
  if (quota.value)
    return fail('QUOTA_HELD', {
      name: applicant.name,
      tier: tierNames[quota.value.tier],
      amount: yuan(quota.value.amountFen),
    });
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}
