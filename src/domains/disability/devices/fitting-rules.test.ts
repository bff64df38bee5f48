import { describe, expect, test } from 'vitest';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { parameters, standards, XIANAN } from '../fixtures.ts';
import { decideFitting, type FittingFacts, nextFreeOn } from './fitting-rules.ts';

const facts = (given: Partial<FittingFacts> = {}): FittingFacts => ({
  division: XIANAN,
  certificate: { valid: true, level: 3 },
  assistance: ['dibao'],
  kind: 'wheelchair',
  quotedFen: 1_200_00,
  received: [],
  exception: null,
  paysDifference: false,
  ...given,
});
const decide = (given: Partial<FittingFacts> = {}, on: PlainDate = '2026-11-22') => {
  const result = decideFitting(facts(given), parameters, on);
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const unmet = (given: Partial<FittingFacts>, on?: PlainDate) =>
  decide(given, on)
    .clauses.filter((c) => c.verdict === 'unmet')
    .map((c) => c.name);
const delivered = (deliveredOn: PlainDate, programme = '免费配置') => ({ kind: 'wheelchair' as const, deliveredOn, programme });

describe('示例 E12 更换周期', () => {
  const received = [delivered('2022-05-20')];
  test('E12 轮椅2022年5月20日交付、周期5年：2026年11月22日再申请，未到更换周期', () => {
    expect(unmet({ received })).toEqual(['同类辅具已到更换周期']);
    expect(decide({ received }).clauses[1]!.note).toContain('未到更换周期（2027年5月20日）');
  });
  test('E12 2027年5月20日起可以更换，前一天还不行', () => {
    expect(standards((read) => nextFreeOn(read, 'wheelchair', received))).toBe('2027-05-20');
    expect(unmet({ received }, '2027-05-19')).toHaveLength(1);
    expect(decide({ received }, '2027-05-20').outcome).toBe('eligible');
  });
  test('E12 提前更换须经复评：非人为损坏无法修复的可以', () => {
    expect(decide({ received, exception: 'damage' }).outcome).toBe('eligible');
  });
  test('残联项目、工伤或医保给过的同类辅具同样计入周期；别的种类不计', () => {
    expect(unmet({ received: [delivered('2024-01-10', '残联项目')] })).toHaveLength(1);
    expect(decide({ received: [{ ...delivered('2024-01-10'), kind: 'crutch' }] }).outcome).toBe('eligible');
  });
});

describe('对象、件数、单价', () => {
  test('证件无效的不符合；三级非困难的不符合，二级的符合', () => {
    expect(unmet({ certificate: { valid: false, level: 1 } })).toHaveLength(1);
    expect(unmet({ assistance: [], certificate: { valid: true, level: 3 } })).toHaveLength(1);
    expect(decide({ assistance: [], certificate: { valid: true, level: 2 } }).outcome).toBe('eligible');
  });
  test('没有查到证件或者家庭状况时不能下结论，不当作符合', () => {
    expect(decide({ certificate: null }).outcome).toBe('undetermined');
    expect(decide({ assistance: null }).outcome).toBe('undetermined');
    expect(decide({ assistance: null, certificate: { valid: true, level: 1 } }).outcome).toBe('eligible');
  });
  test('每年3件：当年已有2件可以再配1件，已有3件不可以；去年的不算', () => {
    const crutch = (deliveredOn: PlainDate) => ({ kind: 'bath-chair' as const, deliveredOn, programme: '免费配置' });
    const two = [crutch('2026-02-01'), crutch('2026-03-01')];
    expect(decide({ received: two }).outcome).toBe('eligible');
    expect(unmet({ received: [...two, crutch('2026-04-01')] })).toEqual(['当年免费配置件数在规定以内']);
    expect(decide({ received: [...two, crutch('2025-12-31')] }).outcome).toBe('eligible');
  });
  test('轮椅上限1,500元：正好可以；1,500.01元不可以，本人愿付差额则可以并自付一分', () => {
    expect(decide({ quotedFen: 1_500_00 })).toMatchObject({ outcome: 'eligible', amountFen: 1_500_00, ownFen: 0 });
    expect(unmet({ quotedFen: 1_500_01 })).toEqual(['单价在上限以内']);
    expect(decide({ quotedFen: 1_500_01, paysDifference: true })).toMatchObject({
      outcome: 'eligible',
      amountFen: 1_500_00,
      ownFen: 1,
    });
  });
});
