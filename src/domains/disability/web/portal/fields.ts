/** What is asked when an invitation is accepted with another card. */
import type { FormField } from '../../../../kernel/schema/index.ts';

export const accountFields: FormField = {
  name: 'account',
  type: 'object',
  label: '收款账户',
  required: true,
  fields: [
    { name: 'bank', type: 'text', label: '开户银行', required: true, min: 2, max: 40 },
    { name: 'number', type: 'text', label: '社会保障卡（一卡通）账号', required: true, format: 'bank-account', protect: true },
    { name: 'holder', type: 'text', label: '户名', required: true, min: 1, max: 50 },
  ],
};
export const phoneField: FormField = {
  name: 'phone',
  type: 'text',
  label: '手机号码',
  help: '办理进度会发短信到这个号码',
  required: true,
  format: 'mobile',
  protect: true,
};
