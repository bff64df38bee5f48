/** 残疾人两项补贴申请表: short. Who, which certificate, which account, and consent; what data can tell is never asked. */
import { z } from 'zod';
import { CommunicationNeeds } from '../../../kernel/resident/index.ts';
import { BankAccount, choice, Division, FileRef, Mobile, ResidentId } from '../../../kernel/schema/index.ts';

const Name = z.string().trim().min(1, '请填写姓名').max(50, '姓名不超过50个字');
const CertificateNumber = z
  .string()
  .trim()
  .regex(/^\d{17}[\dXx][1-7][1-4]([Bb]\d?)?$/, '残疾人证号是身份证号码后面加2位数字，补发的末尾加B')
  .meta({ label: '残疾人证号', protect: true, help: '印在证的第一页，20位，前18位就是身份证号码' });

const applicant = z
  .strictObject({
    name: Name.meta({ label: '残疾人姓名' }),
    idNumber: ResidentId.meta({ label: '身份证号码', protect: true, widget: 'id-card' }),
    phone: Mobile.meta({ label: '手机号码', protect: true, help: '办理进度会发短信到这个号码' }),
    division: Division.meta({ label: '户籍所在村（社区）', widget: 'division' }),
    communication: CommunicationNeeds,
  })
  .meta({ label: '谁来享受' });

const account = z
  .strictObject({
    bank: z.string().trim().min(2, '请填写开户银行').max(40).meta({ label: '开户银行' }),
    number: BankAccount.meta({ label: '社会保障卡（一卡通）账号', protect: true }),
    holder: Name.meta({ label: '户名' }),
  })
  .meta({ label: '收款账户' });

const papers = z
  .array(FileRef)
  .max(10)
  .default([])
  .meta({ label: '材料照片', help: '残疾人证、监护关系等，能查到的不用交', paper: 'support' });
const consent = z
  .literal(true, '请阅读并同意')
  .meta({ label: '同意民政、残联核对残疾人证、低保和其他补贴（包括在全国其他地区享受的）的信息；内容属实，情况变化会及时告知' });

export const SubsidyApplication = z.strictObject({
  applicant,
  wanted: choice({ both: '两项都申请（能享受几项由系统核算）', living: '只申请生活补贴', nursing: '只申请护理补贴' })
    .default('both')
    .meta({ label: '申请哪一项', help: '生活补贴：低保家庭的残疾人；护理补贴：一级、二级并且需要长期照护的残疾人' }),
  certificateNumber: CertificateNumber,
  // 已经登记过账户的（接受邀约时）可以沿用；没有登记的，开件时要求填写。
  account: account.optional().meta({ label: '收款账户' }),
  papers,
  consent,
});
export type SubsidyApplication = z.infer<typeof SubsidyApplication>;

export const changes = {
  renewed: '换了残疾人证，恢复发放',
  level: '残疾类别、等级有变化',
  account: '更换收款账户',
  stop: '不再享受',
} as const;
export type Change = keyof typeof changes;
const aboutCertificate = { field: 'change', in: ['renewed', 'level'] };

/** 变更、续证恢复 (DB-06). */
export const SubsidyChange = z.strictObject({
  applicant,
  change: choice(changes).meta({ label: '办什么' }),
  certificateNumber: CertificateNumber.optional().meta({
    label: '新的残疾人证号',
    protect: true,
    showIf: aboutCertificate,
    requiredIfShown: true,
  }),
  account: account
    .optional()
    .meta({ label: '新的收款账户', showIf: { field: 'change', in: ['account'] }, requiredIfShown: true }),
  papers,
  consent,
});
export type SubsidyChange = z.infer<typeof SubsidyChange>;

export const applicationSteps = [
  { title: '谁来享受', help: '残疾人本人的信息，家人、村里可以代办', fields: ['applicant'] },
  { title: '残疾人证', help: '照着证上的号码填', fields: ['wanted', 'change', 'certificateNumber', 'papers'] },
  { title: '账户和授权', help: '钱打到哪张卡', fields: ['account', 'consent'] },
] as const;

/** What both forms have. */
export type AnyForm = SubsidyApplication | SubsidyChange;
export const isChange = (form: AnyForm): form is SubsidyChange => 'change' in form;
