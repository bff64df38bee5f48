/** Who counts, what is income, what is owned: each limit just inside and just outside. */
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../kernel/policy/index.ts';
import { bornFor, caring, clause, coupleWith, D26, decide, family, monthly, noAssets, person, value } from './fixtures.ts';
import { amountForMonth } from './rules.ts';

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
