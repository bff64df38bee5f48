/** 家庭养老床位申请表: who, which home, which account. The level is read, never asked. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import type { Opening } from '../../../kernel/service/server.ts';
import { AdaptationApplication, openAtHome } from '../adaptation/application.ts';

const { applicant, address, account } = AdaptationApplication.shape;
export const FamilyBedApplication = z.strictObject({
  applicant,
  address,
  account,
  need: z
    .string()
    .trim()
    .min(4, '请简单说说（至少4个字）')
    .max(300, '不超过300字')
    .meta({ label: '需要哪些服务', widget: 'textarea', protect: true, help: '例如：助浴、翻身、夜里有人看着' }),
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的能力评估等级，同意服务机构上门、安装设备（卧室、卫生间不装摄像头），可以随时撤回' }),
});
export type FamilyBedForm = z.infer<typeof FamilyBedApplication>;

export const familyBedSteps = [
  { title: '给谁申请', help: '本人、家人都可以提出，村（社区）、乡镇可以代办', fields: ['applicant', 'address'] },
  { title: '需要什么', fields: ['need'] },
  { title: '打到哪张卡', fields: ['account'] },
  { title: '授权', fields: ['consent'] },
] as const;

export async function openFamilyBed(tx: Tx, form: FamilyBedForm): Promise<Result<Opening>> {
  const opening = await openAtHome(tx, form);
  return opening.ok ? ok({ ...opening.value, form }) : opening;
}
