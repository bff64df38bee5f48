import { describe, expect, test } from 'vitest';
import { formatValue } from '../../../kernel/policy/index.ts';
import type { Result } from '../../../kernel/result/index.ts';
import type { PlainDate } from '../../../kernel/schema/index.ts';
import { JIAYU, noAssets } from '../dibao/fixtures.ts';
import type { EarlierAid, TemporaryAidFacts } from './facts.ts';
import { AID26, emergency, expense } from './fixtures.ts';
import { determineTemporaryAid, refillDue, splitPattern, type TemporaryAidDecision } from './rules.ts';

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`refused: ${result.code} ${JSON.stringify(result.params)}`);
  return result.value;
};
const decide = (facts: TemporaryAidFacts, on: PlainDate = '2026-08-08'): TemporaryAidDecision =>
  value(determineTemporaryAid(facts, AID26, on));
const unmet = (d: TemporaryAidDecision) => d.clauses.filter((c) => c.verdict === 'unmet').map((c) => c.name);
const unknown = (d: TemporaryAidDecision) => d.clauses.filter((c) => c.verdict === 'unknown').map((c) => c.name);
const aid = (on: PlainDate, more: Partial<EarlierAid> = {}): EarlierAid => ({
  type: 'emergency',
  cause: 'fire',
  on,
  amountFen: 1_000_00,
  byTownship: true,
  ...more,
});
const yuan = (amount: number): number => Math.round(amount * 100);

describe('示例 W10 急难型', () => {
  test('赤壁市官塘驿镇失火，外省户籍一家4口，二档：2×800×4＝6,400 元；乡镇当天先付 3,000 元，其余 3,400 元报县级', () => {
    const d = decide(emergency());
    expect(d).toMatchObject({ outcome: 'eligible', amountFen: yuan(6400), persons: 4, effectiveMonth: '2026-08' });
    expect(d).toMatchObject({ townshipFen: yuan(3000), countyFen: yuan(3400) });
    expect(d.clauses.map((c) => c.name).join()).not.toMatch(/户籍|收入|财产/);
  });

  test('受困4人和5人：都按4人计，金额一样；3人少一份', () => {
    expect(decide(emergency({ persons: 4 })).amountFen).toBe(yuan(6400));
    expect(decide(emergency({ persons: 5 })).amountFen).toBe(yuan(6400));
    expect(decide(emergency({ persons: 3 })).amountFen).toBe(yuan(4800));
  });

  test('三档4人 9,600 元不到上限；嘉鱼标准 830 元、三档4人 9,960 元也不到', () => {
    expect(decide(emergency({ tier: '3' })).amountFen).toBe(yuan(9600));
    expect(decide(emergency({ tier: '3', division: JIAYU })).amountFen).toBe(yuan(9960));
  });

  test('上限 10,000 元：正好到上限照发，超过的按上限，会商有结论的按结论', () => {
    const at = (standard: string) => {
      const parameters = {
        ...AID26,
        on: (key: string, division: string, date: PlainDate) => {
          const found = AID26.on(key, division, date);
          return key === 'DB-STD-U' && found.ok ? { ...found, value: { ...found.value, value: standard } } : found;
        },
      };
      return value(determineTemporaryAid(emergency({ tier: '2', persons: 4 }), parameters, '2026-08-08'));
    };
    expect(at('125000')).toMatchObject({ amountFen: yuan(10000), computed: { uncappedFen: yuan(10000) } });
    const over = at('125013');
    expect(over).toMatchObject({ amountFen: yuan(10000), computed: { uncappedFen: yuan(10002) } });
    const agreed = decide(emergency({ resolution: { minutesNo: '会纪〔2026〕3号', amountFen: yuan(16000) } }));
    expect(agreed).toMatchObject({ amountFen: yuan(16000), townshipFen: yuan(3000), countyFen: yuan(13000) });
  });

  test('一档1人 800 元在乡镇额度内，全部由乡镇付；一档4人 3,200 元超出 200 元报县级', () => {
    expect(decide(emergency({ tier: '1', persons: 1 }))).toMatchObject({ townshipFen: yuan(800), countyFen: 0 });
    expect(decide(emergency({ tier: '1', persons: 4 }))).toMatchObject({ townshipFen: yuan(3000), countyFen: yuan(200) });
  });

  test('还没有到现场核实：不能确定；核实不属实：不符合', () => {
    expect(decide(emergency({ verified: null })).outcome).toBe('undetermined');
    expect(unmet(decide(emergency({ verified: false })))).toEqual(['急难情形已经现场核实']);
  });
});

describe('示例 W11 支出型', () => {
  const w11 = () => expense({ incomeFen: yuan(48000), selfPaidFen: yuan(36000) });

  test('通城县农村4口，年收入 48,000 元，自负 36,000 元：缺口 19,680 元，救助 4,936 元，超过 2,000 元报县级', () => {
    const d = decide(w11());
    expect(d.outcome).toBe('eligible');
    expect(d.breakdown.map((l) => l.fen)).toEqual([yuan(19680), yuan(3000), yuan(1936), yuan(4936)]);
    expect(d).toMatchObject({ amountFen: yuan(4936), townshipFen: 0, countyFen: yuan(4936) });
  });

  test('人均年收入 12,000 元低于 23,400 元；正好 23,400 元不算低于，不符合', () => {
    const clause = (d: TemporaryAidDecision) => d.clauses.find((c) => c.name.includes('人均可支配收入'))!;
    const d = decide(w11());
    expect(clause(d).verdict).toBe('met');
    expect(formatValue(clause(d).value)).toBe('12,000.00元');
    const spends = { selfPaidFen: yuan(90000) };
    expect(unmet(decide(expense({ incomeFen: yuan(93600), ...spends })))).toEqual(['家庭年人均收入低于上年度人均可支配收入']);
    expect(decide(expense({ incomeFen: yuan(93599.99), ...spends })).outcome).toBe('eligible');
  });

  test('缺口为零不符合，差一分就有缺口：进位发 1 元', () => {
    const none = decide(expense({ incomeFen: yuan(48000), selfPaidFen: yuan(16320) }));
    expect(unmet(none)).toEqual(['必需支出超出家庭承受能力']);
    expect(decide(expense({ incomeFen: yuan(48000), selfPaidFen: yuan(16320.01) })).amountFen).toBe(yuan(1));
  });

  test('收入不到基本生活的：缺口就是支出，不加也不减', () => {
    expect(decide(expense({ incomeFen: yuan(20000), selfPaidFen: yuan(5000) })).amountFen).toBe(yuan(1500));
  });

  test('乡镇额度 2,000 元：正好由乡镇审批，多一元报县级', () => {
    const gap = (fen: number) => decide(expense({ incomeFen: 0, selfPaidFen: fen }));
    expect(gap(yuan(6666.66))).toMatchObject({ amountFen: yuan(2000), townshipFen: yuan(2000), countyFen: 0 });
    expect(gap(yuan(6666.67))).toMatchObject({ amountFen: yuan(2001), townshipFen: 0, countyFen: yuan(2001) });
  });

  test('各段的边上：缺口 10,000 得 3,000；10,000.01 得 3,001；30,000 得 7,000；40,000 得 8,000', () => {
    const amount = (gap: number) => decide(expense({ incomeFen: 0, selfPaidFen: yuan(gap) })).amountFen;
    expect(amount(10000)).toBe(yuan(3000));
    expect(amount(10000.01)).toBe(yuan(3001));
    expect(amount(30000)).toBe(yuan(7000));
    expect(amount(40000)).toBe(yuan(8000));
  });

  test('上限 20,000 元：缺口 160,000 元正好，再多一元也是 20,000 元', () => {
    const of = (gap: number) => decide(expense({ incomeFen: 0, selfPaidFen: yuan(gap) }));
    expect(of(160000)).toMatchObject({ amountFen: yuan(20000), computed: { uncappedFen: yuan(20000) } });
    expect(of(160001)).toMatchObject({ amountFen: yuan(20000), computed: { uncappedFen: yuan(20001) } });
  });

  test('金融资产人均 36×660＝23,760 元：正好可以，多一分不行', () => {
    const saved = (fen: number) =>
      decide(
        expense({
          incomeFen: yuan(48000),
          selfPaidFen: yuan(36000),
          family: { assets: { ...noAssets, financial: [{ kind: 'deposit', valueFen: fen }] } },
        }),
      );
    expect(saved(yuan(95040)).outcome).toBe('eligible');
    expect(unmet(saved(yuan(95040.01)))).toEqual(['金融资产人均不超过限额']);
  });

  test('低保对象只核实支出：不问收入财产，缺口就是支出', () => {
    const d = decide(
      expense({ incomeFen: yuan(48000), selfPaidFen: yuan(8000), assisted: 'dibao', family: { incomes: null, check: null } }),
    );
    expect(d).toMatchObject({ outcome: 'eligible', amountFen: yuan(2400) });
    expect(d.clauses.map((c) => c.name)).not.toContain('家庭经济状况核对已完成');
  });

  test('账单没有查明、核对没有完成：不能确定，不当作符合', () => {
    expect(unknown(decide(expense({ incomeFen: 0, selfPaidFen: 0, spending: null })))).toEqual(['必需支出超出家庭承受能力']);
    expect(unknown(decide(expense({ incomeFen: 0, selfPaidFen: yuan(9000), family: { check: null } })))).toEqual([
      '家庭经济状况核对已完成',
    ]);
    const bill = [{ class: 'medical' as const, totalFen: yuan(9000), reimbursedFen: null }];
    expect(decide(expense({ incomeFen: 0, selfPaidFen: 0, spending: bill })).outcome).toBe('undetermined');
  });
});

describe('救助频次', () => {
  test('同一事由：满12个月的当天可以再救助，差一天不行', () => {
    expect(decide(emergency({ earlier: [aid('2025-08-08')] })).outcome).toBe('eligible');
    expect(unmet(decide(emergency({ earlier: [aid('2025-08-09')] })))).toEqual(['同一事由12个月内没有救助过']);
    expect(decide(emergency({ earlier: [aid('2025-08-09', { cause: 'accident' })] })).outcome).toBe('eligible');
  });

  test('一个自然年度两次：今年第二次可以，第三次不行；去年的不算', () => {
    const other = (on: PlainDate) => aid(on, { cause: 'accident' });
    expect(decide(emergency({ earlier: [other('2026-01-01')] })).outcome).toBe('eligible');
    expect(unmet(decide(emergency({ earlier: [other('2026-01-01'), aid('2026-03-01', { cause: 'illness' })] })))).toEqual([
      '一个自然年度内的临时救助次数符合规定',
    ]);
    expect(decide(emergency({ earlier: [other('2025-12-31'), other('2026-03-01')] })).outcome).toBe('eligible');
  });

  test('一事一议：频次和上限都可以突破，写明纪要文号', () => {
    const resolution = { minutesNo: '会纪〔2026〕7号', amountFen: yuan(15000) };
    const d = decide(emergency({ earlier: [aid('2026-07-20'), aid('2026-03-01')], resolution }));
    expect(d).toMatchObject({ outcome: 'eligible', amountFen: yuan(15000) });
    expect(d.clauses.filter((c) => c.note?.includes('会纪〔2026〕7号'))).toHaveLength(2);
  });

  test('以前的救助还没有查：不能确定', () => {
    expect(decide(emergency({ earlier: null })).outcome).toBe('undetermined');
  });
});

describe('审计模式：拆分救助', () => {
  const limits = { days: 30, townshipLimitFen: yuan(3000) };
  const now = { on: '2026-08-31' as PlainDate, townshipFen: yuan(2000) };
  test('同一家庭30天内两次、合计超过乡镇额度：标出来；第31天、合计正好到额度：不标', () => {
    expect(splitPattern([aid('2026-08-01', { amountFen: yuan(1000.01) })], now, limits)).toEqual({
      count: 2,
      sumFen: yuan(3000.01),
    });
    expect(splitPattern([aid('2026-08-01', { amountFen: yuan(1000) })], now, limits)).toBeNull();
    expect(splitPattern([aid('2026-07-31', { amountFen: yuan(2500) })], now, limits)).toBeNull();
    expect(splitPattern([aid('2026-08-20', { amountFen: yuan(5000), byTownship: false })], now, limits)).toBeNull();
  });
});

describe('备用金补充', () => {
  const reserve = { initialFen: yuan(50000), share: '0.3' };
  test('余额正好三成 15,000 元：不用补；少一分：提议补到 50,000 元', () => {
    expect(refillDue(yuan(15000), reserve)).toBeNull();
    expect(refillDue(yuan(14999.99), reserve)).toEqual({ proposedFen: yuan(35000.01) });
  });
});
