/** 适老化改造申请表: who, which home, which account. 低保 and the level are read, never asked. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { payoutAccountOf } from '../../../kernel/payment/server.ts';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { account } from '../allowance/application.ts';
import { identifyElder } from '../benefit/applicant.ts';

const own = {
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.meta({ label: '手机号码', protect: true, help: '约上门时间用，可以填家里人的' }),
      division: Division.meta({ label: '现在住的村（社区）', help: '改造的家在哪里就选哪里', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '申请的老人' }),
  address: z
    .string()
    .trim()
    .min(4, '请填写详细地址')
    .max(100, '不超过100字')
    .meta({ label: '家里的详细地址', protect: true, help: '村（社区）以后的部分，例如：三组12号、幸福小区3栋2单元501' }),
  account: account.optional().meta({ label: '收款账户', help: '已经领着别的补贴的可以不填，打到同一张卡' }),
};

export const AdaptationApplication = z.strictObject({
  ...own,
  need: z
    .string()
    .trim()
    .min(4, '请简单说说（至少4个字）')
    .max(300, '不超过300字')
    .meta({ label: '家里哪里不方便', widget: 'textarea', protect: true, help: '例如：卫生间滑、起床没有扶的、门槛高' }),
  owner: z.literal(true, '请确认').meta({ label: '房子是自己家的，或者房主同意改造' }),
  consent: z.literal(true, '请阅读并同意').meta({
    label: '同意民政部门读取老人的低保、特困、残疾人证和能力评估等级，同意评估、施工人员上门拍照，只用于改造，可以随时撤回',
  }),
});
export type AdaptationForm = z.infer<typeof AdaptationApplication>;

export const adaptationSteps = [
  { title: '给谁家改', help: '本人、家人都可以提出，村（社区）、乡镇可以代办', fields: ['applicant', 'address'] },
  { title: '哪里不方便', help: '评估人员会上门，一项一项商量，您签字以后才动工', fields: ['need', 'owner'] },
  { title: '打到哪张卡', fields: ['account'] },
  { title: '授权', fields: ['consent'] },
] as const;

/** The person and the account that works at home need, whatever programme pays. */
export async function openAtHome(
  tx: Tx,
  form: Pick<AdaptationForm, 'applicant' | 'account'>,
): Promise<Result<Omit<Opening, 'form'>>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  if (!form.account && !(await payoutAccountOf(tx, person.value)))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'account', message: '还没有登记过收款账户，请填写' }]);
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name) });
}

export async function openAdaptation(tx: Tx, form: AdaptationForm): Promise<Result<Opening>> {
  const opening = await openAtHome(tx, form);
  return opening.ok ? ok({ ...opening.value, form }) : opening;
}
