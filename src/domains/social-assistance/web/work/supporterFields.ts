/** Fields of the drawers of 户外义务人. */
import type { FormField } from '../../../../kernel/schema/index.ts';
import { dispositions } from '../../family/terms.ts';
import type { SupportersView } from '../../supporters/content.ts';
import { supportRelations } from '../../supporters/terms.ts';

const choices = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([value, label]) => ({ value, label }));
/** What the application tells is not typed again, and is shown masked. */
const onForm = (view: SupportersView, what: 'idNumber' | 'phone'): string => {
  const told = view.choices.flatMap((c) => (c[what] ? [`${c.name}${c[what]}`] : []));
  return told.length > 0 ? `申请表上已填写、不用再填的：${told.join('、')}` : '';
};

export const whoFields = (view: SupportersView): readonly FormField[] => [
  {
    name: 'who',
    type: 'choice',
    label: '申报里的哪一位',
    help: '只有申报过的，核对结果才进入赡养费核算；其余只作证据',
    required: true,
    choices: [
      ...view.choices.map((c, i) => ({ value: String(i), label: `${supportRelations[c.relation]}${c.name && ` ${c.name}`}` })),
      { value: 'none', label: '申报里没有的' },
    ],
  },
  {
    name: 'relation',
    type: 'choice',
    label: '与本户的关系',
    required: true,
    choices: choices(supportRelations),
    showIf: { field: 'who', in: ['none'] },
  },
  { name: 'name', type: 'text', label: '姓名', required: true, max: 50 },
  {
    name: 'idNumber',
    type: 'text',
    label: '公民身份号码',
    help: onForm(view, 'idNumber'),
    required: !view.choices.some((c) => c.idNumber),
    format: 'resident-id',
    max: 18,
  },
  {
    name: 'phone',
    type: 'text',
    label: '手机号码',
    help: `请本人授权的短信发到这个号码。${onForm(view, 'phone')}`,
    required: false,
    format: 'mobile',
    max: 11,
  },
];

export const signatureFields: readonly FormField[] = [
  {
    name: 'signature',
    type: 'file',
    label: '签好的授权书',
    help: '拍照或扫描，要看得清姓名、签名和日期',
    required: true,
    widget: 'file',
    paper: 'consent',
  },
];

export const disposeFields: readonly FormField[] = [
  { name: 'disposition', type: 'choice', label: '处置结论', required: true, choices: choices(dispositions) },
  { name: 'reason', type: 'text', label: '理由', required: true, widget: 'textarea', min: 4, max: 500 },
];

export const silentFields = (sources: string): readonly FormField[] => [
  {
    name: 'proceedReason',
    type: 'text',
    label: '先出结果的理由',
    help: `${sources}还没有反馈`,
    required: true,
    widget: 'textarea',
    min: 4,
    max: 500,
  },
];

export const elsewhereFields: readonly FormField[] = [
  {
    name: 'addressee',
    type: 'text',
    label: '向哪里的核对机构查询',
    help: '例如：湖南省居民家庭经济状况核对中心',
    required: true,
    min: 4,
    max: 60,
  },
];
