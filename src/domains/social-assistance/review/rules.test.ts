import { describe, expect, test } from 'vitest';
import { makeParameters, type Parameters } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { bornFor, caring, family, monthly, person, row, rowsD26 } from '../dibao/fixtures.ts';
import { amountForMonth } from '../dibao/rules.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { isMarked, isUnsteady, type ReviewQuestion, reviewDibao, splitMove, withoutOwnShare } from './rules.ts';

const parameters: Parameters = makeParameters([
  ...rowsD26,
  row('GRAD-CEIL', '2.0', 'times', '2021-07-01'),
  row('GRAD-MONTHS', '6', 'months', '2021-07-01'),
  row('GRAD-PAY', '1', 'ratio', '2021-07-01'),
  row('GRAD-ONCE-MONTHS', '24', 'months', '2021-07-01'),
  row('REVIEW-MARKED-PERCENT', '10', 'percent', '2021-07-01'),
]);

/** W7: two adults, Y 600 a month from the father's pension, the mother cares for the family. */
const before = family([person('父亲', 'self', { employment: 'retired' }), person('母亲', 'spouse', caring)], {
  incomes: [monthly('父亲', 'employee-pension', 600)],
});
const hired = (wage: number, more: Partial<FamilyFacts> = {}): FamilyFacts => ({
  ...before,
  ...more,
  members: before.members.map((m) => (m.ref === '母亲' ? { ...m, employment: 'employed', exemptReason: null } : m)),
  incomes: [...before.incomes!, ...family([person('母亲', 'spouse')], { incomes: [monthly('母亲', 'wage', wage)] }).incomes!],
});
const ask = (facts: FamilyFacts, more: Partial<ReviewQuestion> = {}) => {
  const answer = reviewDibao(
    {
      kind: 'change',
      facts,
      before,
      asOf: '2026-04-20',
      current: { amountFen: 1000_00, persons: 2 },
      since: null,
      lastGradualFrom: null,
      ...more,
    },
    parameters,
  );
  if (!answer.ok) throw new Error(answer.code);
  return answer.value;
};
const due = (answer: ReturnType<typeof ask>) => ({ change: answer.change, amounts: answer.amounts, lastMonth: answer.lastMonth });

describe('单人保，全家后来也低于标准', () => {
  const son = person('儿子', 'child', {
    birthDate: bornFor(28),
    employment: 'unemployed',
    workCapacity: 'none',
    cannotLiveIndependently: true,
    disabilities: [{ type: 'physical', level: 1 }],
  });
  const alone = (pension: number) =>
    family([person('父亲', 'self', { employment: 'retired' }), person('母亲', 'spouse', caring), son], {
      incomes: [monthly('父亲', 'employee-pension', pension)],
      single: { applicant: '儿子', ground: 'disability' },
    });
  const paid = { before: alone(2700), current: { amountFen: 1040_00, persons: 1 } };
  test('人均700元：不停发，转办全家的低保，办成以前照发', () => {
    expect(due(ask(alone(2100), paid))).toEqual({ change: 'reclassify', amounts: [], lastMonth: null });
  });
  test('人均正好800元：全家是低保边缘，单人保维持不变', () => {
    expect(due(ask(alone(2400), paid)).change).toBe('unchanged');
  });
  test('人均1,300元，超过边缘：停发', () => {
    expect(due(ask(alone(3900), paid)).change).toBe('stop');
  });
  test('查实有意隐瞒的：停发，不替他转办', () => {
    expect(due(ask(alone(2100), { ...paid, concealed: true })).change).toBe('stop');
  });
});

describe('W7：渐退期', () => {
  test('城市两口人，月收入600元，低保1000元；母亲就业月薪2600元，人均1400元：2026年4月20日决定，5月至10月仍发1000元，11月起不发', () => {
    expect(due(ask(hired(2600)))).toEqual({
      change: 'gradual',
      amounts: [{ fromMonth: '2026-05', amountFen: 1000_00 }],
      lastMonth: '2026-10',
    });
  });
  test('月薪3200元，人均1700元，不低于标准的2倍：5月起停发', () => {
    expect(due(ask(hired(3200)))).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-04' });
  });
  test('同一份工资查实是2月1日起有意隐瞒的：不渐退，发到2月为止，3月、4月多领的追回', () => {
    const answer = ask(hired(2600), { since: '2026-03', concealed: true });
    expect(due(answer)).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-02' });
    expect(answer.clauses).toMatchObject([{ name: '如实报告收入和财产，没有隐瞒', verdict: 'unmet' }]);
  });
  test('人均正好1600元不算低于2倍：停发；差一分：渐退', () => {
    // 600 + w − 400 = 3200
    expect(ask(hired(3000)).change).toBe('stop');
    expect(ask(hired(2999.99)).change).toBe('gradual');
  });
  test('超标不是因为就业（多了房租）：停发，写明是哪一条', () => {
    const rent = {
      ...before,
      incomes: [...before.incomes!, ...family([person('父亲', 'self')], { incomes: [monthly('父亲', 'rent', 1500)] }).incomes!],
    };
    const answer = ask(rent);
    expect(answer.change).toBe('stop');
    expect(answer.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name)).toEqual(['收入超过标准是家庭成员就业所致']);
  });
  test('24个月内渐退过一次：停发；满24个月：可以再渐退', () => {
    const again = (lastGradualFrom: YearMonth) => ask(hired(2600), { lastGradualFrom }).change;
    expect([again('2024-06'), again('2024-05')]).toEqual(['stop', 'gradual']);
  });
  test('渐退期内又复核，收入仍超过标准：渐退期走完为止，不提前停发', () => {
    const fading = { lastGradualFrom: '2026-03', fading: true } as const;
    expect(due(ask(hired(2600), fading))).toEqual({ change: 'unchanged', amounts: [], lastMonth: null });
    expect(due(ask(hired(3200), fading))).toEqual({ change: 'unchanged', amounts: [], lastMonth: null });
  });
  test('已经决定发到4月为止，其间又复核，仍不符合条件：照原来的决定，不再停一次，也不从头渐退；查出隐瞒的从当时起停', () => {
    const ending = { endsWith: '2026-04' } as const;
    expect(due(ask(hired(3200), ending))).toEqual({ change: 'unchanged', amounts: [], lastMonth: null });
    expect(due(ask(hired(2600), ending))).toEqual({ change: 'unchanged', amounts: [], lastMonth: null });
    const hidden = { ...ending, concealed: true, since: '2026-03' } as const;
    expect(due(ask(hired(3200), hidden))).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-02' });
  });
  test('渐退期内收入又降到标准以下：恢复，金额变化不足10%也按新的金额', () => {
    const wage = hired(420);
    const restored = due(ask(wage, { lastGradualFrom: '2026-03', fading: true }));
    expect(restored).toEqual({ change: 'decrease', amounts: [{ fromMonth: '2026-05', amountFen: 980_00 }], lastMonth: null });
    expect(ask(wage).change).toBe('not-marked');
  });
  test('渐退期内有人去世、收入又低于标准：恢复从决定的次月起，以前的月份照渐退的金额，不追回', () => {
    const restored = due(ask(hired(420), { kind: 'death', since: '2026-03', lastGradualFrom: '2026-03', fading: true }));
    expect(restored.amounts.map((a) => a.fromMonth)).toEqual(['2026-05']);
  });
  test('就业了但有第二套大房子：停发，不渐退', () => {
    const houses = [
      { owner: null, areaSqm: '90', exemptReason: null },
      { owner: null, areaSqm: '90', exemptReason: null },
    ];
    expect(ask(hired(2600, { assets: { financial: [], vehicles: [], houses, firms: [] } })).change).toBe('stop');
  });
});

describe('家里没有人了：申请人去世，留下的人又离开了这个家', () => {
  const nobody: FamilyFacts = {
    ...before,
    members: before.members.filter((m) => m.ref === '父亲').map((m) => ({ ...m, diedOn: '2026-03-20' })),
    incomes: [],
  };
  test('没有人可以再查，也不算“尚未查明”：停发，不渐退', () => {
    expect(due(ask(nobody))).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-04' });
  });
  test('还有母亲的，她找到的工作工资没有查明：不能作结论，写明没有查明的是什么', () => {
    const answer = ask({
      ...hired(2600),
      incomes: hired(2600).incomes!.map((i) => (i.type === 'wage' ? { ...i, amountFen: null } : i)),
    });
    expect(answer.change).toBe(null);
    expect(answer.decision.clauses.find((c) => c.verdict === 'unknown')?.note).toBe('尚未查明：母亲工资性收入');
  });
});

describe('从外县迁来，重新确认以前一个月也没有发', () => {
  const moved = { kind: 'move', since: '2026-02' } as const;
  test('两口人月收入600元，按这里的标准每月1000元：2月起都是1000元，不论迁出地原来发多发少', () => {
    for (const former of [1100_00, 900_00])
      expect(due(ask(before, { ...moved, current: { amountFen: former, persons: 2 } })).amounts).toEqual([
        { fromMonth: '2026-02', amountFen: 1000_00 },
      ]);
  });
  test('按这里的标准不符合：迁入以后一个月也不发；已经先发着的（没有停着的月份），从决定的次月停', () => {
    expect(due(ask(hired(3200), moved))).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-01' });
    expect(due(ask(hired(3200), { kind: 'move' }))).toEqual({ change: 'stop', amounts: [], lastMonth: '2026-04' });
  });
});

/** W8: daughter with a wage, her mother, her son. */
const three = family(
  [
    person('女儿', 'self'),
    person('奶奶', 'parent', { birthDate: bornFor(75), employment: 'retired', workCapacity: 'none' }),
    person('外孙', 'child', { birthDate: bornFor(16), employment: null, workCapacity: null, student: 'school' }),
  ],
  { incomes: [monthly('女儿', 'wage', 1300)] },
);
const dead = (on: PlainDate): FamilyFacts => ({
  ...three,
  members: three.members.map((m) => (m.ref === '奶奶' ? { ...m, diedOn: on } : m)),
});

describe('W8：家庭成员去世', () => {
  test('奶奶5月20日去世：5月仍发1820元，6月起按两人860元，属于减发，须先听取意见', () => {
    expect(amountForMonth(three, parameters, '2026-05')).toMatchObject({ ok: true, value: { amountFen: 1820_00 } });
    expect(
      due(
        ask(dead('2026-05-20'), {
          kind: 'death',
          before: three,
          asOf: '2026-07-03',
          current: { amountFen: 1820_00, persons: 3 },
          since: '2026-06',
        }),
      ),
    ).toEqual({ change: 'decrease', amounts: [{ fromMonth: '2026-06', amountFen: 860_00 }], lastMonth: null });
  });
  test('奶奶5月20日去世，8月1日才知道；女儿7月涨工资，复核已定8月起少发：6、7月按当时的收入两人算，8月起按涨了的算，不拿新工资去算以前的月份', () => {
    const raised: FamilyFacts = {
      ...dead('2026-05-20'),
      incomes: three.incomes!.map((item) => ({ ...item, amountFen: 1500_00 })),
    };
    const before = amountForMonth(dead('2026-05-20'), parameters, '2026-06');
    const after = amountForMonth(raised, parameters, '2026-08');
    if (!before.ok || !after.ok) throw new Error('no amount');
    expect(before.value.amountFen).toBe(860_00);
    expect(after.value.amountFen).toBeLessThan(860_00);
    const given = {
      kind: 'death',
      before: raised,
      asOf: '2026-08-04',
      current: { amountFen: 1820_00, persons: 3 },
      since: '2026-06',
      inForce: (month: YearMonth) => (month < '2026-08' ? 1820_00 : 1620_00),
      decidedBy: (month: YearMonth) => (month < '2026-08' ? dead('2026-05-20') : raised),
    } as const;
    expect(due(ask(raised, given))).toEqual({
      change: 'decrease',
      amounts: [
        { fromMonth: '2026-06', amountFen: 860_00 },
        { fromMonth: '2026-08', amountFen: after.value.amountFen },
      ],
      lastMonth: null,
    });
  });
  test('挣钱的人5月20日去世，金额反而增加：7月3日决定，6月、7月仍按原来的，8月起增发', () => {
    const earnerDied: FamilyFacts = {
      ...three,
      members: three.members.map((m) => (m.ref === '女儿' ? { ...m, diedOn: '2026-05-20' } : m)),
      incomes: [],
    };
    const after = amountForMonth(earnerDied, parameters, '2026-08', '2026-07-03');
    if (!after.ok) throw new Error(after.code);
    expect(after.value.amountFen).toBeGreaterThan(860_00);
    const given = { kind: 'death', before: three, asOf: '2026-07-03', current: { amountFen: 860_00, persons: 3 } } as const;
    expect(due(ask(earnerDied, { ...given, since: '2026-06' }))).toEqual({
      change: 'increase',
      amounts: [{ fromMonth: '2026-08', amountFen: after.value.amountFen }],
      lastMonth: null,
    });
  });
});

describe('死亡登记撤销或更正：已按去世定过的金额，从那个月起改正，多了少了都算', () => {
  /** W8, decided from June on: three persons 1,820, two 860. */
  const decided = (month: YearMonth) => (month < '2026-06' ? 1820_00 : 860_00);
  const amended = (facts: FamilyFacts, since: YearMonth, inForce: (month: YearMonth) => number = decided) =>
    due(
      ask(facts, {
        kind: 'death-amended',
        before: three,
        asOf: '2026-08-10',
        current: { amountFen: 1820_00, persons: 3 },
        since,
        inForce,
      }),
    );
  test('认错了人：6月起恢复三人1820元，补以前月份', () => {
    expect(amended(three, '2026-06')).toEqual({
      change: 'increase',
      amounts: [{ fromMonth: '2026-06', amountFen: 1820_00 }],
      lastMonth: null,
    });
  });
  test('还没有按去世定过金额就撤销：维持不变', () => {
    expect(amended(three, '2026-06', () => 1820_00)).toMatchObject({ change: 'unchanged', amounts: [] });
  });
  test('实际6月15日去世：6月补到1820元，7月起860元', () => {
    expect(amended(dead('2026-06-15'), '2026-06')).toMatchObject({
      change: 'increase',
      amounts: [
        { fromMonth: '2026-06', amountFen: 1820_00 },
        { fromMonth: '2026-07', amountFen: 860_00 },
      ],
    });
  });
  test('实际4月20日去世：5月也只应860元', () => {
    expect(amended(dead('2026-04-20'), '2026-05')).toMatchObject({
      change: 'decrease',
      amounts: [{ fromMonth: '2026-05', amountFen: 860_00 }],
    });
  });
});

describe('明显变化', () => {
  const now = (yuan: number, persons = 2) => ({ amountFen: yuan * 100, persons });
  test('月救助金变化正好10%算明显，差一分不算；人口变了总算', () => {
    expect(isMarked(now(1100), now(1000), 10)).toBe(true);
    expect(isMarked({ amountFen: 1099_99, persons: 2 }, now(1000), 10)).toBe(false);
    expect(isMarked(now(1000, 3), now(1000), 10)).toBe(true);
  });
  test('复核期内月收入多了50元：变化不明显，不调整；定期复核时照样调整', () => {
    const more = {
      ...before,
      incomes: family([person('父亲', 'self')], { incomes: [monthly('父亲', 'employee-pension', 650)] }).incomes,
    };
    expect(ask(more).change).toBe('not-marked');
    // 同一件复核里本月还有人过生日（从5月起变）：一并重新定
    expect(due(ask(more, { kind: 'change', since: '2026-05' }))).toMatchObject({
      change: 'decrease',
      amounts: [{ fromMonth: '2026-05', amountFen: 950_00 }],
    });
    // 同样一笔查实是3月起有意隐瞒的：没有到20%也从当时起减，多领的追回
    expect(due(ask(more, { kind: 'change', since: '2026-03', concealed: true }))).toMatchObject({
      change: 'decrease',
      amounts: [{ fromMonth: '2026-03', amountFen: 950_00 }],
    });
    expect(due(ask(more, { kind: 'periodic' }))).toEqual({
      change: 'decrease',
      amounts: [{ fromMonth: '2026-05', amountFen: 950_00 }],
      lastMonth: null,
    });
  });
  test('收入少了：增发，不用听取意见', () => {
    const less = {
      ...before,
      incomes: family([person('父亲', 'self')], { incomes: [monthly('父亲', 'employee-pension', 300)] }).incomes,
    };
    expect(due(ask(less))).toEqual({
      change: 'increase',
      amounts: [{ fromMonth: '2026-05', amountFen: 1300_00 }],
      lastMonth: null,
    });
  });
  test('还有情况没有查明：不作结论', () => {
    expect(ask({ ...before, incomes: null }).change).toBeNull();
  });
});

describe('拒绝就业、迁移、罚款', () => {
  test('三次拒绝工作只减本人份额：三口人补差1500元、外孙增发160元：1500×2÷3＝1000，加160为1160元；单人户没有了', () => {
    const amount = {
      month: '2026-05',
      baseFen: 1500_00,
      topUpFen: 160_00,
      amountFen: 1660_00,
      parameters: [],
      breakdown: [
        { label: '补差金额', formula: '', fen: 1500_00 },
        { label: '外孙分类施保（未成年人）', formula: '', fen: 160_00 },
      ],
    } as const;
    expect(withoutOwnShare(amount, 3, '女儿', 100)).toBe(1160_00);
    expect(withoutOwnShare({ ...amount, baseFen: 1000_00 }, 3, '女儿', 100)).toBe(667_00 + 160_00);
    expect(withoutOwnShare(amount, 1, '女儿', 100)).toBeNull();
  });
  test('5月31日和6月1日迁走：旧县分别发到5月、6月，新县从6月、7月起，不重不漏', () => {
    expect([splitMove('2026-05-31'), splitMove('2026-06-01')]).toEqual([
      { oldLast: '2026-05', newFirst: '2026-06' },
      { oldLast: '2026-06', newFirst: '2026-07' },
    ]);
  });
});

describe('多久复核一次：有人能劳动的半年，否则一年', () => {
  const unsteady = (age: number, working = { from: 16, to: 59 }) =>
    isUnsteady(family([person('父亲', 'self', { workCapacity: 'full', student: 'none' })]), working, () => age);
  test('16岁和59岁算，15岁和60岁不算', () => {
    expect([15, 16, 59, 60].map((age) => unsteady(age))).toEqual([false, true, true, false]);
  });
  test('起止年龄是参数：定为18至64岁时，17岁、65岁不算', () => {
    expect([17, 18, 64, 65].map((age) => unsteady(age, { from: 18, to: 64 }))).toEqual([false, true, true, false]);
  });
});
