/** What is filled in for accounts, budgets, arrivals, allocations, payments and reconciliations. */
import { z } from 'zod';
import { fields } from '../../../kernel/purchase/index.ts';
import { BankAccount, CreditCode, choice, FileRef, PlainDateText, Uuid, YearMonthText } from '../../../kernel/schema/index.ts';
import { ProjectAmount } from '../progress/report.ts';
import { fundSources } from './terms.ts';

const text = (label: string, max: number, min = 1) =>
  z
    .string()
    .trim()
    .min(min, min > 1 ? `请至少填写${min}个字` : `请填写${label}`)
    .max(max, `不超过${max}个字`)
    .meta({ label });
const day = (label: string) => PlainDateText.meta({ label, widget: 'date' });
const amount = (label: string) => ProjectAmount.min(1, '请填写金额').meta({ label });
const purpose = choice(fields).meta({ label: '用途', choices: fields });

export const NewAccount = z.strictObject({
  name: text('专户名称', 60),
  bank: text('开户行', 60),
  number: BankAccount.meta({ label: '账号', protect: true }),
  purpose: text('专户用途', 200),
  openedOn: day('启用日期'),
});
export const NewLine = z.strictObject({
  year: z.int('请填写整数').min(2000).max(2200).meta({ label: '年度' }),
  source: choice(fundSources).meta({ label: '来源', choices: fundSources }),
  name: text('项目名称', 60),
  purposes: z.array(choice(fields)).min(1, '请选择允许的用途').max(10).meta({ label: '允许的用途', choices: fields }),
  budget: amount('预算'),
  documentNo: text('预算文号', 60),
});
export const LineChange = z.strictObject({
  budget: amount('调整后的预算'),
  documentNo: text('调整文号', 60),
  reason: text('调整的原因', 200, 4).meta({ label: '调整的原因', widget: 'textarea' }),
});
export const NewArrival = z.strictObject({
  amount: amount('到账金额'),
  arrivedOn: day('到账日期'),
  voucherNo: text('银行回单号', 40),
});
export const NewAllocation = z.strictObject({
  amount: amount('分配金额'),
  purpose,
  place: z
    .string()
    .regex(/^\d{12}$/, '请选择用在哪里')
    .meta({ label: '用在哪里' }),
  unit: text('使用单位', 60).meta({ label: '使用单位', help: '写全称' }),
  passedDown: z
    .boolean()
    .default(false)
    .meta({ label: '拨给下级专户', help: '拨给县里的专户，由县里再分配的，勾上；福彩占比在县里算' }),
  privateRun: z
    .boolean()
    .default(false)
    .meta({
      label: '用于社会办养老',
      help: '用于社会力量办的养老机构和服务的，勾上；福彩公益金社会办占比按它算',
      showIf: { field: 'purpose', in: ['elderly'] },
    }),
  programmeId: Uuid.optional().meta({ label: '购买服务项目', help: '用于购买服务的，选项目' }),
  decidedOn: day('集体研究日期'),
  decisionNo: text('会议纪要或文号', 60),
  decision: FileRef.meta({ label: '集体研究的纪要', widget: 'file', paper: 'fund-decision' }),
});
export const answers = { pass: '同意', return: '退回' } as const;
export const Check = z.strictObject({
  answer: choice(answers).meta({ label: '意见', choices: answers }),
  note: text('退回的原因', 200, 4)
    .optional()
    .meta({ label: '退回的原因', widget: 'textarea', showIf: { field: 'answer', in: ['return'] }, requiredIfShown: true }),
});
export const NewPayment = z.strictObject({
  amount: amount('支付金额'),
  purpose,
  payee: text('收款单位', 60).meta({ label: '收款单位', help: '付给个人的，从“资金发放”的批次里付' }),
  payeeCode: CreditCode.meta({ label: '收款单位代码' }),
  bank: text('收款开户行', 60),
  account: BankAccount.meta({ label: '收款账号', protect: true }),
  reason: text('付款事由', 200, 4).meta({ label: '付款事由', widget: 'textarea' }),
});
/** Who is paid and how much stands in the contract and in the provider's request. */
export const NewContractPayment = z.strictObject({ allocationId: Uuid.meta({ label: '从哪笔分配付' }) });
export const Receipt = z.strictObject({ receiptNo: text('回单号', 40), receiptOn: day('回单日期') });
export const Bounce = z.strictObject({
  on: day('退票日期'),
  reason: text('退票的原因', 200, 4).meta({ label: '退票的原因', widget: 'textarea' }),
});
export const Refund = z.strictObject({
  amount: amount('退回的金额'),
  on: day('退回日期'),
  voucherNo: text('银行回单号', 40),
  reason: text('退回的原因', 200, 4).meta({ label: '退回的原因', widget: 'textarea', help: '例如：项目结余、审计要求退回' }),
});
export const sides = { more: '银行比账面多', less: '银行比账面少' } as const;
const Item = z.strictObject({
  side: choice(sides).meta({ label: '哪边多', choices: sides }),
  amount: amount('金额'),
  on: day('从哪天起'),
  note: text('原因', 200, 4).meta({ label: '原因', help: '例如：退回一笔付款，还没有入账' }),
});
export const NewReconciliation = z.strictObject({
  month: YearMonthText.meta({ label: '月份', widget: 'month' }),
  bank: ProjectAmount.meta({ label: '银行对账单余额' }),
  items: z.array(Item).max(50).default([]).meta({ label: '差异', help: '账面和银行一致的不用填' }),
});
export const Settlement = z.strictObject({
  settlement: text('怎么处理的', 200, 4).meta({ label: '怎么处理的', widget: 'textarea' }),
});
