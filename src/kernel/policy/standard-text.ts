/** A standard's value as people read it: 800.00元／月 from fen, ratios and counts as they are. */
import { yuan } from './decision.ts';
import type { ParameterRow } from './parameters.ts';

const units: Record<string, string> = {
  ratio: '',
  count: '',
  times: '倍',
  workdays: '个工作日',
  days: '天',
  months: '个月',
  age: '岁',
  years: '年',
  each: '件',
  hours: '小时',
  'clock-hour': '点',
  grams: '克',
  switch: '',
  minutes: '分钟',
  seconds: '秒',
  cases: '次',
  items: '项',
  stages: '期',
  persons: '人',
  copies: '份',
  households: '户',
  points: '分',
  level: '级',
  unit: '件',
  day: '日',
  percent: '%',
  sets: '套',
  bands: '档',
  beds: '张',
  m2: '平方米',
  metres: '米',
  'km/h': '公里每小时',
};

export const perOf = (unit: string): string => (unit.includes('month') ? '／月' : unit.includes('year') ? '／年' : '');
export const unitText = (unit: string): string => units[unit] ?? unit;

export const standardText = (row: Pick<ParameterRow, 'value' | 'unit'>): string =>
  row.unit.startsWith('fen') && /^\d+$/.test(row.value)
    ? `${yuan(Number(row.value))}${perOf(row.unit)}`
    : `${row.value}${units[row.unit] ?? ` ${row.unit}`}`;
