import { describe, expect, test } from 'vitest';
import { barred, ranked, type Supply, scoreOf, type Wish } from './rules.ts';

const norms = { metres: 10_000 };
const wish: Wish = { budgetFen: 10_000, level: null, specials: [] };
const site: Supply = {
  metres: 2000,
  comesHome: false,
  sameDivision: false,
  priceFen: 8000,
  rating: 4.5,
  grade: 'A',
  free: 3,
  nursing: null,
  specials: null,
};

describe('先看能不能介绍', () => {
  test('10公里以内或者本乡镇的；超出预算、没有空位、年度评估不合格的不介绍', () => {
    expect(barred(wish, site, norms)).toBeNull();
    expect(barred(wish, { ...site, metres: 10_000 }, norms)).toBeNull();
    expect(barred(wish, { ...site, metres: 10_001 }, norms)).toBe('太远');
    expect(barred(wish, { ...site, metres: 30_000, sameDivision: true }, norms)).toBeNull();
    expect(barred(wish, { ...site, priceFen: 10_001 }, norms)).toBe('超出预算');
    expect(barred(wish, { ...site, free: 0 }, norms)).toBe('没有空位');
    expect(barred(wish, { ...site, grade: 'D' }, norms)).toBe('年度评估不合格');
  });
  test('2级以上要护理型的床；失智要有失智照护', () => {
    const home = { ...site, free: 5, nursing: 0 };
    expect(barred({ ...wish, level: 1 }, home, norms)).toBeNull();
    expect(barred({ ...wish, level: 2 }, home, norms)).toBe('没有护理型空床');
    expect(barred({ ...wish, specials: ['dementia'] }, { ...site, specials: ['tube'] }, norms)).toBe('没有这种照护');
  });
});

describe('再按分数排', () => {
  test('0.35×0.8 + 0.25×0.6 + 0.20×0.9 + 0.10×1 + 0.10×1 = 0.810', () => {
    expect(scoreOf(wish, site, norms)).toEqual({
      score: 810,
      reasons: ['直线2.0公里', '80.00元，预算100.00元', '评价4.5分', '年度评估A', '空3个'],
    });
  });
  test('没有评价的按4分；价格、空位不知道的各算一半；上门的不看远近', () => {
    const unknown = { ...site, comesHome: true, metres: null, priceFen: null, rating: null, grade: null, free: null };
    expect(scoreOf(wish, unknown, norms)).toMatchObject({ score: 350 + 125 + 160 + 0 + 50 });
  });
  test('最多十家，分高的在前，同分按名称', () => {
    const all = Array.from({ length: 12 }, (_, i) => ({ name: `丙${11 - i}`, score: i === 5 ? 900 : 800, reasons: [] }));
    expect(ranked(all)).toHaveLength(10);
    expect(ranked(all)[0]!.name).toBe('丙6');
    expect(ranked(all)[1]!.name).toBe('丙0');
  });
});
