/** 喘息服务申请表: who is cared for and by whom, how and when the family would rest. The level is read, never asked. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { ok, type Result } from '../../../kernel/result/index.ts';
import { choice, Mobile } from '../../../kernel/schema/index.ts';
import type { Opening } from '../../../kernel/service/server.ts';
import { AdaptationApplication, openAtHome } from '../adaptation/application.ts';
import { carerRelations, respiteModes } from './terms.ts';

const { applicant, account } = AdaptationApplication.shape;
export const RespiteApplication = z.strictObject({
  applicant,
  carer: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50).meta({ label: '平时谁照护' }),
      relation: choice(carerRelations).meta({ label: '是老人的什么人' }),
      phone: Mobile.meta({ label: '手机号码', protect: true }),
    })
    .meta({ label: '照护的家人' }),
  mode: choice(respiteModes).meta({ label: '想怎么安排' }),
  wish: z
    .string()
    .trim()
    .min(4, '请简单说说（至少4个字）')
    .max(300)
    .meta({ label: '哪几天、为什么', widget: 'textarea', protect: true, help: '例如：9月上旬家里有事，要离开十来天' }),
  account,
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的能力评估等级，告诉提供服务的机构，只用于喘息服务，可以随时撤回' }),
});
export type RespiteForm = z.infer<typeof RespiteApplication>;

export const respiteSteps = [
  { title: '照护谁', help: '家人照护重度失能、失智的老人，可以歇几天', fields: ['applicant', 'carer'] },
  { title: '想怎么安排', help: '每次最多补15天，每年最多补30天', fields: ['mode', 'wish'] },
  { title: '打到哪张卡', fields: ['account'] },
  { title: '授权', fields: ['consent'] },
] as const;

export async function openRespite(tx: Tx, form: RespiteForm): Promise<Result<Opening>> {
  const opening = await openAtHome(tx, form);
  return opening.ok ? ok({ ...opening.value, form }) : opening;
}
