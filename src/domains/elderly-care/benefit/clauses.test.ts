/** 年龄、等级是有起止日期的标准：标准变了，从那天起按新的办，以前的决定不变。 */
import { expect, test } from 'vitest';
import { makeParameters, type ParameterRow, withParameters } from '../../../kernel/policy/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { levelAgainst, levelClause, OLD_AGE, oldEnough } from './clauses.ts';

const COUNTY = '421202000000' as DivisionCode;
const row = (key: string, value: string, unit: string, validFrom: string, validTo: string | null = null): ParameterRow =>
  ({
    id: `${key}@${validFrom}`,
    key,
    division: COUNTY,
    value,
    unit,
    validFrom,
    validTo,
    source: '假定',
    nature: 'assumption',
  }) as never;
const parameters = makeParameters([
  row(OLD_AGE, '60', 'age', '2020-11-01'),
  row('FCB-LEVEL', '2', 'level', '2026-01-01', '2027-01-01'),
  row('FCB-LEVEL', '3', 'level', '2027-01-01'),
  row('CCG-LEVEL', '4', 'level', '2026-01-01'),
]);
const at = <T>(date: PlainDate, rule: Parameters<typeof withParameters<T>>[1]) => {
  const read = withParameters({ parameters, division: COUNTY, date }, rule);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};
const levels = [{ level: 2, scheme: 'GB42195_2022', from: '2026-05-01' as PlainDate, to: null }];
const level = (key: string, on: PlainDate, of = levels) =>
  at(on, (read) => levelClause(levelAgainst(read, key, { levels: of, on }), { basis: '办法' }));

test('2026年从2级起，2027年改为3级起：2级的老人到12月31日符合，1月1日起不符合，条款写的是当天的标准', () => {
  expect(level('FCB-LEVEL', '2026-12-31')).toMatchObject({ name: '能力等级2级以上（中度失能以上）', verdict: 'met' });
  expect(level('FCB-LEVEL', '2027-01-01')).toMatchObject({ name: '能力等级3级以上（重度失能以上）', verdict: 'unmet' });
  expect(level('CCG-LEVEL', '2026-12-31')).toMatchObject({ name: '能力等级4级（完全失能）', limit: { text: '4级' } });
});

test('还没有评估、只有旧标准的评估，都不算；后一种写明要重新评估', () => {
  expect(level('FCB-LEVEL', '2026-04-30')).toMatchObject({ verdict: 'unmet', value: { text: '没有生效的评估' } });
  const old = level('FCB-LEVEL', '2026-06-01', [{ ...levels[0]!, scheme: 'MZ039_2013' }]);
  expect(old).toMatchObject({ verdict: 'unmet', note: '旧标准评估不能用于本待遇，请重新评估' });
});

test('生日当天算满60周岁，前一天不算', () => {
  const age = (on: PlainDate) => at(on, (read) => oldEnough(read, { birthDate: '1966-12-01' as PlainDate, on, basis: '办法' }));
  expect(age('2026-12-01')).toMatchObject({ name: '年满60周岁', verdict: 'met' });
  expect(age('2026-11-30').verdict).toBe('unmet');
});
