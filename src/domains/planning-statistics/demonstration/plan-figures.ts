/** What the counties of the demonstration report of the plan: made up, year by year. */
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import type { SurveyAnswer } from '../evaluation/terms.ts';

export interface PlayedValue {
  readonly indicator: string;
  readonly division: DivisionCode;
  readonly period: string;
  readonly on: PlainDate;
  readonly source?: 'report' | 'department' | 'yearbook' | 'system';
  readonly num?: number;
  readonly den?: number;
  readonly sourceText?: string;
  readonly reason?: string;
  readonly upTo?: 'reported' | 'checked' | 'audited' | 'published';
  readonly returned?: string;
}

export const COUNTIES: readonly DivisionCode[] = [
  '421202000000',
  '421221000000',
  '421222000000',
  '421223000000',
  '421224000000',
  '421281000000',
];

export const asked = [
  {
    on: '2025-12-10',
    indicator: 'IND14-04',
    level: 'county',
    term: 'year',
    fromPeriod: '2025',
    note: '分子、分母按年末在册的养老机构床位数',
  },
  {
    on: '2025-12-10',
    indicator: 'IND14-08',
    level: 'county',
    term: 'year',
    fromPeriod: '2025',
    note: '中心村按县里公布的名单数',
  },
  {
    on: '2025-12-10',
    indicator: 'IND14-11',
    level: 'county',
    term: 'year',
    fromPeriod: '2025',
    note: '村（社区）按年末法定单位数',
  },
  {
    on: '2026-04-08',
    indicator: 'IND14-04',
    level: 'county',
    term: 'quarter',
    fromPeriod: '2026-Q2',
    note: '规划期满以后继续按季跟踪',
  },
  { on: '2026-04-08', indicator: 'IND14-12', level: 'city', term: 'quarter', fromPeriod: '2026-Q2', note: '' },
] as const satisfies readonly { on: PlainDate; [key: string]: string }[];

const YEARS = ['2021', '2022', '2023', '2024', '2025'] as const;
/** Numerators of each year over a denominator, county by county; the city is their sum. */
interface Series {
  readonly indicator: string;
  readonly sourceText: string;
  readonly of: readonly (readonly [den: number, ...nums: number[]])[];
}
const series: readonly Series[] = [
  {
    indicator: 'IND14-04',
    sourceText: '养老机构床位台账',
    of: [
      [4600, 1610, 1930, 2340, 2620, 2990],
      [2300, 760, 920, 1090, 1230, 1400],
      [2700, 830, 1000, 1200, 1380, 1520],
      [2900, 900, 1130, 1360, 1560, 1690],
      [2677, 800, 990, 1170, 1320, 1480],
      [3400, 1160, 1420, 1700, 1890, 2060],
    ],
  },
  {
    indicator: 'IND14-08',
    sourceText: '公益性公墓（骨灰堂）台账',
    of: [
      [120, 30, 44, 58, 70, 78],
      [90, 22, 31, 40, 50, 56],
      [110, 25, 36, 49, 60, 64],
      [110, 27, 38, 50, 59, 66],
      [100, 20, 30, 42, 50, 55],
      [110, 31, 45, 57, 66, 82],
    ],
  },
  {
    indicator: 'IND14-11',
    sourceText: '儿童主任名册',
    of: [
      [184, 150, 170, 180, 184, 184],
      [108, 90, 101, 106, 108, 108],
      [190, 140, 168, 182, 188, 190],
      [205, 150, 178, 195, 203, 205],
      [199, 139, 167, 186, 196, 199],
      [193, 160, 180, 190, 193, 193],
    ],
  },
];

/** Of the city only, at the end of the plan. */
const ends: readonly (readonly [indicator: string, num: number, den: number, sourceText: string])[] = [
  ['IND14-01', 6, 6, '县级供养服务设施名册'],
  ['IND14-02', 34, 34, '社区养老服务设施名册'],
  ['IND14-03', 193, 193, '日间照料中心名册'],
  ['IND14-05', 1271, 2050, '特困供养台账'],
  ['IND14-06', 5, 7, '婚姻登记机关等级评定文件'],
  ['IND14-07', 6, 6, '公益性公墓台账'],
  ['IND14-09', 8, 8, '儿童福利和未保设施名册'],
  ['IND14-10', 1, 1, '项目竣工验收文件'],
  ['IND14-12', 70, 70, '社工站名册'],
];

/** Filled in in the January after the year. */
const dayAfter = (year: string): PlainDate => `${Number(year) + 1}-01-08` as PlainDate;

export function played(city: DivisionCode): readonly PlayedValue[] {
  const yearly = series.flatMap(({ indicator, sourceText, of }) =>
    YEARS.flatMap((period, y): PlayedValue[] => {
      const on = dayAfter(period);
      // 以前各年的由市里按年报补录，最后一年由各县填报
      const isOld = period !== '2025';
      const counties = of.map(
        ([den, ...nums], c): PlayedValue => ({
          indicator,
          division: COUNTIES[c]!,
          period,
          on,
          ...(isOld ? { source: 'yearbook' } : {}),
          num: nums[y]!,
          den,
          sourceText: isOld ? `${period}年民政统计年报` : sourceText,
        }),
      );
      const sum = (part: 'num' | 'den') => counties.reduce((all, v) => all + v[part]!, 0);
      // 全市的是各县的分子、分母相加，不是平均
      return [
        ...counties,
        {
          indicator,
          division: city,
          period,
          on,
          source: 'department',
          num: sum('num'),
          den: sum('den'),
          sourceText: `${sourceText}（各县合计）`,
        },
      ];
    }),
  );
  return [
    ...yearly,
    ...ends.map(
      ([indicator, num, den, sourceText]): PlayedValue => ({
        indicator,
        division: city,
        period: '2025',
        on: dayAfter('2025'),
        source: 'department',
        num,
        den,
        sourceText,
        reason: '平台里的台账还没有补全',
      }),
    ),
    // 另一来源的数不一样：一处已经核定，一处还等着
    {
      indicator: 'IND14-11',
      division: '421281000000',
      period: '2025',
      on: '2026-02-02',
      source: 'department',
      num: 188,
      den: 193,
      sourceText: '教育部门留守儿童关爱统计',
    },
    {
      indicator: 'IND14-04',
      division: '421223000000',
      period: '2025',
      on: '2026-06-18',
      source: 'department',
      num: 1655,
      den: 2900,
      sourceText: '卫健部门老龄事业年报',
    },
  ];
}

/** The quarter as the demonstration finds it: published, on its way, sent back, late. */
export const quarter: readonly PlayedValue[] = [
  {
    indicator: 'IND14-04',
    division: '421221000000',
    period: '2026-Q2',
    on: '2026-07-08',
    num: 1432,
    den: 2300,
    sourceText: '养老机构床位台账',
  },
  {
    indicator: 'IND14-04',
    division: '421281000000',
    period: '2026-Q2',
    on: '2026-07-09',
    num: 2110,
    den: 3400,
    sourceText: '养老机构床位台账',
    upTo: 'audited',
  },
  {
    indicator: 'IND14-04',
    division: '421222000000',
    period: '2026-Q2',
    on: '2026-07-09',
    num: 1570,
    den: 2700,
    sourceText: '养老机构床位台账',
    upTo: 'checked',
  },
  {
    indicator: 'IND14-04',
    division: '421223000000',
    period: '2026-Q2',
    on: '2026-07-10',
    num: 1700,
    den: 2600,
    sourceText: '养老机构床位台账',
    upTo: 'checked',
    returned: '分母比年末少了300张，请核对',
  },
  {
    indicator: 'IND14-04',
    division: '421202000000',
    period: '2026-Q2',
    on: '2026-07-10',
    num: 3020,
    den: 4600,
    sourceText: '养老机构床位台账',
    reason: '平台里只登记了一家机构的床位，其余的还在补录',
    upTo: 'reported',
  },
];

/** Copies a day, eleven days. */
export const SURVEY: Readonly<Record<SurveyAnswer, readonly number[]>> = {
  a: [10, 14, 12, 9, 11, 13, 12, 10, 11, 9, 9],
  b: [14, 18, 20, 15, 16, 18, 19, 16, 15, 15, 14],
  c: [6, 7, 8, 6, 5, 7, 8, 6, 6, 6, 5],
  d: [2, 2, 1, 2, 2, 2, 2, 2, 2, 2, 1],
  e: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
};
