import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { classificationRules, classify } from '../classification/classify.ts';
import { bornFor, caring, family, monthly, noAssets, person, row, rowsD26 } from '../dibao/fixtures.ts';
import type { FamilyFactsInput } from '../family/facts.ts';
import { validTo } from './rules.ts';

const D26 = makeParameters(rowsD26);
const DAY = '2026-06-15';

/** Urban, three persons, a pension as the only income, in yuan a month. */
const sickFamily = (medicalYuan: number, more: Partial<FamilyFactsInput> = {}, incomeYuan = 5000): ReturnType<typeof family> =>
  family(
    [
      person('父亲', 'self', { employment: 'retired' }),
      person('母亲', 'spouse', caring),
      person('女儿', 'child', { birthDate: bornFor(15), student: 'school', employment: null, workCapacity: null }),
    ],
    {
      applicationMonth: '2026-06',
      incomes: incomeYuan > 0 ? [monthly('父亲', 'employee-pension', incomeYuan)] : [],
      expenses: [{ member: '母亲', class: 'medical', totalFen: Math.round(medicalYuan * 100) }],
      ...more,
    },
  );

function rigid(facts: ReturnType<typeof family>, parameters = D26, day: typeof DAY | '2028-02-29' = DAY) {
  const all = classify(facts, parameters, day);
  if (!all.ok) throw new Error(all.code);
  return { ...all.value.tests.find((t) => t.category === 'rigid')!, category: all.value.category };
}
const unmet = (facts: ReturnType<typeof family>) =>
  rigid(facts)
    .clauses.filter((c) => c.verdict === 'unmet')
    .map((c) => c.name);
const RATIO = '刚性支出占家庭收入的比例高于规定';

describe('示例 W12 刚性支出困难家庭', () => {
  test('城市三口，年收入60,000元，自负医疗24,000元：支出52,800元，占88%，高于80%，认定；6月15日决定，有效至2027年6月14日', () => {
    const decided = classificationRules.current.decide({ facts: sickFamily(24_000), appliedFor: 'rigid' }, D26, DAY);
    if (!decided.ok) throw new Error(decided.code);
    expect(decided.value).toMatchObject({
      programme: 'rigid',
      outcome: 'eligible',
      category: 'rigid',
      amountFen: null,
      effectiveMonth: null,
      validTo: '2027-06-14',
    });
    expect(decided.value.breakdown.map((l) => l.fen)).toEqual([28_800_00, 24_000_00]);
    expect(decided.value.clauses.find((c) => c.name === RATIO)).toMatchObject({
      value: { text: '88.00%（支出52,800.00元，收入60,000.00元）' },
      limit: { text: '80.00%' },
    });
    expect(decided.value.clauses.find((c) => c.name.includes('可支配'))).toMatchObject({
      verdict: 'met',
      value: { num: 20_000_00, den: 1 },
      limit: { fen: 41_400_00 },
    });
  });

  test('同一家庭自负医疗19,200元：支出48,000元，正好80%，不高于，不予认定', () => {
    expect(unmet(sickFamily(19_200))).toEqual([RATIO]);
    expect(rigid(sickFamily(19_200)).category).toBe('none');
  });
});

describe('刚性支出：每条界限的内外', () => {
  test('多一分就高于80%', () => {
    expect(rigid(sickFamily(19_200.01))).toMatchObject({ outcome: 'eligible' });
    expect(rigid(sickFamily(19_200.01)).clauses.find((c) => c.name === RATIO)!.value).toMatchObject({
      text: expect.stringContaining('80.01%'),
    });
  });

  test('年人均收入正好等于上年度人均可支配收入41,400元：不低于，不符合；少一分符合', () => {
    const at = (yuan: number) =>
      sickFamily(100_000, { incomes: [{ ...monthly('父亲', 'employee-pension', yuan), per: 'window' }] });
    expect(unmet(at(124_200))).toEqual(['家庭年人均收入低于上年度人均可支配收入']);
    expect(rigid(at(124_199.99)).outcome).toBe('eligible');
  });

  test('金融资产人均正好48个月标准符合，多一分不符合', () => {
    const saving = (valueFen: number) =>
      sickFamily(24_000, { assets: { ...noAssets, financial: [{ owner: '父亲', kind: 'deposit', valueFen }] } });
    expect(rigid(saving(48 * 800_00 * 3)).outcome).toBe('eligible');
    expect(unmet(saving(48 * 800_00 * 3 + 1))).toEqual(['金融资产人均不超过限额']);
  });

  test('没有收入而有支出的，占比视为高于规定；但这样的家庭首先是低保', () => {
    const poor = rigid(sickFamily(100, {}, 0));
    expect(poor.clauses.find((c) => c.name === RATIO)).toMatchObject({ verdict: 'met' });
    expect(poor.category).toBe('dibao');
    expect(poor.clauses.find((c) => c.name.includes('保障更高'))).toMatchObject({ verdict: 'unmet' });
  });

  test('报销的部分不算自负：总费用40,000元、报销20,800元，剩19,200元，不予认定', () => {
    const paid = (reimbursedFen: number) =>
      sickFamily(0, { expenses: [{ member: '母亲', class: 'medical', totalFen: 40_000_00, reimbursedFen }] });
    expect(rigid(paid(20_800_00)).outcome).toBe('not-eligible');
    expect(rigid(paid(20_799_99)).outcome).toBe('eligible');
  });

  test('女儿上民办高中花18,000元，按同类公办学校2,000元计；研究生的学费不计', () => {
    const school = (student: 'school' | 'postgraduate') => {
      const facts = sickFamily(17_200, {
        expenses: [
          { member: '母亲', class: 'medical', totalFen: 17_200_00 },
          { member: '女儿', class: 'education', totalFen: 18_000_00 },
        ],
      });
      return { ...facts, members: facts.members.map((m) => (m.ref === '女儿' ? { ...m, student } : m)) };
    };
    // 28,800＋17,200＋2,000＝48,000，正好80%
    expect(rigid(school('school')).clauses.find((c) => c.name === RATIO)).toMatchObject({
      verdict: 'unmet',
      value: { text: '80.00%（支出48,000.00元，收入60,000.00元）' },
    });
    expect(rigid(school('postgraduate')).clauses.find((c) => c.name === RATIO)).toMatchObject({
      value: { text: '76.66%（支出46,000.00元，收入60,000.00元）' },
    });
  });

  test('支出没查清：不能说不符合；收入没查清：不能说符合', () => {
    const openExpense = sickFamily(0, { expenses: [{ member: '母亲', class: 'medical', totalFen: null }] });
    expect(rigid(openExpense).outcome).toBe('undetermined');
    const openIncome = sickFamily(24_000, {
      incomes: [monthly('父亲', 'employee-pension', 5000), { member: '母亲', type: 'rent', amountFen: null, per: 'month' }],
    });
    expect(rigid(openIncome).outcome).toBe('undetermined');
  });

  test('比例只由市里定：没有这条标准就停下，不当作0', () => {
    const none = makeParameters(rowsD26.filter((r) => r.key !== 'RIG-RATIO'));
    expect(classify(sickFamily(24_000), none, DAY)).toMatchObject({ code: 'PARAM_MISSING' });
    const higher = makeParameters([
      ...rowsD26.filter((r) => r.key !== 'RIG-RATIO'),
      row('RIG-RATIO', '0.9', 'ratio', '2021-07-01'),
    ]);
    expect(rigid(sickFamily(24_000), higher).outcome).toBe('not-eligible');
  });
});

describe('有效期12个月', () => {
  test.each([
    ['2026-06-15', '2027-06-14'],
    ['2026-01-01', '2026-12-31'],
    ['2027-03-01', '2028-02-29'],
    ['2028-02-29', '2029-02-27'],
  ] as const)('%s决定，有效至%s', (on, to) => {
    expect(validTo(on, 12)).toBe(to);
  });
});
