import { describe, expect, test } from 'vitest';
import { AnswerItem, type AnswerItemInput } from '../../../kernel/exchange/index.ts';
import { D26, familyW1 } from '../dibao/fixtures.ts';
import { determineDibao } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import type { VerificationSource } from '../verification/sources.ts';
import { supporterDifference, supporterFound, withSupporters } from './result.ts';

const TOWN = '421202001000';
const says = (source: VerificationSource, ...items: AnswerItemInput[]) => ({
  source,
  asOf: '2026-03-03' as const,
  items: items.map((item) => AnswerItem.parse(item)),
});
const found = (...answers: ReturnType<typeof says>[]) => supporterFound(answers, { month: '2026-03', windowMonths: 12 });
const differs = (
  declared: { monthlyIncomeFen: number | null; category?: 'none' | 'dibao' },
  ...answers: ReturnType<typeof says>[]
) => {
  const result = supporterDifference({ category: 'none', ...declared }, found(...answers), {
    parameters: D26,
    division: TOWN,
    date: '2026-03-10',
  });
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const wage = (amountFen: number, more: Partial<AnswerItemInput> = {}): AnswerItemInput => ({ kind: 'wage', amountFen, ...more });

describe('查得的月收入', () => {
  test('同一份工资，税务、社保、公积金都有：取最高的，不相加；养老金另加', () => {
    expect(
      found(
        says('tax', wage(5000_00)),
        says('social-insurance', wage(4500_00), { kind: 'employee-pension', amountFen: 1000_00 }),
        says('housing-fund', wage(5200_00)),
      ),
    ).toMatchObject({ monthlyIncomeFen: 6200_00, category: 'none', diedOn: null });
  });
  test('只做了六个月的工作：按十二个月平均', () => {
    expect(found(says('tax', wage(6000_00, { from: '2025-09', to: '2026-02' }))).monthlyIncomeFen).toBe(3000_00);
  });
  test('部门没有反馈：不当成没有收入以外的任何结论', () => {
    expect(found({ source: 'tax', asOf: null as never, items: [] }).incomes).toEqual([]);
  });
});

describe('与申报的差异', () => {
  test('申报全家 3,000 元：查得本人 3,500.00 元不算，3,500.01 元算', () => {
    expect(differs({ monthlyIncomeFen: 3000_00 }, says('tax', wage(3500_00)))).toBeNull();
    expect(differs({ monthlyIncomeFen: 3000_00 }, says('tax', wage(3500_01)))).toEqual({
      text: '月收入：申报全家3,000.00元，查得本人3,500.01元',
      change: { monthlyIncomeFen: 3500_01 },
    });
  });
  test('申报 8,000 元：查得 8,800.00 元（正好 10%）不算，8,800.01 元算', () => {
    expect(differs({ monthlyIncomeFen: 8000_00 }, says('tax', wage(8800_00)))).toBeNull();
    expect(differs({ monthlyIncomeFen: 8000_00 }, says('tax', wage(8800_01)))).not.toBeNull();
  });
  test('义务人自己是低保、边缘或特困：供养费不计，申报多少都一样；已经这样申报的不算差异', () => {
    const dibao = says('civil-affairs', { kind: 'benefit', text: '最低生活保障' });
    expect(differs({ monthlyIncomeFen: 9000_00 }, dibao)?.change).toEqual({ category: 'dibao' });
    expect(differs({ monthlyIncomeFen: 9000_00, category: 'dibao' }, dibao)).toBeNull();
    const edge = says('civil-affairs', { kind: 'recognised', text: '最低生活保障边缘家庭' });
    expect(differs({ monthlyIncomeFen: 9000_00 }, edge)?.change).toEqual({ category: 'edge' });
    expect(differs({ monthlyIncomeFen: 0 }, says('civil-affairs', { kind: 'benefit', text: '残疾人生活补贴' }))).toBeNull();
  });
  test('义务人已经死亡：不再计算给付，协议的数额也不算', () => {
    const died = says('civil-registration', { kind: 'death', date: '2026-01-09' });
    expect(differs({ monthlyIncomeFen: 9000_00 }, died)).toEqual({
      text: '查得已于2026-01-09死亡，不再计算给付',
      change: { monthlyIncomeFen: 0, agreedMonthlyFen: null },
    });
  });
  test('没有申报的义务人：只作证据，没有差异', () => {
    const at = { parameters: D26, division: TOWN, date: '2026-03-10' as const };
    expect(supporterDifference(null, found(says('tax', wage(9000_00))), at)).toMatchObject({ ok: true, value: null });
  });
});

describe('进入核算', () => {
  const son = {
    relation: 'child' as const,
    supports: ['父亲'],
    mustSupport: 1,
    birthDate: null,
    householdSize: 1,
    monthlyIncomeFen: 0,
    division: TOWN,
    urbanRural: 'urban' as const,
    category: 'none' as const,
    agreedMonthlyFen: null,
  };
  const facts: FamilyFacts = { ...familyW1(), obligors: [son, { ...son, supports: ['母亲'] }] };
  const difference = { text: '', change: { monthlyIncomeFen: 9000_00 } };
  const judged = (evidence: Parameters<typeof withSupporters>[1]) => {
    const result = determineDibao(withSupporters(facts, evidence), D26, '2026-03-10');
    if (!result.ok) throw new Error(result.code);
    return result.value;
  };

  test('差异没有处置：尚不能确定；申诉成立：按申报；属实调整：按查得的收入算给付', () => {
    const at = (disposition: 'adjusted' | 'appeal-upheld' | null) => judged([{ rows: [0], difference, disposition }]);
    const before = judged([]);
    expect(at(null).outcome).toBe('undetermined');
    expect(at('appeal-upheld').income?.countableFen).toBe(before.income?.countableFen);
    expect(at('adjusted').income!.countableFen!).toBeGreaterThan(before.income!.countableFen!);
  });
  test('一人赡养两位老人：两行一起改', () => {
    const changed = withSupporters(facts, [{ rows: [0, 1], difference, disposition: 'adjusted' }]);
    expect(changed.obligors?.map((o) => o.monthlyIncomeFen)).toEqual([9000_00, 9000_00]);
    expect(changed.discrepancies).toHaveLength(facts.discrepancies.length + 1);
  });
  test('没有差异的结果不改变任何事实', () => {
    expect(withSupporters(facts, [{ rows: [0], difference: null, disposition: null }])).toBe(facts);
  });
});
