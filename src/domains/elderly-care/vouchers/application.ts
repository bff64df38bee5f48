/** 消费券资格申请表: who, where one lives, consent. The level is read, never asked. */
import { z } from 'zod';
import type { Tx } from '../../../kernel/context/server.ts';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { levelOn } from '../assessment/effect.ts';
import { identifyElder } from '../benefit/applicant.ts';
import { activeAward } from './store.ts';

export const VoucherApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字').meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.optional().meta({ label: '手机号码', protect: true, help: '发券、用券都会告知这个号码，没有可以不填' }),
      division: Division.meta({ label: '现在住的村（社区）', help: '不看户籍，住在本市就可以', widget: 'division' }),
      communication: CommunicationNeeds,
    })
    .meta({ label: '申请的老人' }),
  consent: z
    .literal(true, '请阅读并同意')
    .meta({ label: '同意民政部门读取老人的能力评估等级，只用于发放和核销消费券，可以随时撤回' }),
});
export type VoucherForm = z.infer<typeof VoucherApplication>;

export const voucherSteps = [
  { title: '给谁申请', help: '本人、家人都可以提出，乡镇可以代办', fields: ['applicant'] },
  { title: '授权', fields: ['consent'] },
] as const;

export async function openVoucher(tx: Tx, form: VoucherForm): Promise<Result<Opening>> {
  const { applicant } = form;
  const person = await identifyElder(tx, applicant);
  if (!person.ok) return person;
  if (await activeAward(tx, person.value)) return fail('VOUCHER_HELD');
  if (!(await levelOn(tx, person.value, tx.today))) return fail('VOUCHER_NO_LEVEL', { name: applicant.name });
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}
