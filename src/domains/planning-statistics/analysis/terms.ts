/** Words of the self-service analysis. */
import { cityOffice, countyOffice, type Performer } from '../../../kernel/access/index.ts';
import { periodKinds } from '../statistics/period.ts';

/** Whoever reads figures or reports; what may be chosen is narrowed by who reads each of them. */
export const analysts: readonly Performer[] = [
  'township-clerk',
  'township-leader',
  ...countyOffice,
  'finance-clerk',
  'finance-reviewer',
  ...cityOffice,
  'auditor',
];

/** What stands in the rows, what in the columns; the third is taken together. */
export const dimensions = { division: '地区', period: '期别', measure: '指标' } as const;
export type Dimension = keyof typeof dimensions;

export const groupLevels = { own: '不分地区', county: '县（市、区）', township: '乡镇（街道）', village: '村（社区）' } as const;
export type GroupLevel = keyof typeof groupLevels;

export const charts = { bar: '柱状图', line: '折线图', none: '不画图' } as const;
export type ChartKind = keyof typeof charts;

export const shares = { own: '只有自己', unit: '本单位', all: '所有能看数据的人' } as const;
export type Share = keyof typeof shares;

/** Where a figure comes from: what was locked in a report, what the platform counts now, an indicator of a board. */
export const sources = { locked: '报表（锁定的数）', counted: '平台数（现在数）', indicator: '指标' } as const;
export type Source = keyof typeof sources;

/** Months, quarters and so on; `now` has no past, `any` is counted for whatever period is asked. */
export const measurePeriods = { ...periodKinds, now: '只有现在的数', any: '各期都数得出' } as const;
export type MeasurePeriod = keyof typeof measurePeriods;
