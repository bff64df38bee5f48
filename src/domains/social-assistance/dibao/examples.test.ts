/** The worked examples of the specification, to the fen. */
import { describe, expect, test } from 'vitest';
import { accountRow, clauseText } from '../../../kernel/policy/index.ts';
import {
  amount,
  bornFor,
  caring,
  clause,
  coupleWith,
  D25,
  D26,
  decide,
  family,
  familyW1,
  INCOME,
  JIAYU,
  monthly,
  person,
  TONGSHAN,
  unmet,
  value,
  XIANAN,
} from './fixtures.ts';
import { determineDibao } from './rules.ts';

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
    const line = decide(familyW1()).account.lines.find((l) => l.label.includes('两项补贴'))!;
    expect(line).toMatchObject({ who: '孩子', as: 'not-added', fen: 2_160_00 });
    expect(line.reason).toContain('国发〔2015〕52号');
  });
  test('家庭收入怎么算的：每一项是谁的、算没算、为什么，到合计和月人均', () => {
    const { lines, results } = decide(familyW1()).account;
    expect(lines.map(accountRow)).toEqual([
      { what: '父亲：工资性收入', formula: '1,600.00元×12个月', treatment: '计入', reason: null, amount: '19,200.00' },
      {
        what: expect.stringMatching(/^孩子：.*两项补贴/),
        formula: '180.00元×12个月＝2,160.00元',
        treatment: '不计入',
        reason: expect.stringContaining('国发〔2015〕52号'),
        amount: '—',
      },
      {
        what: '父亲：就业成本',
        formula: '400.00元×12个月，不超过其工资',
        treatment: '扣减',
        reason: null,
        amount: '-4,800.00',
      },
      {
        what: expect.stringMatching(/^孩子：.*康复/),
        formula: '3,600.00元－报销0.00元',
        treatment: '扣减',
        reason: null,
        amount: '-3,600.00',
      },
    ]);
    expect(results).toEqual([
      { label: '收入减扣减', formula: '19,200.00元－8,400.00元', fen: 10_800_00 },
      { label: '家庭月人均收入', formula: '10,800.00元÷12个月÷3人', fen: 300_00 },
    ]);
  });
  test('两个子女都有收入：写明是第几个', () => {
    const child = (ref: string) => person(ref, 'child', { name: null, birthDate: bornFor(17), student: 'school' });
    const two = family([person('a', 'self'), child('b'), child('c')], {
      incomes: [monthly('b', 'wage', 100), monthly('c', 'wage', 200)],
    });
    const who = decide(two).account.lines.map((l) => l.who);
    expect(who).toEqual(expect.arrayContaining(['子女一', '子女二']));
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
