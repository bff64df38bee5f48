/** What a window asks for somebody registered elsewhere: the application form, and where it comes from or goes to. */
import type { FormField } from '../../../../kernel/schema/index.ts';
import { accountFields } from '../portal/fields.ts';

const text = (name: string, label: string, more: Partial<FormField> = {}): FormField => ({
  name,
  type: 'text',
  label,
  required: true,
  min: 1,
  max: 80,
  ...more,
});

const applicant = (division: FormField | null): FormField => ({
  name: 'applicant',
  type: 'object',
  label: '残疾人',
  required: true,
  fields: [
    text('name', '姓名', { max: 50 }),
    text('idNumber', '身份证号码', { format: 'resident-id', protect: true, widget: 'id-card' }),
    text('phone', '手机号码', { format: 'mobile', protect: true }),
    ...(division ? [division] : []),
  ],
});

const application: FormField[] = [
  {
    name: 'wanted',
    type: 'choice',
    label: '申请哪一项',
    required: true,
    initial: 'both',
    choices: [
      { value: 'both', label: '两项都申请' },
      { value: 'living', label: '生活补贴' },
      { value: 'nursing', label: '护理补贴' },
    ],
  },
  text('certificateNumber', '残疾人证号', { protect: true, max: 24, help: '20位，前18位是身份证号码' }),
  accountFields,
];

const inCity: FormField = {
  name: 'division',
  type: 'division',
  label: '户籍所在村（社区）',
  required: true,
  widget: 'division',
  format: 'division',
};

/** Of another city the county's six digits are enough: the window there finds the village. */
export const applicationFields: FormField[] = [
  {
    name: 'where',
    type: 'choice',
    label: '户籍在哪里',
    required: true,
    choices: [
      { value: 'city', label: '本市其他乡镇（街道）' },
      { value: 'elsewhere', label: '外市、外省' },
    ],
  },
  { ...inCity, showIf: { field: 'where', in: ['city'] } },
  text('payerName', '户籍地', { min: 2, help: '例如：湖南省岳阳市岳阳楼区', showIf: { field: 'where', in: ['elsewhere'] } }),
  text('county', '户籍地县级区划代码', {
    min: 6,
    max: 6,
    help: '6位数字，例如 430602',
    showIf: { field: 'where', in: ['elsewhere'] },
  }),
  applicant(null),
  ...application,
];

export const receivedFields: FormField[] = [
  text('windowName', '受理窗口', { min: 4, help: '例如：广东省深圳市宝安区新安街道便民服务中心' }),
  {
    name: 'filedOn',
    type: 'date',
    label: '收件日期',
    required: true,
    widget: 'date',
    format: 'plain-date',
    help: '从这一天的当月起发放',
  },
  { name: 'completeOn', type: 'date', label: '材料齐全日期', required: true, widget: 'date', format: 'plain-date' },
  applicant(inCity),
  ...application,
];
