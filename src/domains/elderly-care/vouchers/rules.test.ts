import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { loadCity } from '../../../server/city.ts';
import './errors.ts';
import { deductOf, lapsesOn, monthOfService, type VoucherFacts, voucherClauses } from './rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);

describe('W6、W7 抵扣', () => {
  test('W6 机构账单2600元，40%是1040元：抵800元，自付1800元', () => {
    expect(deductOf({ payableFen: 2600_00, ratePercent: 40, balanceFen: 800_00 })).toEqual({
      deductFen: 800_00,
      selfPayFen: 1800_00,
    });
  });
  test('W7 居家：180元抵90元，265.50元抵132.75元，余577.25元；30日的120元抵60元，余517.25元', () => {
    let balanceFen = 800_00;
    const taken = [180_00, 265_50, 120_00].map((payableFen) => {
      const { deductFen } = deductOf({ payableFen, ratePercent: 50, balanceFen });
      balanceFen -= deductFen;
      return [deductFen, balanceFen];
    });
    expect(taken).toEqual([
      [90_00, 710_00],
      [132_75, 577_25],
      [60_00, 517_25],
    ]);
  });
  test('除不尽的半分进一分：0.01元的50%抵1分；余额不够的抵到余额', () => {
    expect(deductOf({ payableFen: 1, ratePercent: 50, balanceFen: 100 })).toEqual({ deductFen: 1, selfPayFen: 0 });
    expect(deductOf({ payableFen: 100_00, ratePercent: 50, balanceFen: 12_34 })).toEqual({ deductFen: 12_34, selfPayFen: 87_66 });
  });
});

describe('哪个月的券', () => {
  const on = (serviceOn: `${number}-${number}-${number}`, today: `${number}-${number}-${number}`) => {
    const found = monthOfService(serviceOn, { today, graceDay: 5 });
    return found.ok ? found.value : found.code;
  };
  test('当月的服务用当月的券；11月30日的服务12月3日、5日核销，用11月的券；6日就不行', () => {
    expect(on('2026-11-12', '2026-11-30')).toBe('2026-11');
    expect([on('2026-11-30', '2026-12-03'), on('2026-11-30', '2026-12-05')]).toEqual(['2026-11', '2026-11']);
    expect(on('2026-11-30', '2026-12-06')).toBe('VOUCHER_MONTH');
    expect(lapsesOn('2026-11', 5)).toBe('2026-12-05');
  });
  test('11月29日的服务，12月1日不能核销；还没有到的日子不能核销', () => {
    expect(on('2026-11-29', '2026-12-01')).toBe('VOUCHER_MONTH');
    expect(on('2026-12-02', '2026-12-01')).toBe('VOUCHER_FUTURE');
  });
});

describe('谁有资格', () => {
  const facts = (more: Partial<VoucherFacts> = {}): VoucherFacts => ({
    birthDate: '1966-12-31',
    division: '421202100001',
    livesInCity: true,
    tekun: [],
    concentrated: [],
    levels: [{ level: 2, scheme: 'GB42195_2022', from: '2026-11-10', to: null }],
    ...more,
  });
  const clauses = (of: VoucherFacts) => {
    const found = voucherClauses(of, '2026-12', parameters);
    if (!found.ok) throw new Error(found.code);
    return found.value;
  };
  const unmet = (of: VoucherFacts) =>
    clauses(of)
      .filter((c) => c.verdict === 'unmet')
      .map((c) => c.name);
  test('12月31日满60周岁、2级、住在本市：12月有；12月2日才评上2级的，12月没有', () => {
    expect(unmet(facts())).toEqual([]);
    expect(unmet(facts({ levels: [{ level: 2, scheme: 'GB42195_2022', from: '2026-12-02', to: null }] }))).toEqual([
      '能力等级2级以上（中度失能以上）',
    ]);
  });
  test('1级、特困、不住在本市的没有；旧标准的要重新评估（W4）', () => {
    expect(unmet(facts({ levels: [{ level: 1, scheme: 'GB42195_2022', from: '2026-01-10', to: null }] }))).toHaveLength(1);
    expect(unmet(facts({ tekun: [{ from: '2026-12', to: null }] }))).toEqual(['不是特困供养人员（特困供养已经包含照料）']);
    expect(unmet(facts({ livesInCity: false }))).toEqual(['住在本市（不看户籍）']);
    const old = clauses(facts({ levels: [{ level: 2, scheme: 'MZ039_2013', from: '2026-01-10', to: null }] }));
    expect(old.find((c) => c.verdict === 'unmet')?.note).toBe('旧标准评估不能用于本待遇，请重新评估');
  });
});
