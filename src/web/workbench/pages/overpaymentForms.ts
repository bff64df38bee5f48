/** What is filled in about a debt of the recovery ledger: a receipt, the way it comes back, the court, a fine; and where each form is sent. */
import {
  courtResults,
  type OverpaymentRow,
  type RecoveryMethod,
  receiptWays,
  recoveryMethods,
} from '../../../kernel/payment/index.ts';
import type { FormField } from '../../../kernel/schema/index.ts';

const receiptFields: readonly FormField[] = [
  {
    name: 'way',
    type: 'choice',
    label: '怎么退的',
    required: true,
    choices: [
      { value: 'return', label: recoveryMethods.return },
      { value: 'instalments', label: recoveryMethods.instalments },
      { value: 'court', label: receiptWays.court },
    ],
  },
  { name: 'amountFen', type: 'amount', label: '金额', required: true, unit: '元', widget: 'amount' },
  { name: 'receivedOn', type: 'date', label: '缴款日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'voucher', type: 'text', label: '缴款凭证号', required: true, min: 2, max: 40, help: '同一凭证在一县内只能登记一次' },
];
const byMonth = { field: 'method', in: ['offset', 'instalments'] } as const;
const planFields = (methods: readonly RecoveryMethod[]): readonly FormField[] => [
  {
    name: 'method',
    type: 'choice',
    label: '追回方式',
    required: true,
    choices: methods.map((value) => ({ value, label: recoveryMethods[value] })),
  },
  {
    name: 'monthlyFen',
    type: 'amount',
    label: '每月',
    required: false,
    unit: '元',
    widget: 'amount',
    showIf: byMonth,
    help: '按月抵扣不超过月发放额的两成',
  },
  {
    name: 'consentFile',
    type: 'file',
    label: '本人签字的同意书',
    required: false,
    paper: 'offset-consent',
    showIf: { field: 'method', in: ['offset'] },
  },
  {
    name: 'minutes',
    type: 'text',
    label: '会议纪要编号和理由',
    required: false,
    max: 500,
    widget: 'textarea',
    showIf: { field: 'method', in: ['write-off'] },
  },
];

const courtFields: readonly FormField[] = [
  {
    name: 'urgedOn',
    type: 'date',
    label: '催告书哪天送达',
    required: true,
    widget: 'date',
    format: 'plain-date',
    help: '主动退回的期限过后书面催告；送达满十日仍不退的才能申请',
  },
  { name: 'court', type: 'text', label: '向哪家法院申请', required: true, min: 4, max: 60, help: '写全称，例如：赤壁市人民法院' },
  { name: 'appliedOn', type: 'date', label: '申请日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'number', type: 'text', label: '案号', required: false, max: 60, help: '法院还没有立案的不用填' },
];
const courtResultFields: readonly FormField[] = [
  {
    name: 'result',
    type: 'choice',
    label: '结果',
    required: true,
    choices: Object.entries(courtResults).map(([value, label]) => ({ value, label })),
  },
  { name: 'resultOn', type: 'date', label: '文书日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'document', type: 'text', label: '文书号', required: true, min: 2, max: 60 },
];

const fineFields: readonly FormField[] = [
  { name: 'facts', type: 'text', label: '隐瞒了什么，从什么时候起', required: true, min: 6, max: 1000, widget: 'textarea' },
  { name: 'conductTo', type: 'date', label: '行为终了日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'heardOn', type: 'date', label: '听取陈述申辩的日期', required: true, widget: 'date', format: 'plain-date' },
  { name: 'statement', type: 'text', label: '当事人的意见', required: true, min: 2, max: 1000, widget: 'textarea' },
  { name: 'hearingFile', type: 'file', label: '签字的听取意见记录', required: true, paper: 'fine-hearing' },
  {
    name: 'amountFen',
    type: 'amount',
    label: '罚款',
    required: true,
    unit: '元',
    widget: 'amount',
    help: '不超过骗取金额的规定倍数；行为时和现在的规定不同的，按较轻的',
  },
];
const fineReceiptFields = receiptFields.filter((field) => field.name !== 'way');

export type What = 'receipt' | 'plan' | 'court' | 'court-result' | 'fine' | 'fine-receipt';
export type Doing = { row: OverpaymentRow; what: What };
export const forms: Readonly<Record<What, { title: string; button: string }>> = {
  receipt: { title: '登记退回的款项', button: '登记' },
  plan: { title: '追回方式', button: '保存' },
  court: { title: '申请人民法院强制执行', button: '登记申请' },
  'court-result': { title: '法院的结果', button: '登记' },
  fine: { title: '罚款决定', button: '作出决定' },
  'fine-receipt': { title: '登记缴纳的罚款', button: '登记' },
};
export const urlOf = ({ row, what }: Doing): string =>
  what === 'receipt'
    ? `/api/overpayments/${row.id}/receipts`
    : what === 'fine-receipt'
      ? `/api/fines/${row.fine!.id}/receipts`
      : what === 'court-result'
        ? `/api/court-applications/${row.court!.id}/result`
        : `/api/overpayments/${row.id}/${what}`;

/** The fields of one form; a plan offers the ways that are open to this officer. */
export const fieldsOf = (what: What, methods: readonly RecoveryMethod[]): readonly FormField[] => {
  switch (what) {
    case 'plan':
      return planFields(methods);
    case 'fine':
      return fineFields;
    case 'court':
      return courtFields;
    case 'court-result':
      return courtResultFields;
    case 'receipt':
      return receiptFields;
    case 'fine-receipt':
      return fineReceiptFields;
  }
};
