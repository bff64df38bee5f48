import { expect, test } from 'vitest';
import type { FormField } from '../../kernel/schema/index.ts';
import { divisionCodes, summary } from './summary.ts';

const field = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
  name,
  label,
  type: 'text',
  required: true,
  ...more,
});
const fields: FormField[] = [
  field('applicant', '申请人', {
    type: 'object',
    fields: [
      field('name', '姓名'),
      field('phone', '手机', { format: 'mobile' }),
      field('division', '户籍', { type: 'division' }),
      field('ill', '有大病', { type: 'boolean', initial: false }),
      field('school', '学校', { showIf: { field: 'ill', in: [true] } }),
    ],
  }),
  field('incomes', '收入', {
    type: 'list',
    fields: [
      field('member', '哪位家人', { widget: 'person' }),
      field('amountFen', '金额', { type: 'amount' }),
      field('since', '起始月', { type: 'month', required: false }),
    ],
  }),
  field('cars', '车', { type: 'list', fields: [field('kind', '种类')] }),
];
const values = {
  applicant: { name: '王秀英', phone: '13800001234', division: '421202100001', ill: false, school: '藏着的' },
  incomes: [{ member: 'self', amountFen: 120050, since: '2026-03' }],
  cars: [],
};

test('签名前读到的信：金额到分，日期写全，惯常的“否”和没有的东西不写，藏着的不写', () => {
  expect(summary(fields, values, { division: () => '汀泗桥社区' })).toEqual([
    {
      label: '申请人',
      text: null,
      lines: [
        { label: '姓名', text: '王秀英', lines: [] },
        { label: '手机', text: '138 0000 1234', lines: [] },
        { label: '户籍', text: '汀泗桥社区', lines: [] },
      ],
    },
    {
      label: '收入',
      text: null,
      lines: [
        {
          label: '1',
          text: null,
          lines: [
            { label: '哪位家人', text: '王秀英', lines: [] },
            { label: '金额', text: '1,200.50元', lines: [] },
            { label: '起始月', text: '2026年3月', lines: [] },
          ],
        },
      ],
    },
  ]);
});
test('要查名称的区划一次找齐', () => expect(divisionCodes(fields, values)).toEqual(['421202100001']));
