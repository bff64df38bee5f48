/** 先算一算: the questions of the pre-check as a form, and its answers as the rule takes them. Runs in the browser; nothing is sent. */
import type { FormField } from '../../../../kernel/schema/index.ts';
import type { PrecheckAnswers, PrecheckPerson } from '../../dibao/precheck.ts';

export { type Precheck, precheck } from '../../dibao/precheck.ts';

type Values = Readonly<Record<string, unknown>>;

const yesNo = (name: string, label: string, help?: string): FormField => ({
  name,
  label,
  type: 'boolean',
  required: true,
  initial: false,
  ...(help ? { help } : {}),
});
const amount = (name: string, label: string, help?: string): FormField => ({
  name,
  label,
  type: 'amount',
  required: false,
  min: 0,
  max: 10_000_000_000,
  ...(help ? { help } : {}),
});

/** The questions. `counties`: where one may live. */
export const precheckFields = (counties: readonly { code: string; name: string }[]): FormField[] => [
  {
    name: 'division',
    label: '户口在哪个县（市、区）',
    type: 'choice',
    required: true,
    choices: counties.map((c) => ({ value: c.code, label: c.name })),
  },
  {
    name: 'urbanRural',
    label: '城市户口还是农村户口',
    type: 'choice',
    required: true,
    choices: [
      { value: 'rural', label: '农村' },
      { value: 'urban', label: '城市' },
    ],
  },
  {
    name: 'people',
    label: '住在一起的家人',
    help: '第一位填您自己。一起生活的都要填，包括在外读书的孩子。',
    type: 'list',
    required: true,
    min: 1,
    max: 12,
    fields: [
      {
        name: 'age',
        label: '年纪',
        type: 'choice',
        required: true,
        choices: [
          { value: 'minor', label: '不满18岁' },
          { value: 'adult', label: '18至59岁' },
          { value: 'elder60', label: '60至69岁' },
          { value: 'elder70', label: '70岁以上' },
        ],
      },
      yesNo('severe', '重度残疾或者大病', '一、二级残疾，三级智力、精神残疾，或者医保认定的重特大疾病'),
      {
        ...yesNo('joblessAble', '能干活但现在没有工作', '不在上学，也不用在家照顾病人、幼儿'),
        showIf: { field: 'age', in: ['adult'] },
      },
      {
        ...amount('wageFen', '每月工资', '打工、上班的钱；没有就空着'),
        showIf: { field: 'age', in: ['adult', 'elder60', 'elder70'] },
      },
      { ...amount('residentPensionFen', '每月城乡居民养老金'), showIf: { field: 'age', in: ['elder60', 'elder70'] } },
      amount('otherFen', '每月其他收入', '种地、做小生意、退休金、租金等，折成每月'),
    ],
  },
  amount('selfPaidCareFen', '最近一年看病、康复自己花的钱', '报销以后自己出的；没有就空着'),
  amount('educationFen', '最近一年孩子上学的钱', '学费、住宿费；没有就空着'),
  amount('savingsFen', '全家存款、理财一共多少'),
  yesNo('hasCar', '家里有汽车', '电动车、三轮车、残疾人代步车不算'),
  yesNo('hasFirm', '家里有人开公司、开店'),
  { name: 'houses', label: '家里有几套房', type: 'integer', required: true, min: 0, max: 20, unit: '套', initial: 1 },
  {
    name: 'houseAreaSqm',
    label: '一共多少平方米',
    help: '只有一套，或者说不清，可以空着',
    type: 'integer',
    required: false,
    min: 1,
    max: 5000,
    unit: '平方米',
  },
  {
    name: 'outside',
    label: '不住在一起的子女、父母',
    help: '每家填一条。只填依法应当赡养、抚养您家人的；没有就不用加。',
    type: 'list',
    required: false,
    min: 0,
    max: 10,
    fields: [
      { name: 'householdSize', label: '他（她）家几口人', type: 'integer', required: true, min: 1, max: 20, unit: '人' },
      { name: 'monthlyIncomeFen', label: '他（她）家每月收入', type: 'amount', required: true, min: 0, max: 10_000_000_000 },
      {
        name: 'mustSupport',
        label: '他（她）一共要赡养、抚养几个人',
        type: 'integer',
        required: true,
        min: 1,
        max: 20,
        unit: '人',
      },
    ],
  },
];

const fen = (value: unknown): number => (typeof value === 'number' ? value : 0);
const rows = (value: unknown): Values[] => (Array.isArray(value) ? (value as Values[]) : []);

const personOf = (row: Values): PrecheckPerson => {
  const age = row.age as PrecheckPerson['age'];
  return {
    age,
    severe: row.severe === true,
    joblessAble: age === 'adult' && row.joblessAble === true && fen(row.wageFen) === 0,
    wageFen: age === 'minor' ? 0 : fen(row.wageFen),
    residentPensionFen: age === 'elder60' || age === 'elder70' ? fen(row.residentPensionFen) : 0,
    otherFen: fen(row.otherFen),
  };
};

/** Checked values of the form as answers. An empty amount is none; one house needs no area. */
export function answersOf(values: Values): PrecheckAnswers {
  const [first, ...others] = rows(values.people).map(personOf);
  if (!first) throw new Error('the form was not checked: nobody in it');
  return {
    division: values.division as string,
    urbanRural: values.urbanRural as PrecheckAnswers['urbanRural'],
    people: [first, ...others],
    selfPaidCareFen: fen(values.selfPaidCareFen),
    educationFen: fen(values.educationFen),
    savingsFen: fen(values.savingsFen),
    hasCar: values.hasCar === true,
    hasFirm: values.hasFirm === true,
    houses: fen(values.houses),
    houseAreaSqm: typeof values.houseAreaSqm === 'number' ? values.houseAreaSqm : null,
    outside: rows(values.outside).map((o) => ({
      householdSize: fen(o.householdSize),
      monthlyIncomeFen: fen(o.monthlyIncomeFen),
      mustSupport: fen(o.mustSupport),
    })),
  };
}
