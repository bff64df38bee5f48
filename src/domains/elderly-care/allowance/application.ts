/** 高龄津贴: what the register proposes, and what somebody sends who was not proposed. Data tell the rest. */
import { z } from 'zod';
import { birthdayOf, daysBefore, longDate, monthOf } from '../../../kernel/calendar/index.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { coveragesOf } from '../../../kernel/payment/server.ts';
import { wholeParameter } from '../../../kernel/policy/server.ts';
import { particularsOf } from '../../../kernel/resident/index.ts';
import { identifyApplicant } from '../../../kernel/resident/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { BankAccount, Division, Mobile, ResidentId } from '../../../kernel/schema/index.ts';
import { appliedFor, type Opening } from '../../../kernel/service/server.ts';
import { FIRST_AGE, PROGRAMME } from './rules.ts';

const Name = z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字');

export const account = z
  .strictObject({
    bank: z.string().trim().min(2, '请填写开户银行').max(40).meta({ label: '开户银行' }),
    number: BankAccount.meta({ label: '社会保障卡（一卡通）账号', protect: true }),
    holder: Name.meta({ label: '户名' }),
  })
  .meta({ label: '收款账户' });

export const AllowanceApplication = z.strictObject({
  applicant: z
    .strictObject({
      name: Name.meta({ label: '老人姓名' }),
      idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
      phone: Mobile.optional().meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码，没有可以不填' }),
      division: Division.meta({ label: '户籍所在村（社区）', widget: 'division' }),
    })
    .meta({ label: '满80周岁的老人' }),
  account: account.optional().meta({ label: '收款账户', help: '不清楚的不用填，村里核实时登记' }),
});
export type AllowanceForm = z.infer<typeof AllowanceApplication>;

export const allowanceSteps = [
  { title: '给谁领', help: '快满80周岁的，村（社区）会主动上门，不用申请；没有来的在这里提出', fields: ['applicant'] },
  { title: '打到哪张卡', fields: ['account'] },
] as const;

export async function openAllowance(tx: Tx, form: AllowanceForm): Promise<Result<Opening>> {
  const { applicant } = form;
  if (tx.divisions.get(applicant.division)?.level !== 'village')
    return fail('INVALID_INPUT', { count: 1 }, [{ path: 'applicant.division', message: '请选择到村（社区）' }]);
  const birthDate = particularsOf({ ...applicant, idKind: 'resident-id' })?.birthDate;
  const ahead = await wholeParameter(tx, 'HAA-PROPOSE-DAYS', applicant.division, tx.today);
  if (!ahead.ok) return ahead;
  const birthday = birthDate && birthdayOf(birthDate, FIRST_AGE);
  const opensOn = birthday && daysBefore(birthday, ahead.value);
  if (opensOn && opensOn > tx.today) return fail('ALLOWANCE_TOO_EARLY', { name: applicant.name, on: longDate(opensOn) });
  const { phone, ...stated } = applicant;
  const person = await identifyApplicant(tx, phone ? applicant : stated);
  if (!person.ok) return person;
  const drawn = await coveragesOf(tx, person.value, [PROGRAMME]);
  if (drawn.some((d) => d.toMonth === null || d.toMonth > monthOf(tx.today)))
    return fail('ALLOWANCE_DRAWN', { name: applicant.name });
  return ok({ division: applicant.division, ...appliedFor(tx, person.value, applicant.name), form });
}
