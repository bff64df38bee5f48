import { describe, expect, test } from 'vitest';
import { clauseText, type Verdict } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { FamilyFacts } from '../family/facts.ts';
import {
  bornFor,
  caring,
  coupleWith,
  D25,
  D26,
  family,
  familyW1,
  JIAYU,
  monthly,
  noAssets,
  person,
  TONGSHAN,
  without,
  XIANAN,
} from './fixtures.ts';
import { amountForMonth, type DibaoDecision, determineDibao, dibaoRules } from './rules.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const decide = (facts: FamilyFacts, on = '2026-03-31' as const, parameters = D26): DibaoDecision =>
  value(determineDibao(facts, parameters, on));
const amount = (facts: FamilyFacts, month: `${number}-${number}`, parameters = D26) =>
  value(amountForMonth(facts, parameters, month));
const clause = (decision: DibaoDecision, part: string) => decision.clauses.find((c) => c.name.includes(part))!;
const unmet = (decision: DibaoDecision) => decision.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
const INCOME = '家庭月人均收入低于最低生活保障标准';

describe('示例 W1 补差加分类施保', () => {
  test('咸安区城市三口之家，父亲月工资 1,600 元，孩子一级肢体残疾、康复自付 3,600 元：每月 1,740 元', () => {
    const d = decide(familyW1());
    expect(d.income.grossFen).toBe(19_200_00);
    expect(d.income.deductionFen).toBe(8_400_00);
    expect(d.income.countableFen).toBe(10_800_00);
    expect(d.persons).toBe(3);
    expect(d.outcome).toBe('eligible');
    expect(d.category).toBe('dibao');
    expect(d.breakdown.map((l) => l.fen)).toEqual([1_500_00, 240_00]);
    expect(d.amountFen).toBe(1_740_00);
  });
  test('两项残疾补贴列明但不计入收入', () => {
    const line = decide(familyW1()).income.lines.find((l) => l.label.includes('两项补贴'))!;
    expect(line).toMatchObject({ counted: false, fen: 180_00 });
    expect(line.reason).toContain('国发〔2015〕52号');
  });
  test('一人同时符合重度残疾和未成年人，只取最高一项', () => {
    expect(decide(familyW1()).breakdown.filter((l) => l.label.startsWith('孩子'))).toHaveLength(1);
  });
  test('决定记下每一条依据的标准、地区、来源和是否假定', () => {
    const d = decide(familyW1());
    expect(d.parameters.map((p) => p.rowId)).toContain('DB-STD-U@421200000000@2026-01-01');
    expect(d.clauses.every((c) => c.basis.length > 0)).toBe(true);
    expect(clause(d, INCOME).parameter).toMatchObject({ key: 'DB-STD-U', division: '421200000000', nature: 'assumption' });
    expect(JSON.parse(JSON.stringify(d))).toEqual(d);
  });
});

describe('示例 W2 界限', () => {
  test('城市两口之家月收入 1,600.00 元，正好等于标准：“低于”不含本数，不符合低保，属低保边缘', () => {
    const d = decide(coupleWith(1600));
    expect(d.outcome).toBe('not-eligible');
    expect(unmet(d)).toEqual([INCOME]);
    expect(d.category).toBe('edge');
    expect(d.amountFen).toBe(0);
    expect(d.effectiveMonth).toBeNull();
  });
  test('月收入 1,599.99 元，只差一分：符合低保，补差进到 1 元', () => {
    const d = decide(coupleWith(1599.99));
    expect([d.outcome, d.category, d.amountFen]).toEqual(['eligible', 'dibao', 1_00]);
  });
  test('差一分的人均收入不四舍五入成标准本身', () => {
    expect(clauseText(clause(decide(coupleWith(1599.99)), INCOME))).toContain('实际799.99元，标准为低于800.00元');
  });
  test('月收入 2,400.00 元，正好 1.5 倍：既不是低保，也不是低保边缘', () => {
    expect(decide(coupleWith(2400)).category).toBe('none');
  });
  test('月收入 2,399.99 元：属低保边缘', () => {
    expect(decide(coupleWith(2399.99)).category).toBe('edge');
  });
});

describe('示例 W3 赡养费', () => {
  const couple = (sonIncome: number | null, more: object = {}) =>
    family([person('老伴甲', 'self', { birthDate: bornFor(72) }), person('老伴乙', 'spouse', { birthDate: bornFor(70) })], {
      division: TONGSHAN,
      urbanRural: 'rural',
      incomes: [
        monthly('老伴甲', 'resident-pension', 185),
        monthly('老伴乙', 'resident-pension', 185),
        { member: '老伴甲', type: 'land-rent', amountFen: 1200_00, per: 'window' },
      ],
      obligors: [
        {
          relation: 'child',
          supports: ['老伴甲', '老伴乙'],
          mustSupport: 2,
          householdSize: 3,
          monthlyIncomeFen: sonIncome === null ? null : sonIncome * 100,
          division: TONGSHAN,
          urbanRural: 'urban',
          ...more,
        },
      ],
    });
  test('通山县农村老两口，儿子家月收入 6,000 元：月收入 1,344 元，不是低保，是低保边缘', () => {
    const d = decide(couple(6000));
    expect(d.income.countableFen).toBe(1_344_00 * 12);
    expect([d.outcome, d.category]).toEqual(['not-eligible', 'edge']);
  });
  test('儿子家月收入 5,800 元：月收入 1,244 元，补差 76 元，两位老人各 132 元，每月 340 元', () => {
    const d = decide(couple(5800));
    expect(d.income.countableFen).toBe(1_244_00 * 12);
    expect(d.breakdown.map((l) => l.fen)).toEqual([76_00, 132_00, 132_00]);
    expect(d.amountFen).toBe(340_00);
  });
  test('儿子家收入不超过 1.5 倍标准：没有赡养能力，不计', () => {
    expect(decide(couple(3600)).income.countableFen).toBe(144_00 * 12);
  });
  test('儿子家是低保边缘家庭：不计赡养费', () => {
    expect(decide(couple(6000, { category: 'edge' })).income.countableFen).toBe(144_00 * 12);
  });
  test('判决每位老人每月 700 元，高于推算的 600 元：按判决；判决 500 元：仍按推算', () => {
    expect(decide(couple(6000, { agreedMonthlyFen: 700_00 })).income.countableFen).toBe((144_00 + 1_400_00) * 12);
    expect(decide(couple(6000, { agreedMonthlyFen: 500_00 })).income.countableFen).toBe((144_00 + 1_200_00) * 12);
  });
  test('儿子家收入还没有查明：尚不能确定，写明缺什么，不出金额', () => {
    const d = decide(couple(null));
    expect([d.outcome, d.amountFen, d.estimateFen]).toEqual(['undetermined', null, null]);
    expect(clause(d, INCOME).note).toBe('尚未查明：户外义务人收入');
  });
  test('义务人按其居住地标准：儿子住嘉鱼县城镇，标准 830 元', () => {
    expect(decide(couple(6000, { division: JIAYU })).income.countableFen).toBe((144_00 + 1_132_50) * 12);
  });
});

describe('示例 W4 单人保', () => {
  const household = (more: Partial<Parameters<typeof family>[1]> & object = {}, fatherAge = 61, pension = 2700) =>
    family(
      [
        person('父亲', 'self', { birthDate: bornFor(fatherAge), employment: 'retired' }),
        person('母亲', 'spouse', { birthDate: bornFor(58), ...caring }),
        person('儿子', 'child', {
          birthDate: bornFor(28),
          employment: 'unemployed',
          workCapacity: 'none',
          cannotLiveIndependently: true,
          disabilities: [{ type: 'physical', level: 1 }],
        }),
      ],
      { incomes: [monthly('父亲', 'employee-pension', pension)], ...more },
    );
  test('父亲养老金 2,700 元的三口之家人均 900 元：整户是低保边缘，提示儿子可以单独申请', () => {
    const d = decide(household());
    expect([d.outcome, d.category]).toEqual(['not-eligible', 'edge']);
    expect(d.singleCandidates).toEqual([{ ref: '儿子', label: '儿子', ground: 'disability' }]);
  });
  test('儿子单独申请：收入为 0，补差 800 元加重度残疾 240 元，每月 1,040 元，父母仍是低保边缘', () => {
    const d = decide(household({ single: { applicant: '儿子', ground: 'disability' } }));
    expect([d.outcome, d.route, d.persons, d.income.countableFen]).toEqual(['eligible', 'single', 1, 0]);
    expect(d.breakdown.map((l) => l.fen)).toEqual([800_00, 240_00]);
    expect(d.amountFen).toBe(1_040_00);
    expect(d.edge.outcome).toBe('eligible');
  });
  test('整户收入低于标准：应整户纳入，单人申请不符合', () => {
    const d = decide(household({ single: { applicant: '儿子', ground: 'disability' } }, 61, 2000));
    expect(d.outcome).toBe('not-eligible');
    expect(clause(d, '边缘家庭').note).toBe('家庭整户收入低于标准的，应当整户申请');
  });
  test('家里只剩他一人，全家就是他：按家庭审，不必另外申请，每月仍是 1,040 元；父母在时去世前的月份照单人保算', () => {
    const single = { applicant: '儿子', ground: 'disability' } as const;
    const all = household({ single });
    const alone = { ...all, members: all.members.map((m) => (m.ref === '儿子' ? m : { ...m, diedOn: '2026-03-10' as const })) };
    const d = decide(alone);
    expect([d.outcome, d.category, d.route, d.persons, d.amountFen]).toEqual(['eligible', 'dibao', 'family', 1, 1_040_00]);
    expect(unmet(d)).toEqual([]);
  });
  test('只剩他一人，自己的收入不低于标准：仍按单人保的条件审', () => {
    const all = household({
      single: { applicant: '儿子', ground: 'disability' },
      incomes: [monthly('儿子', 'employee-pension', 900)],
    });
    const alone = { ...all, members: all.members.map((m) => (m.ref === '儿子' ? m : { ...m, diedOn: '2026-03-10' as const })) };
    expect(decide(alone)).toMatchObject({ outcome: 'not-eligible', route: 'single' });
  });
  test('母亲没有单独申请的情形：不得只申请个别成员', () => {
    expect(unmet(decide(household({ single: { applicant: '母亲', ground: 'disability' } })))).toEqual(['具有单独申请的情形']);
  });
  test('家庭不是低保边缘、父亲满 60 岁：成年无业重度残疾人可单独申请，父亲的供养费不计', () => {
    const d = decide(household({ single: { applicant: '儿子', ground: 'jobless-severe' } }, 60, 6000));
    expect([d.outcome, d.amountFen]).toEqual(['eligible', 1_040_00]);
  });
  test('同样家庭、父亲 59 岁：供养费 (6,000－1.5×800×2)×50%＝1,800 元，超过标准，不符合', () => {
    const d = decide(household({ single: { applicant: '儿子', ground: 'jobless-severe' } }, 59, 6000));
    expect(d.income.countableFen).toBe(1_800_00 * 12);
    expect(d.outcome).toBe('not-eligible');
  });
  test('家庭是低保边缘，父亲 55 岁：边缘家庭按救助对象不计供养费，儿子收入为 0', () => {
    const d = decide(household({ single: { applicant: '儿子', ground: 'disability' } }, 55, 3200));
    expect([d.outcome, d.income.countableFen, d.amountFen]).toEqual(['eligible', 0, 1_040_00]);
  });
  test('兄弟姐妹不论同住还是在外，扶养费都不计', () => {
    const facts = household({
      single: { applicant: '儿子', ground: 'jobless-severe' },
      obligors: [
        {
          relation: 'sibling',
          supports: ['儿子'],
          mustSupport: 1,
          householdSize: 1,
          monthlyIncomeFen: 9000_00,
          division: XIANAN,
          urbanRural: 'urban',
        },
      ],
    });
    const brother = { ...facts.members[2]!, ref: '哥哥', name: '哥哥', disabilities: [], employment: 'employed' as const };
    const wage = { ...facts.incomes![0]!, member: '哥哥', type: 'wage' as const, amountFen: 9000_00 };
    const d = decide({ ...facts, members: [...facts.members, brother], incomes: [...facts.incomes!, wage] });
    expect([d.outcome, d.income.countableFen]).toEqual(['eligible', 0]);
  });
  test('“特殊困难”由县级认定：没有认定前尚不能确定', () => {
    const special = (countyAgreed: boolean | null) =>
      decide(household({ single: { applicant: '母亲', ground: 'special-hardship', countyAgreed } })).outcome;
    expect([special(null), special(false), special(true)]).toEqual(['undetermined', 'not-eligible', 'eligible']);
  });
});

describe('示例 W5 起发月份', () => {
  test('3 月 31 日确认，从 4 月起发；4 月 1 日确认，从 5 月起发；12 月确认，从次年 1 月起发', () => {
    expect(decide(familyW1(), '2026-03-31').effectiveMonth).toBe('2026-04');
    expect(value(determineDibao(familyW1(), D26, '2026-04-01')).effectiveMonth).toBe('2026-05');
    expect(value(determineDibao(familyW1(), D26, '2026-12-01')).effectiveMonth).toBe('2027-01');
  });
});

describe('示例 W8 家庭成员去世', () => {
  const household = (diedOn: '2026-05-20' | null) =>
    family(
      [
        person('女儿', 'self'),
        person('祖母', 'parent', { birthDate: bornFor(75), diedOn }),
        person('孙子', 'child', { birthDate: '2010-02-01', student: 'school', employment: null, workCapacity: null }),
      ],
      { incomes: [monthly('女儿', 'wage', 1300)] },
    );
  test('三口之家：补差 1,500 元，两项分类施保各 160 元，合计 1,820 元', () => {
    expect(amount(household(null), '2026-05')).toMatchObject({ baseFen: 1_500_00, topUpFen: 320_00, amountFen: 1_820_00 });
  });
  test('祖母 5 月 20 日去世：5 月不变，6 月起两口人 860 元', () => {
    expect(amount(household('2026-05-20'), '2026-05').amountFen).toBe(1_820_00);
    expect(amount(household('2026-05-20'), '2026-06')).toMatchObject({ baseFen: 700_00, amountFen: 860_00 });
  });
  test('6、7 两月已按三口人发放：多发 2×960＝1,920 元', () => {
    const over = (month: `${number}-${number}`) =>
      amount(household(null), month).amountFen - amount(household('2026-05-20'), month).amountFen;
    expect(over('2026-06') + over('2026-07')).toBe(1_920_00);
  });
});

describe('示例 W14 提标补发', () => {
  test('W1 家庭按 2025 年标准：补差 1,430 元，分类施保 234 元，合计 1,664 元', () => {
    expect(amount(familyW1(), '2026-04', D25)).toMatchObject({ baseFen: 1_430_00, topUpFen: 234_00, amountFen: 1_664_00 });
    expect(amount(familyW1(), '2025-12')).toMatchObject({ amountFen: 1_664_00 });
  });
  test('2026 年标准自 1 月 1 日起执行：1 至 4 月每月差 76 元，补发 304 元', () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
    const back = months.map((m) => amount(familyW1(), m).amountFen - amount(familyW1(), m, D25).amountFen);
    expect(back).toEqual([76_00, 76_00, 76_00, 76_00]);
    expect(amount(familyW1(), '2026-05').amountFen).toBe(1_740_00);
  });
  test('资格看决定之日的标准，金额看当月 1 日的标准：12 月决定，次年 1 月按新标准发', () => {
    const d = value(determineDibao(familyW1(), D26, '2025-12-15'));
    expect(d.standardFen).toBe(780_00);
    expect(d.amountFen).toBe(1_740_00);
  });
});

describe('共同生活的家庭成员', () => {
  const n = (member: Parameters<typeof person>[2] & object, relation: Parameters<typeof person>[1] = 'child') =>
    decide(family([person('申请人', 'self', caring), person('某人', relation, member)])).members[1]!.counted;
  const adult = { birthDate: bornFor(20), livesTogether: false };
  test('未成年子女计入；成年独立且不同住的子女不计入', () => {
    expect(n({ birthDate: '2008-04-01', livesTogether: false })).toBe(true);
    expect(n({ birthDate: '2008-03-31', livesTogether: false })).toBe(false);
  });
  test('本科在校的成年子女计入，研究生不因就学计入', () => {
    expect(n({ ...adult, student: 'undergraduate' })).toBe(true);
    expect(n({ ...adult, student: 'postgraduate' })).toBe(false);
  });
  test('服刑、强制隔离戒毒、宣告失踪、特困、孤儿全额保障的人不计入；下落不明未经宣告的配偶仍计入', () => {
    for (const status of [
      'imprisoned',
      'compulsory-rehab',
      'declared-missing',
      'tekun',
      'orphan-full-care',
      'clergy-apart',
    ] as const)
      expect(n({ status }, 'spouse')).toBe(false);
    expect(n({ status: 'missing-undeclared' }, 'spouse')).toBe(true);
  });
  test('父母长期共同居住才计入；是否同住没查明时，整户尚不能确定', () => {
    expect(n({ livesTogether: true }, 'parent')).toBe(true);
    expect(n({ livesTogether: false }, 'parent')).toBe(false);
    const d = decide(family([person('申请人', 'self', caring), person('父亲', 'parent', { livesTogether: null })]));
    expect([d.outcome, clause(d, '家庭成员已认定').verdict, clause(d, '低于最低生活保障标准').verdict]).toEqual([
      'undetermined',
      'unknown',
      'unknown',
    ]);
  });
  test('成年子女能否独立生活没查明，尚不能确定', () => {
    expect(n({ ...adult, cannotLiveIndependently: null })).toBeNull();
    expect(n({ ...adult, cannotLiveIndependently: true })).toBe(true);
  });
  test('决定之前去世的成员不再计入', () => {
    expect(n({ diedOn: '2026-03-20' }, 'spouse')).toBe(false);
    expect(n({ diedOn: '2026-04-20' }, 'spouse')).toBe(true);
  });
  test('没有一人计入：不符合', () => {
    expect(decide(family([person('申请人', 'self', { status: 'imprisoned' })])).outcome).toBe('not-eligible');
  });
});

describe('收入核算', () => {
  const alone = (member: Parameters<typeof person>[2] & object, more: Parameters<typeof family>[1] = {}) =>
    decide(family([person('本人', 'self', member)], more)).income.countableFen;
  test('59 岁有劳动能力无业且没有免计原因：按最低工资 80% 视同收入；满 60 岁不计', () => {
    const jobless = { employment: 'unemployed', workCapacity: 'full' } as const;
    expect(alone({ ...jobless, birthDate: '1966-04-01' })).toBe(1_560_00 * 12);
    expect(alone({ ...jobless, birthDate: '1966-03-31' })).toBe(0);
  });
  test('满 16 岁才视同收入；部分劳动能力按 40%；无劳动能力不计', () => {
    const jobless = { employment: 'unemployed', workCapacity: 'part' } as const;
    const capable = (workCapacity: 'full' | 'partial' | 'none', birthDate: `${number}-${number}-${number}` = '1990-01-01') =>
      alone({ ...jobless, workCapacity, birthDate });
    expect(capable('full', '2010-03-31')).toBe(1_560_00 * 12);
    expect(capable('full', '2010-04-01')).toBe(0);
    expect(capable('partial')).toBe(780_00 * 12);
    expect(capable('none')).toBe(0);
  });
  test('登记求职满六个月当日仍免计，次日起视同收入', () => {
    const jobseeker = { employment: 'unemployed', exemptReason: 'jobseeker' } as const;
    expect(alone({ ...jobseeker, exemptSince: '2025-09-30' })).toBe(1_560_00 * 12);
    expect(alone({ ...jobseeker, exemptSince: '2025-10-01' })).toBe(0);
  });
  test('决定之日求职未满六个月，次月起发时已满：金额仍按决定之日的情形，不自行降低', () => {
    const facts = family([
      person('本人', 'self', { employment: 'unemployed', exemptReason: 'jobseeker', exemptSince: '2025-10-01' }),
    ]);
    expect(decide(facts)).toMatchObject({ outcome: 'eligible', amountFen: 800_00 });
    expect(value(amountForMonth(facts, D26, '2026-06', '2026-03-31')).amountFen).toBe(800_00);
    expect(value(amountForMonth(facts, D26, '2026-06', '2026-06-01')).amountFen).toBe(0);
  });
  test('劳动能力没有鉴定：尚不能确定', () => {
    const d = decide(family([person('本人', 'self', { employment: 'unemployed', workCapacity: null })]));
    expect(clause(d, '月收入低于').note).toBe('尚未查明：本人劳动能力');
    expect(d.outcome).toBe('undetermined');
  });
  test('核算期内新就业：按现月工资折算 12 个月，以前的工资不再重复计', () => {
    const incomes = [
      { member: '本人', type: 'wage', amountFen: 900_00, per: 'month', to: '2025-08' },
      { member: '本人', type: 'wage', amountFen: 1_000_00, per: 'month', from: '2025-12' },
    ] as const;
    expect(alone({}, { incomes: [...incomes] })).toBe((1_000_00 - 400_00) * 12);
  });
  test('就业成本不超过本人工资', () => {
    expect(alone({}, { incomes: [monthly('本人', 'wage', 400)] })).toBe(0);
    expect(alone({}, { incomes: [monthly('本人', 'wage', 401)] })).toBe(12_00);
  });
  test('失业前工作 6 个月：工资和就业成本各算 6 个月，其余 6 个月按视同收入', () => {
    const incomes = [{ member: '本人', type: 'wage', amountFen: 1_000_00, per: 'month', to: '2025-08' } as const];
    expect(alone({ employment: 'unemployed' }, { incomes })).toBe(600_00 * 6 + 1_560_00 * 6);
  });
  test('水稻 3.5 亩、受灾三成：500×3.5×70%＝1,225 元', () => {
    expect(
      alone({ employment: 'self-employed' }, { farms: [{ member: '本人', kind: 'rice', scale: '3.5', lossPercent: 30 }] }),
    ).toBe(1_225_00);
  });
  test('优抚、奖学金、救助款物、高龄津贴等不计入收入', () => {
    const types = [
      'preferential-pay',
      'scholarship',
      'social-assistance',
      'old-age-allowance',
      'family-planning-reward',
      'child-allowance',
    ] as const;
    expect(alone({}, { incomes: types.map((t) => monthly('本人', t, 5000)) })).toBe(0);
  });
  test('个人缴纳的社会保险费从收入中减去', () => {
    expect(
      alone(
        { employment: 'retired' },
        { incomes: [monthly('本人', 'employee-pension', 700), monthly('本人', 'insurance-paid', 100)] },
      ),
    ).toBe(600_00 * 12);
  });
  test('未认定重病的医疗费不扣减；报销超过总费用按 0 计', () => {
    const medical = (seriousIllness: boolean, reimbursedFen: number) =>
      alone(
        { employment: 'retired', seriousIllness },
        {
          incomes: [monthly('本人', 'employee-pension', 700)],
          expenses: [{ member: '本人', class: 'medical', totalFen: 3_000_00, reimbursedFen }],
        },
      );
    expect([medical(false, 0), medical(true, 1_000_00), medical(true, 5_000_00)]).toEqual([8_400_00, 6_400_00, 8_400_00]);
  });
  test('收入没有查明，但已知部分已超过标准：可以确定不符合', () => {
    const incomes = [
      monthly('丈夫', 'employee-pension', 1600),
      { member: '妻子', type: 'rent', amountFen: null, per: 'month' } as const,
    ];
    expect(decide(coupleWith(0, { incomes })).outcome).toBe('not-eligible');
    expect(decide(coupleWith(0, { incomes: incomes.slice(1) })).outcome).toBe('undetermined');
  });
  test('扣减支出没有查明时，收入超过标准也不下结论', () => {
    const facts = coupleWith(1700);
    const ill = {
      ...facts,
      members: facts.members.map((m) => ({ ...m, seriousIllness: true })),
      expenses: [{ member: '丈夫', class: 'medical', totalFen: null, reimbursedFen: 0 } as const],
    };
    expect(decide(ill).outcome).toBe('undetermined');
    // 收入已低于标准，资格无疑，但金额算不出来：同样等查明，不会出现符合条件而没有金额
    const low = { ...ill, incomes: [] };
    expect(decide(low)).toMatchObject({ outcome: 'undetermined', amountFen: null });
  });
});

describe('家庭财产', () => {
  const verdict = (part: string, assets: object, more: Parameters<typeof coupleWith>[1] = {}): Verdict =>
    clause(decide(coupleWith(1000, { assets: { ...noAssets, ...assets }, ...more })), part).verdict;
  const savings = (fen: number | null, more: object = {}) => ({
    financial: [{ owner: '丈夫', kind: 'deposit', valueFen: fen, ...more }],
  });
  test('金融资产人均正好 24 个月标准（19,200 元）符合，多一分不符合', () => {
    expect(verdict('金融资产', savings(38_400_00))).toBe('met');
    expect(verdict('金融资产', savings(38_400_01))).toBe('unmet');
    expect(verdict('金融资产', savings(null))).toBe('unknown');
  });
  test('丈夫去世，存款留在家里：妻子一人仍按 19,200 元限额算，多一分不符合', () => {
    const widow = (fen: number) => {
      const given = coupleWith(0, { assets: { ...noAssets, financial: [{ owner: '丈夫', kind: 'deposit', valueFen: fen }] } });
      const members = given.members.map((m) => (m.ref === '丈夫' ? { ...m, diedOn: '2026-01-10' as const } : m));
      return decide({ ...given, members }).clauses.find((c) => c.name.includes('金融资产'))?.verdict;
    };
    expect([widow(19_200_00), widow(19_200_01)]).toEqual(['met', 'unmet']);
  });
  test('收入在边缘范围、存款超过边缘限额（36 个月）：不是低保边缘', () => {
    const at = (fen: number) =>
      decide(coupleWith(1700, { assets: { ...noAssets, financial: [{ kind: 'deposit', valueFen: fen }] } })).category;
    expect([at(57_600_00), at(57_600_01)]).toEqual(['edge', 'none']);
  });
  test('汽车不符合；残疾人代步车和三轮车可以；农用车现值 20,000 元以内可以', () => {
    const car = (kind: string, valueFen: number | null = null) => verdict('机动车辆', { vehicles: [{ kind, valueFen }] });
    expect([
      car('car'),
      car('mobility'),
      car('two-three-wheeler'),
      car('farm', 20_000_00),
      car('farm', 20_000_01),
      car('farm'),
    ]).toEqual(['unmet', 'met', 'met', 'met', 'unmet', 'unknown']);
  });
  test('一套住房不论面积；两套须人均不超过 40 平方米', () => {
    const houses = (...areas: (string | null)[]) => verdict('住房', { houses: areas.map((areaSqm) => ({ areaSqm })) });
    expect([houses('300'), houses('40', '40'), houses('40', '40.01'), houses('40', null)]).toEqual([
      'met',
      'met',
      'unmet',
      'unknown',
    ]);
  });
  test('市场主体实缴资本低于 50,000 元且无雇员才符合', () => {
    const firm = (paidInFen: number | null, employees: number | null) =>
      verdict('市场主体', { firms: [{ paidInFen, employees }] });
    expect([firm(49_999_99, 0), firm(50_000_00, 0), firm(0, 1), firm(null, 0)]).toEqual(['met', 'unmet', 'unmet', 'unknown']);
  });
  test('生产生活必需的财产写明理由后豁免', () => {
    expect(verdict('机动车辆', { vehicles: [{ kind: 'car', exemptReason: '残疾子女就医接送唯一用车' }] })).toBe('met');
  });
  test('乡镇提出例外、县级未签前不能确定；县级签批后符合；县级不同意则不符合', () => {
    const state = (s: 'proposed' | 'signed' | 'refused') =>
      verdict(
        '机动车辆',
        { vehicles: [{ kind: 'car' }] },
        { exceptions: [{ kind: 'vehicle', reason: '车辆已报废未注销', state: s }] },
      );
    expect([state('proposed'), state('signed'), state('refused')]).toEqual(['unknown', 'met', 'unmet']);
  });
  test('财产没有查明：尚不能确定', () => {
    expect(decide(coupleWith(1000, { assets: null })).outcome).toBe('undetermined');
  });
});

describe('核对', () => {
  const outcome = (check: Parameters<typeof coupleWith>[1] & object) => decide(coupleWith(1000, check)).outcome;
  test('没有核对、正在查询：尚不能确定，不会当作通过', () => {
    expect(outcome({ check: null })).toBe('undetermined');
    expect(outcome({ check: { status: 'querying' } })).toBe('undetermined');
  });
  test('税务未反馈：写明理由才可以继续办理', () => {
    const partial = { status: 'partial' as const, unanswered: ['税务'] };
    expect(outcome({ check: partial })).toBe('undetermined');
    expect(outcome({ check: { ...partial, proceedReason: '税务系统停机，已用社保缴费基数核实' } })).toBe('eligible');
  });
  test('核对报告有效期当日仍可用，次日须重新核对', () => {
    expect(outcome({ check: { status: 'complete', validTo: '2026-03-31' } })).toBe('eligible');
    expect(outcome({ check: { status: 'complete', validTo: '2026-03-30' } })).toBe('undetermined');
  });
  test('核对差异没有处置结论：尚不能确定', () => {
    const flagged = (disposition: 'data-error' | null) =>
      outcome({ discrepancies: [{ kind: 'vehicle', source: '车辆登记', disposition }] });
    expect([flagged(null), flagged('data-error')]).toEqual(['undetermined', 'eligible']);
  });
});

describe('单人保对象去世', () => {
  test('去世当月全月发放，次月起为 0', () => {
    const facts = family([person('本人', 'self', { diedOn: '2026-05-20', status: 'clergy-apart' })], {
      single: { applicant: '本人', ground: 'clergy' },
    });
    expect([amount(facts, '2026-05').amountFen, amount(facts, '2026-06').amountFen]).toEqual([800_00, 0]);
  });
});

describe('分类施保的年龄', () => {
  const old = (birthDate: `${number}-${number}-${number}`) => family([person('老人', 'self', { birthDate })]);
  test('5 月 20 日满 70 岁：5 月没有高龄增发，6 月起有', () => {
    expect(amount(old('1956-05-20'), '2026-05').topUpFen).toBe(0);
    expect(amount(old('1956-05-20'), '2026-06').topUpFen).toBe(160_00);
  });
  test('5 月满 18 岁：未成年人增发最后发到 5 月', () => {
    expect(amount(old('2008-05-20'), '2026-05').topUpFen).toBe(160_00);
    expect(amount(old('2008-05-20'), '2026-06').topUpFen).toBe(0);
  });
  test('二级肢体残疾算重度，三级不算', () => {
    const level = (n: number) =>
      amount(family([person('本人', 'self', { disabilities: [{ type: 'physical', level: n }] })]), '2026-04').topUpFen;
    expect([level(1), level(2), level(3)]).toEqual([240_00, 240_00, 0]);
  });
  test('三级智力残疾增发 30%，三级肢体残疾没有；残疾人证过期没有', () => {
    const with_ = (type: 'intellectual' | 'physical', validTo: '2026-03-31' | '2026-04-01' | null = null) =>
      amount(family([person('本人', 'self', { disabilities: [{ type, level: 3, validTo }] })]), '2026-04').topUpFen;
    expect([
      with_('intellectual'),
      with_('physical'),
      with_('intellectual', '2026-04-01'),
      with_('intellectual', '2026-03-31'),
    ]).toEqual([240_00, 0, 240_00, 0]);
  });
});

describe('标准', () => {
  test('嘉鱼县自己的标准优先于市标准', () => {
    expect(decide(coupleWith(1650, { division: JIAYU })).outcome).toBe('eligible');
    expect(decide(coupleWith(1650, { division: XIANAN })).outcome).toBe('not-eligible');
  });
  test('缺少任何一项用到的标准：停止计算，转人工处理，不当作 0', () => {
    for (const key of ['DB-STD-U', 'EMP-COST', 'FIN-LIMIT-DIBAO', 'EDGE-RATIO', 'ROUND', 'TOP-SEV', 'HOUSE-SETS', 'WINDOW'])
      expect(determineDibao(familyW1(), without(key), '2026-03-31')).toMatchObject({
        ok: false,
        code: 'PARAM_MISSING',
        params: { key },
      });
  });
  test('标准生效以前的日期没有标准：停止计算', () => {
    expect(determineDibao(familyW1(), D26, '2024-12-31')).toMatchObject({ ok: false, code: 'PARAM_MISSING' });
  });
  test('旧决定按所记的规则版本重算，结果逐字相同', () => {
    const first = decide(familyW1());
    const again = dibaoRules.version(first.rule.version)!.decide(familyW1(), D26, first.asOf);
    expect(value(again)).toEqual(first);
  });
});

describe('性质', () => {
  test('收入每多一角，金额不增；低于标准必有补差，达到标准必无', () => {
    let last = Number.POSITIVE_INFINITY;
    for (let jiao = 15_800; jiao <= 16_200; jiao += 1) {
      const d = decide(coupleWith(jiao / 10));
      expect(d.amountFen).toBeLessThanOrEqual(last);
      expect(d.amountFen! > 0).toBe(jiao < 16_000);
      expect(d.amountFen! % 100).toBe(0);
      last = d.amountFen!;
    }
  });
  test('多一个没有收入的成员，金额不减；多一项扣减，金额不减', () => {
    for (let wage = 0; wage <= 4_000; wage += 250) {
      const w1 = familyW1(wage);
      const more = { ...w1, members: [...w1.members, { ...w1.members[2]!, ref: '老二', name: '老二', disabilities: [] }] };
      const deducted = {
        ...w1,
        expenses: [...w1.expenses, { member: '孩子', class: 'rehabilitation', totalFen: 1_000_00, reimbursedFen: 0 } as const],
      };
      expect(decide(more).amountFen).toBeGreaterThanOrEqual(decide(w1).amountFen!);
      expect(decide(deducted).amountFen).toBeGreaterThanOrEqual(decide(w1).amountFen!);
    }
  });
  test('决定里的首月金额，与单独核算那个月的金额、算式、所用标准完全一样：标准变动前后、家里有人去世的也一样', () => {
    const families = [400, 800, 1600, 2000, 2399.99].flatMap((yuan) => [familyW1(yuan), coupleWith(yuan)]);
    const bereaved = families.map((f) => ({
      ...f,
      members: f.members.map((m, i) => (i === 1 ? { ...m, diedOn: '2026-03-25' as const } : m)),
    }));
    for (const facts of [...families, ...bereaved])
      for (const on of ['2025-12-20', '2026-03-20', '2026-12-31'] as const) {
        const d = decide(facts, on as '2026-03-31');
        if (d.outcome !== 'eligible') continue;
        const due = value(amountForMonth(facts, D26, d.effectiveMonth!, on));
        expect([d.amountFen, d.breakdown]).toEqual([due.amountFen, due.breakdown]);
        expect(d.parameters).toEqual(expect.arrayContaining([...due.parameters]));
      }
  });
});
