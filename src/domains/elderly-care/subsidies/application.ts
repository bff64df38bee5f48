/** 经济困难老年人补贴申请表: who, which account, consent. 低保, 低保边缘, 特困 and the level are read, never asked. */
import { z } from 'zod';
import { monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { coveragesOf, payoutAccountOf } from '../../../kernel/payment/server.ts';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening, type ServiceItem } from '../../../kernel/service/server.ts';
import { account } from '../allowance/application.ts';
import { identifyElder } from '../benefit/applicant.ts';
import { kindOfItem, kinds } from './terms.ts';

export const SubsidyApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.optional().meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码，没有可以不填' }),
      division: Division.meta({ label: '户籍所在村（社区）', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '申请的老人' }),
  account: account.optional().meta({ label: '收款账户', help: '已经领着别的补贴的可以不填，打到同一张卡' }),
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的低保、低保边缘、特困认定和能力评估等级，只用于办理这项补贴，可以随时撤回' }),
});
export type SubsidyForm = z.infer<typeof SubsidyApplication>;

export const subsidySteps = [
  { title: '给谁申请', help: '本人、家人都可以提出，乡镇、村里可以代办', fields: ['applicant'] },
  { title: '打到哪张卡', fields: ['account'] },
  { title: '授权', help: '低保和评估结果由系统查，不用交证明', fields: ['consent'] },
] as const;

export async function openSubsidy(tx: Tx, item: ServiceItem, form: SubsidyForm): Promise<Result<Opening>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  const { programme, zh } = kinds[kindOfItem(item.itemId)];
  const drawn = await coveragesOf(tx, person.value, [programme]);
  if (drawn.some((d) => d.toMonth === null || d.toMonth > monthOf(tx.today))) return fail('ELDER_SUBSIDY_DRAWN', { benefit: zh });
  if (!form.account && !(await payoutAccountOf(tx, person.value)))
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'account', message: '还没有登记过收款账户，请填写' }]);
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}
