import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { computedAs } from '../dibao/advice.ts';
import { bornFor, caring, coupleWith, family, familyW1, monthly, noAssets, person, rowsD26 } from '../dibao/fixtures.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { classificationRules, classify } from './classify.ts';

const D26 = makeParameters(rowsD26);
const DAY = '2026-03-31';

function of(facts: FamilyFacts) {
  const all = classify(facts, D26, DAY);
  if (!all.ok) throw new Error(all.code);
  return all.value;
}
function decide(facts: FamilyFacts, appliedFor: 'dibao' | 'edge' | 'rigid' = 'dibao') {
  const decided = classificationRules.current.decide({ facts, appliedFor }, D26, DAY);
  if (!decided.ok) throw new Error(decided.code);
  return decided.value;
}
const outcomes = (facts: FamilyFacts) => Object.fromEntries(of(facts).tests.map((t) => [t.category, t.outcome]));

describe('示例 W2 界限，一次申请就分好类', () => {
  test('两口之家月收入1,599.99元：低保，每月1元', () => {
    expect(of(coupleWith(1599.99)).category).toBe('dibao');
    expect(decide(coupleWith(1599.99))).toMatchObject({ programme: 'dibao', outcome: 'eligible', amountFen: 1_00 });
  });
  test('正好1,600.00元：不是低保，是低保边缘，不用另交申请', () => {
    expect(of(coupleWith(1600)).category).toBe('edge');
    expect(decide(coupleWith(1600))).toMatchObject({
      programme: 'edge',
      outcome: 'eligible',
      amountFen: null,
      effectiveMonth: null,
      validTo: null,
    });
  });
  test('申请低保、按低保边缘核算的，写明按哪一类、低保为什么不符合；按申请的那一类核算的，不用说', () => {
    expect(computedAs(decide(coupleWith(1600)), 'dibao')).toBe(
      '按最低生活保障边缘家庭核算。最低生活保障不符合：家庭月人均收入低于最低生活保障标准（实际800.00元，标准低于800.00元）。',
    );
    expect(computedAs(decide(coupleWith(1600)), 'edge')).toBeNull();
    expect(computedAs(decide(coupleWith(1599.99)), 'dibao')).toBeNull();
    expect(computedAs(decide(coupleWith(2400)), 'dibao')).toBeNull();
  });
  test('2,399.99元还是低保边缘，正好2,400.00元哪类都不是', () => {
    expect(of(coupleWith(2399.99)).category).toBe('edge');
    expect(of(coupleWith(2400)).category).toBe('none');
  });
});

describe('按顺序分类：特困、低保、单人保、低保边缘、刚性支出、都不是', () => {
  test('每一类都留下结论和条款，前面的不符合才看后面的', () => {
    expect(of(coupleWith(1600)).tests.map((t) => [t.category, t.clauses.length > 0])).toEqual([
      ['tekun', true],
      ['dibao', true],
      ['single', true],
      ['edge', true],
      ['rigid', true],
    ]);
    expect(outcomes(familyW1())).toMatchObject({
      dibao: 'eligible',
      single: 'not-eligible',
      edge: 'not-eligible',
      rigid: 'not-eligible',
    });
  });

  test('示例 W4 的家庭：全家是低保边缘，重残的儿子可以单人申请', () => {
    const w4 = family(
      [
        person('父亲', 'self', { birthDate: bornFor(61), employment: 'retired' }),
        person('母亲', 'spouse', { birthDate: bornFor(58), ...caring }),
        person('儿子', 'child', {
          birthDate: bornFor(28),
          employment: 'unemployed',
          workCapacity: 'none',
          disabilities: [{ type: 'physical', level: 1 }],
        }),
      ],
      { incomes: [monthly('父亲', 'employee-pension', 2700)] },
    );
    const { category, tests } = of(w4);
    expect(category).toBe('edge');
    expect(tests.find((t) => t.category === 'single')).toMatchObject({
      outcome: 'eligible',
      members: [{ ref: '儿子', ground: 'disability' }],
    });
  });

  test('只为一个人申请、不成立的：就是不予确认，不借这个办件认定全家是边缘家庭', () => {
    const single = { applicant: '母亲', ground: 'disability', countyAgreed: null } as const;
    const edge = [person('父亲', 'self', { birthDate: bornFor(61), employment: 'retired' }), person('母亲', 'spouse', caring)];
    const given = family(edge, { incomes: [monthly('父亲', 'employee-pension', 2000)] });
    expect(of(given).category).toBe('edge');
    expect(decide({ ...given, single })).toMatchObject({ outcome: 'not-eligible', category: 'none' });
  });

  test('收入超过边缘、看病花钱多：刚性支出困难；不看病就哪类都不是', () => {
    const sick = (totalFen: number) => coupleWith(2400, { expenses: [{ member: '妻子', class: 'medical' as const, totalFen }] });
    expect(of(sick(10_000_00)).category).toBe('rigid');
    expect(of(sick(0)).category).toBe('none');
  });

  test('都不符合的，按他申请的那一类说明理由', () => {
    const unmet = (appliedFor: 'dibao' | 'edge' | 'rigid') =>
      decide(coupleWith(2400), appliedFor)
        .clauses.filter((c) => c.verdict === 'unmet')
        .map((c) => c.name);
    expect(unmet('dibao')).toEqual(['家庭月人均收入低于最低生活保障标准']);
    expect(unmet('edge')).toEqual(['家庭月人均收入低于最低生活保障标准的1.5倍']);
    expect(unmet('rigid')).toEqual(['刚性支出占家庭收入的比例高于规定']);
    expect(decide(coupleWith(2400), 'edge')).toMatchObject({ outcome: 'not-eligible', category: 'none', amountFen: 0 });
  });

  test('申请低保边缘的，算下来是低保就给低保', () => {
    expect(decide(coupleWith(1000), 'edge')).toMatchObject({ programme: 'dibao', outcome: 'eligible', amountFen: 600_00 });
  });

  test('核对没做完：尚不能确定，不当作不符合', () => {
    expect(decide(coupleWith(1600, { check: null }))).toMatchObject({ outcome: 'undetermined', category: null });
  });

  test('存款超过低保限额、没超过边缘限额，但收入低于标准：不是边缘（边缘要求收入不低于标准）', () => {
    const rich = coupleWith(1000, {
      assets: { ...noAssets, financial: [{ owner: '丈夫', kind: 'deposit', valueFen: 24 * 800_00 * 2 + 1 }] },
    });
    expect(outcomes(rich)).toMatchObject({ dibao: 'not-eligible', edge: 'not-eligible' });
  });

  test('同时看要不要临时救助：自负医疗超过收入高出标准的部分，缺口算得出来', () => {
    const sick = coupleWith(2400, { expenses: [{ member: '妻子', class: 'medical' as const, totalFen: 12_000_00 }] });
    // 2,400×12－12×800×2＝9,600；12,000－9,600＝2,400
    expect(of(sick).aid).toMatchObject({ outcome: 'eligible', gapFen: 2_400_00 });
    expect(of(coupleWith(2400)).aid).toMatchObject({ outcome: 'not-eligible', gapFen: 0 });
  });

  test('独居、没有收入、没有人应当赡养的66岁老人：可能是特困人员，排在低保前面；有家人的要另外查明赡养人', () => {
    const old = person('老人', 'self', { birthDate: bornFor(66), workCapacity: 'none', employment: 'unemployed' });
    expect(of(family([old])).tests[0]).toMatchObject({ category: 'tekun', outcome: 'eligible', members: [{ ref: '老人' }] });
    const son = (more: Parameters<typeof person>[2]) =>
      of(family([old, person('儿子', 'child', { employment: 'unemployed', exemptReason: 'ill', ...more })])).tests[0];
    const severe = { birthDate: bornFor(40), disabilities: [{ type: 'mental' as const, level: 1 }] };
    expect(son(severe)).toMatchObject({
      category: 'tekun',
      outcome: 'undetermined',
      members: [{ ref: '老人' }],
    });
    expect(son({})).toMatchObject({ outcome: 'not-eligible', members: [] });
    expect(of(coupleWith(1000)).tests[0]).toMatchObject({ category: 'tekun', outcome: 'not-eligible' });
  });
});
