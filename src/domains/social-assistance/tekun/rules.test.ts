import { describe, expect, test } from 'vitest';
import { makeCalendar } from '../../../kernel/calendar/index.ts';
import type { Verdict } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import { monthly, noAssets } from '../dibao/fixtures.ts';
import { gradeOf } from './care.ts';
import type { SupporterFacts, TekunFacts } from './facts.ts';
import { CHONGYANG, lonely, supporter, TK26, unableIn } from './fixtures.ts';
import { determineFuneral } from './funeral.ts';
import { amountForMonth, determineTekun, type TekunDecision, tekunRules } from './rules.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const decide = (facts: TekunFacts, on = '2026-06-25' as const): TekunDecision => value(determineTekun(facts, TK26, on));
const verdict = (facts: TekunFacts, part: string, on = '2026-06-25' as `${number}-${number}-${number}`): Verdict =>
  value(determineTekun(facts, TK26, on)).clauses.find((c) => c.name.includes(part))!.verdict;
const amount = (facts: TekunFacts, month: `${number}-${number}`) => value(amountForMonth(facts, TK26, month));
const WORK = '无劳动能力';
const MEANS = '无生活来源';
const OBLIGOR = '义务人';

describe('示例 W6 特困：期限和金额', () => {
  const holidays = (
    [
      ['2026-05-09', 'workday'],
      ['2026-06-19', 'holiday'],
    ] as const
  ).map(([date, kind]) => ({ date, kind, name: '', source: '', division: null, provisional: false }));
  const calendar = makeCalendar([
    ...holidays,
    ...['2026-01-01', '2026-10-01'].map((date) => ({ ...holidays[1]!, date: date as '2026-01-01' })),
  ]);
  test('崇阳县农村66岁，5月6日受理：初审不晚于5月26日（5月9日是上班的星期六），公示到6月2日，6月3日到县，确认不晚于6月25日', () => {
    expect(calendar.addWorkdays('2026-05-06', 15, CHONGYANG)).toBe('2026-05-26');
    expect(calendar.addWorkdays('2026-06-03', 15, CHONGYANG)).toBe('2026-06-25');
  });
  test('6月25日确认：从7月起享受', () => {
    const d = decide(lonely());
    expect([d.outcome, d.category, d.effectiveMonth]).toEqual(['eligible', 'tekun', '2026-07']);
  });
  test('穿衣、如厕、洗澡三项不能：半护理，1,190 + 325 = 1,515 元', () => {
    const due = amount(lonely({}, { care: unableIn(3) }), '2026-07');
    expect([due.baseFen, due.careFen, due.amountFen]).toEqual([1190_00, 325_00, 1515_00]);
    expect(due.breakdown.map((l) => l.fen)).toEqual([1190_00, 325_00]);
  });
  test('11月4日报告变化：11月18日前重新评估；四项不能：全护理，12月起 1,190 + 650 = 1,840 元', () => {
    expect(calendar.addWorkdays('2026-11-04', 10, CHONGYANG)).toBe('2026-11-18');
    expect(amount(lonely({}, { care: unableIn(4) }), '2026-12').amountFen).toBe(1840_00);
  });
});

describe('示例 W9 去世', () => {
  const funeral = { division: CHONGYANG, urbanRural: 'rural', diedOn: '2026-02-11', costFen: 8000_00 } as const;
  test('在家供养的农村特困人员，全自理：1,190 + 195 = 1,385 元', () => {
    expect(amount(lonely({}, { care: unableIn(0) }), '2026-03').amountFen).toBe(1385_00);
  });
  test('2月11日去世，丧葬补助 6 × 1,190 = 7,140 元，一次', () => {
    const paid = value(determineFuneral(funeral, TK26, '2026-03-02'));
    expect([paid.outcome, paid.amountFen, paid.effectiveMonth]).toEqual(['eligible', 7140_00, '2026-04']);
  });
  test('城市按城市标准：6 × 1,600 = 9,600 元；没有标准的年份不猜', () => {
    const urban = { ...funeral, urbanRural: 'urban' } as const;
    expect(value(determineFuneral(urban, TK26, '2026-03-02')).amountFen).toBe(9600_00);
    expect(determineFuneral({ ...urban, diedOn: '2025-12-31' }, TK26, '2026-03-02')).toMatchObject({
      ok: false,
      code: 'PARAM_MISSING',
    });
  });
});

describe('生活自理能力：等级由六项算出', () => {
  test.each([
    [0, 'able'],
    [1, 'half'],
    [3, 'half'],
    [4, 'full'],
    [6, 'full'],
  ] as const)('%i项不能：%s', (count, grade) => expect(gradeOf(unableIn(count))).toBe(grade));
  test('城市：1,600 + 650 = 2,250 元，不算差额', () => {
    const facts = lonely({}, { urbanRural: 'urban', care: unableIn(6), incomes: [monthly('self', 'land-rent', 100)] });
    expect(amount(facts, '2026-07').amountFen).toBe(2250_00);
  });
  test('还没有评估：只有基本生活费，写明没有照料护理费这一行', () => {
    const due = amount(lonely(), '2026-07');
    expect([due.amountFen, due.careFen, due.breakdown.length]).toEqual([1190_00, null, 1]);
  });
});

describe('无劳动能力（43号第四条）', () => {
  const born = (birthDate: `${number}-${number}-${number}`, more = {}) => lonely({ birthDate, ...more });
  test('满60周岁当天算，前一天不算', () => {
    expect(verdict(born('1966-06-25'), WORK)).toBe('met');
    expect(verdict(born('1966-06-26'), WORK)).toBe('unmet');
  });
  test('满16周岁前一天算，当天不算', () => {
    expect(verdict(born('2010-06-26'), WORK)).toBe('met');
    expect(verdict(born('2010-06-25'), WORK)).toBe('unmet');
  });
  test.each([
    ['intellectual', 3, 'met'],
    ['intellectual', 4, 'unmet'],
    ['mental', 3, 'met'],
    ['mental', 4, 'unmet'],
    ['physical', 2, 'met'],
    ['physical', 3, 'unmet'],
    ['sight', 1, 'met'],
    ['sight', 2, 'unmet'],
    ['hearing', 1, 'unmet'],
    ['speech', 1, 'unmet'],
  ] as const)('45岁，%s残疾%i级：%s', (type, level, expected) =>
    expect(verdict(born('1981-01-01', { disabilities: [{ type, level }] }), WORK)).toBe(expected),
  );
  test('残疾人证过期的不算', () => {
    const certificate = (validTo: '2026-06-24' | '2026-06-25') => ({
      disabilities: [{ type: 'physical' as const, level: 1, validTo }],
    });
    expect(verdict(born('1981-01-01', certificate('2026-06-24')), WORK)).toBe('unmet');
    expect(verdict(born('1981-01-01', certificate('2026-06-25')), WORK)).toBe('met');
  });
  test('省规定的其他情形', () =>
    expect(verdict(lonely({ birthDate: '1981-01-01' }, { provincialIncapacity: '省民政厅文件规定' }), WORK)).toBe('met'));
  test('未成年特困人员继续供养到18周岁：生日前一天还算，当天不算', () => {
    const at = (birthDate: '2008-06-25' | '2008-06-26') => verdict(lonely({ birthDate }, { alreadyRecognised: true }), WORK);
    expect(at('2008-06-26')).toBe('met');
    expect(at('2008-06-25')).toBe('unmet');
  });
  test('满18周岁仍在高中阶段读书：继续；上大学：不再继续', () => {
    const student = (stage: 'school' | 'undergraduate') =>
      verdict(lonely({ birthDate: '2007-01-01', student: stage }, { alreadyRecognised: true }), WORK);
    expect(student('school')).toBe('met');
    expect(student('undergraduate')).toBe('unmet');
  });
  test('17岁新申请，没有残疾：不属于', () => expect(verdict(born('2009-01-01'), WORK)).toBe('unmet'));
});

describe('无生活来源（43号第六条）', () => {
  const rent = (yuan: number) => lonely({}, { incomes: [monthly('self', 'land-rent', yuan)] });
  test('月收入659.99元，农村低保660元：符合；正好660元：不符合', () => {
    expect(verdict(rent(659.99), MEANS)).toBe('met');
    expect(verdict(rent(660), MEANS)).toBe('unmet');
  });
  test('中央基础养老金、优待抚恤金、高龄津贴、失业保险金、两项残疾补贴都不计', () => {
    const facts = lonely(
      {},
      {
        incomes: (
          [
            ['resident-pension', 163],
            ['preferential-pay', 900],
            ['old-age-allowance', 900],
            ['unemployment-benefit', 900],
            ['disability-subsidy', 900],
          ] as const
        ).map(([type, yuan]) => monthly('self', type, yuan)),
      },
    );
    expect(verdict(facts, MEANS)).toBe('met');
    const { income } = decide(facts);
    expect(income.countableFen).toBe(0);
    expect(income.lines.filter((l) => l.as === 'not-added')).toHaveLength(4);
  });
  test('居民养老金超过中央基础部分的，只计超过的22元', () =>
    expect(decide(lonely({}, { incomes: [monthly('self', 'resident-pension', 185)] })).income.countableFen).toBe(22_00 * 12));
  test('职工养老金计入：2,700元不符合', () =>
    expect(verdict(lonely({}, { incomes: [monthly('self', 'employee-pension', 2700)] }), MEANS)).toBe('unmet'));
  test('55岁肢体二级的人填了“能做轻活”，也不推算视同收入', () => {
    const facts = lonely({ birthDate: '1971-01-01', workCapacity: 'partial', disabilities: [{ type: 'physical', level: 2 }] });
    expect(decide(facts).income.countableFen).toBe(0);
  });
  test('存款15,840元（24×660）符合，多一分不符合', () => {
    const saved = (fen: number) =>
      verdict(
        lonely({}, { assets: { ...noAssets, financial: [{ owner: 'self', kind: 'deposit', valueFen: fen }] } }),
        '金融资产',
      );
    expect(saved(15_840_00)).toBe('met');
    expect(saved(15_840_01)).toBe('unmet');
  });
  test('收入没有查明：不能下结论', () => {
    const d = decide(lonely({}, { incomes: null }));
    expect([d.outcome, d.amountFen, d.effectiveMonth]).toEqual(['undetermined', null, null]);
  });
});

describe('没有履行义务能力的法定义务人（43号第八条）', () => {
  const who = (...supporters: Partial<SupporterFacts>[]) =>
    verdict(lonely({}, { supporters: supporters.map(supporter) }), OBLIGOR);
  test('没有法定义务人：符合；有能力的儿子：不符合', () => {
    expect(who()).toBe('met');
    expect(who({})).toBe('unmet');
  });
  test('两个义务人，一个有能力就不符合', () => expect(who({ category: 'tekun' }, {})).toBe('unmet'));
  test('特困人员', () => expect(who({ category: 'tekun' })).toBe('met'));
  test('60周岁以上的低保对象：满60周岁当天算，前一天不算', () => {
    expect(who({ category: 'dibao', birthDate: '1966-06-25' })).toBe('met');
    expect(who({ category: 'dibao', birthDate: '1966-06-26' })).toBe('unmet');
  });
  test('70周岁以上：年龄、收入、财产三样都要', () => {
    const old = { birthDate: '1956-06-25' } as const;
    expect(who(old)).toBe('met');
    expect(who({ birthDate: '1956-06-26' })).toBe('unmet');
    expect(who({ ...old, assetsLow: false })).toBe('unmet');
  });
  test('收入低于上年农村人均可支配收入23,400元：月1,949.99元算，1,950元不算；城市按41,400元', () => {
    const old = { birthDate: '1950-01-01' } as const;
    expect(who({ ...old, monthlyIncomeFen: 1949_99 })).toBe('met');
    expect(who({ ...old, monthlyIncomeFen: 1950_00 })).toBe('unmet');
    expect(who({ ...old, monthlyIncomeFen: 3449_99, urbanRural: 'urban' })).toBe('met');
    expect(who({ ...old, monthlyIncomeFen: 3450_00, urbanRural: 'urban' })).toBe('unmet');
  });
  test('重度残疾、三级智力或精神残疾：收入财产符合的算', () => {
    expect(who({ disability: 'severe' })).toBe('met');
    expect(who({ disability: 'mental-three' })).toBe('met');
    expect(who({ disability: 'severe', monthlyIncomeFen: 5000_00 })).toBe('unmet');
    expect(who({ disability: 'severe', assetsLow: false })).toBe('unmet');
  });
  test.each(['incapable', 'declared-missing', 'imprisoned'] as const)('%s：财产符合的算，不看收入', (status) => {
    expect(who({ status, monthlyIncomeFen: 9000_00 })).toBe('met');
    expect(who({ status, assetsLow: false })).toBe('unmet');
  });
  test('省规定的其他情形', () => expect(who({ provincialGround: '省里文件' })).toBe('met'));
  test('没有查明义务人、或者还可能没有能力：待查明，不当作符合', () => {
    expect(verdict(lonely({}, { supporters: null }), OBLIGOR)).toBe('unknown');
    expect(who({ birthDate: '1950-01-01', assetsLow: null })).toBe('unknown');
    expect(who({ birthDate: '1950-01-01', assetsLow: null }, {})).toBe('unmet');
  });
});

describe('孩子', () => {
  const child = (more: Parameters<typeof lonely>[1]) =>
    verdict(lonely({ birthDate: '2016-01-01', student: 'school' }, more), '选择了特困供养');
  test('不属于孤儿等：不用选；属于的，选特困才符合，选另一项不符合，没选待查明', () => {
    expect(child({})).toBe('met');
    expect(child({ childScheme: 'orphan' })).toBe('unknown');
    expect(child({ childScheme: 'orphan', childChoice: 'tekun' })).toBe('met');
    expect(child({ childScheme: 'unsupported', childChoice: 'child' })).toBe('unmet');
    expect(child({ childScheme: null })).toBe('unknown');
  });
});

describe('决定本身', () => {
  test('不符合：金额0，没有起发月份，写明是哪一条', () => {
    const d = decide(lonely({}, { supporters: [supporter()] }));
    expect([d.outcome, d.category, d.amountFen, d.effectiveMonth]).toEqual(['not-eligible', 'none', 0, null]);
    expect(d.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name)).toEqual([
      '没有法定义务人，或者法定义务人没有履行义务能力',
    ]);
  });
  test('核对没有完成：不能下结论', () => expect(decide(lonely({}, { check: null })).outcome).toBe('undetermined'));
  test('去世的人不能认定', () => expect(decide(lonely({ diedOn: '2026-06-01' })).outcome).toBe('not-eligible'));
  test('决定是纯数据，记下用到的标准；规则按版本可以重算', () => {
    const d = decide(lonely({}, { care: unableIn(1) }));
    expect(JSON.parse(JSON.stringify(d))).toEqual(d);
    expect(d.parameters.map((p) => p.key)).toEqual(expect.arrayContaining(['DB-STD-R', 'TK-BASE-R', 'TK-CARE-2']));
    expect(value(tekunRules.version(d.rule.version)!.decide(lonely({}, { care: unableIn(1) }), TK26, '2026-06-25'))).toEqual(d);
  });
});
