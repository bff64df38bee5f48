import { describe, expect, test } from 'vitest';
import { makeParameters, type ParameterReader, withParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { awardOf, categoryOn as categoryBy, doubtsOf, type MealFacts, type ServedMeal, subsidyOf } from './rules.ts';

const facts = (more: Partial<MealFacts> = {}): MealFacts => ({
  birthDate: '1944-03-01',
  dibao: [],
  tekun: [],
  edge: [],
  levels: [],
  livingAlone: [],
  ...more,
});
const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
/** By the standards of the city pack. */
const reading = <T>(on: PlainDate, rule: (read: ParameterReader) => T): T => {
  const read = withParameters({ parameters, division: '421202000000', date: on }, rule);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};
const categoryOn = (of: MealFacts, day: PlainDate) => reading(day, (read) => categoryBy(of, day, read));

describe('W13 82岁、低保', () => {
  test('归M1，每餐4元：午餐12元补4元付8元；晚餐特价4.50元补3.50元付1元', () => {
    expect(categoryOn(facts({ dibao: [{ from: '2025-01', to: null }] }), '2026-11-12')).toBe('M1');
    expect(subsidyOf({ categoryFen: 4_00, priceFen: 12_00, minSelfFen: 1_00 })).toBe(4_00);
    expect(subsidyOf({ categoryFen: 4_00, priceFen: 4_50, minSelfFen: 1_00 })).toBe(3_50);
  });
  test('餐价不到1元的不补', () => {
    expect(subsidyOf({ categoryFen: 4_00, priceFen: 80, minSelfFen: 1_00 })).toBe(0);
  });
});

describe('取最好的一类，按当天算', () => {
  test('80岁生日那天起M3；前一天M4；60岁前一天没有', () => {
    expect(categoryOn(facts({ birthDate: '1946-11-12' }), '2026-11-12')).toBe('M3');
    expect(categoryOn(facts({ birthDate: '1946-11-13' }), '2026-11-12')).toBe('M4');
    expect(categoryOn(facts({ birthDate: '1966-11-13' }), '2026-11-12')).toBeNull();
  });
  test('70岁独居、2级失能、低保边缘都是M2；69岁独居的M4', () => {
    const alone = { livingAlone: [{ from: '2026-01-01' as PlainDate, to: null }] };
    expect(categoryOn(facts({ birthDate: '1956-11-12', ...alone }), '2026-11-12')).toBe('M2');
    expect(categoryOn(facts({ birthDate: '1956-11-13', ...alone }), '2026-11-12')).toBe('M4');
    const level = {
      levels: [{ level: 2, scheme: 'GB42195_2022', from: '2026-01-01' as PlainDate, to: '2026-11-13' as PlainDate }],
    };
    expect(categoryOn(facts(level), '2026-11-12')).toBe('M2');
    expect(categoryOn(facts(level), '2026-11-13')).toBe('M3');
    expect(categoryOn(facts({ edge: [{ from: '2026-01-01', to: null }] }), '2026-11-12')).toBe('M2');
  });
});

test('运营奖补每餐1元，一年到2万元为止', () => {
  expect(awardOf({ subsidised: 900, eachFen: 1_00, capFen: 20_000_00, paidFen: 0 })).toBe(900_00);
  expect(awardOf({ subsidised: 900, eachFen: 1_00, capFen: 20_000_00, paidFen: 19_500_00 })).toBe(500_00);
  expect(awardOf({ subsidised: 900, eachFen: 1_00, capFen: 20_000_00, paidFen: 20_000_00 })).toBe(0);
});

describe('像是虚报的', () => {
  const meal = (onDate: PlainDate, minute: number, more: Partial<ServedMeal> = {}): ServedMeal => ({
    onDate,
    period: 'lunch',
    mode: 'dine-in',
    servedAt: `${onDate}T03:${String(minute).padStart(2, '0')}:10.000Z`,
    personId: `p${minute}`,
    device: null,
    ...more,
  });
  const limits = { seats: 4, sameMinute: 3, weekendPercent: 150, devicePersons: 3 };
  const some = (onDate: PlainDate, count: number) => Array.from({ length: count }, (_, i) => meal(onDate, i * 2));
  test('平平常常的没有疑点', () => {
    expect(doubtsOf([...some('2026-11-12', 4), ...some('2026-11-14', 4)], limits)).toEqual([]);
  });
  test('一部手机替三位老人出示码的列出来；替两位的、刷卡的不列', () => {
    const days = ['2026-11-10', '2026-11-11', '2026-11-12'] as const;
    const shown = (people: readonly string[], device: string | null) =>
      people.map((personId, i) => meal(days[i]!, 10, { personId, device }));
    expect(doubtsOf(shown(['甲', '乙', '丙'], 'x'), limits)).toEqual(['有1部手机替3位以上老人出示码，最多的一部替3位']);
    expect(doubtsOf(shown(['甲', '乙', '甲'], 'x'), limits)).toEqual([]);
    expect(doubtsOf(shown(['甲', '乙', '丙'], null), limits)).toEqual([]);
  });
  test('一分钟3份、堂食比座位多、周末比平日多一半以上的，都列出来', () => {
    const burst = [meal('2026-11-12', 5), meal('2026-11-12', 5), meal('2026-11-12', 5)];
    expect(doubtsOf(burst, limits)).toEqual(['同一分钟登记3份以上的有1次，最多的是11月12日，一分钟3份']);
    expect(doubtsOf(some('2026-11-12', 5), limits)).toEqual(['11月12日午餐堂食5份，座位只有4个']);
    expect(doubtsOf([...some('2026-11-12', 2), ...some('2026-11-14', 4)], limits)).toEqual([
      '周末平均每天4份，平日2份，周末多得不寻常',
    ]);
    // 送餐不占座位
    expect(
      doubtsOf(
        some('2026-11-12', 5).map((m) => ({ ...m, mode: 'delivery' as const })),
        limits,
      ),
    ).toEqual([]);
  });
});
