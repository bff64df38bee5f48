import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { type Drawn, determineSubsidy, type SubsidyFacts, standingOf } from './rules.ts';
import type { Kind } from './terms.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const level = (of: number, from: PlainDate = '2026-01-10', to: PlainDate | null = '2027-01-10') => ({
  level: of,
  scheme: 'GB42195_2022',
  from,
  to,
});
/** 81 years old, 低保, level 3, nothing of the disabled. */
const elder = (more: Partial<SubsidyFacts> = {}): SubsidyFacts => ({
  birthDate: '1945-03-01',
  division: '421202000000',
  registeredInCity: true,
  dibao: [{ from: '2020-01', to: null }],
  edge: [],
  tekun: [],
  levels: [level(3)],
  other: [],
  otherPaidTo: null,
  workInjuryCare: false,
  drawnTo: null,
  stays: [],
  vouchers: [],
  ...more,
});
const decide = (kind: Kind, facts: SubsidyFacts, asOf: PlainDate = '2026-02-10') => {
  const decision = determineSubsidy(kind, facts, parameters, asOf);
  if (!decision.ok) throw new Error(decision.code);
  return decision.value;
};
const unmet = (kind: Kind, facts: SubsidyFacts) =>
  decide(kind, facts)
    .clauses.filter((c) => c.verdict === 'unmet')
    .map((c) => c.name);
const standing = (facts: SubsidyFacts, more: Partial<Drawn> = {}, until: YearMonth = '2026-09') => {
  const found = standingOf(
    'nursing',
    facts,
    { from: '2026-03', to: null, diedOn: null, movedLast: null, paidTo: null, ...more },
    { parameters, until },
  );
  if (!found.ok) throw new Error(found.code);
  return found.value;
};

describe('能领多少，从哪个月起', () => {
  test('低保、3级：2月10日批准，护理补贴从3月起每月200元；服务补贴每月100元', () => {
    expect(decide('nursing', elder())).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-03', amountFen: 200_00 });
    expect(decide('service', elder())).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-03', amountFen: 100_00 });
  });
  test('2级100元、4级300元；1级没有护理补贴，服务补贴按满80岁照样有', () => {
    expect([2, 4].map((l) => decide('nursing', elder({ levels: [level(l)] })).amountFen)).toEqual([100_00, 300_00]);
    expect(unmet('nursing', elder({ levels: [level(1)] }))).toEqual(['能力等级2级以上（中度失能以上）']);
    expect(decide('service', elder({ levels: [level(1)] })).outcome).toBe('eligible');
  });
  test('79岁、1级的两项都没有；79岁、2级的两项都有', () => {
    const young = { birthDate: '1946-04-01' as const };
    expect(decide('service', elder({ ...young, levels: [level(1)] })).outcome).toBe('not-eligible');
    expect(decide('service', elder({ ...young, levels: [level(2)] })).outcome).toBe('eligible');
  });
  test('不是低保、低保边缘的不符合；低保边缘的符合；特困的不重复享受；旧标准的评估要重新评', () => {
    expect(unmet('service', elder({ dibao: [] }))).toEqual(['是低保、低保边缘家庭成员']);
    expect(decide('service', elder({ dibao: [], edge: [{ from: '2026-01-05', to: null }] })).outcome).toBe('eligible');
    expect(unmet('service', elder({ tekun: [{ from: '2026-03', to: null }] }))).toEqual([
      '不是特困供养人员（特困供养已经包含照料）',
    ]);
    const old = decide('nursing', elder({ levels: [{ ...level(2), scheme: 'MZ039_2013' }] }));
    expect(old.clauses.find((c) => c.verdict === 'unmet')?.note).toBe('旧标准评估不能用于本待遇，请重新评估');
  });
  test('工伤护理费没有查明的不当作没有', () => {
    expect(decide('nursing', elder({ workInjuryCare: null })).outcome).toBe('undetermined');
    expect(decide('nursing', elder({ workInjuryCare: true })).outcome).toBe('not-eligible');
  });
  test('已经在领残疾人护理补贴125元：2级100元不发；3级200元发，从那边还没有发的第一个月起；正好相同的留下那边', () => {
    const drawn = (amountFen: number) => ({
      other: [{ from: '2026-01' as const, to: null, amountFen }],
      otherPaidTo: '2026-03' as const,
    });
    expect(unmet('nursing', elder({ levels: [level(2)], ...drawn(125_00) }))).toEqual(['与重度残疾人护理补贴就高享受一项']);
    expect(decide('nursing', elder(drawn(125_00)))).toMatchObject({ outcome: 'eligible', effectiveMonth: '2026-04' });
    expect(decide('nursing', elder(drawn(200_00))).outcome).toBe('not-eligible');
  });
});

describe('W8 择高：3级、低保，护理补贴200元从3月起', () => {
  const other = (amountFen: number) => elder({ other: [{ from: '2026-07', to: null, amountFen }] });
  test('7月起残疾人护理补贴100元：护理补贴照发', () => {
    expect(standing(other(100_00)).end).toBeNull();
  });
  test('240元：7月的还没有发，护理补贴发到6月，择高停发', () => {
    expect(standing(other(240_00), { paidTo: '2026-06' }).end).toEqual({ lastMonth: '2026-06', reason: '择高停发' });
  });
  test('240元：7月的已经发了，发到7月，不追回', () => {
    expect(standing(other(240_00), { paidTo: '2026-07' }).end).toEqual({ lastMonth: '2026-07', reason: '择高停发' });
  });
  test('正好200元：留下已经在领的护理补贴', () => {
    expect(standing(other(200_00)).end).toBeNull();
  });
});

describe('在领的后来怎样', () => {
  test('5月20日去世：5月的发，6月起不发', () => {
    expect(standing(elder(), { diedOn: '2026-05-20' }).end).toEqual({ lastMonth: '2026-05', reason: '2026-05-20死亡' });
  });
  test('低保发到6月：6月的发，7月起停发', () => {
    expect(standing(elder({ dibao: [{ from: '2020-01', to: '2026-06' }] })).end).toEqual({
      lastMonth: '2026-06',
      reason: '不再是低保或者低保边缘家庭成员',
    });
  });
  test('已经发出的月份，去世、退出低保的照样算多发', () => {
    expect(standing(elder({ dibao: [{ from: '2020-01', to: '2026-06' }] }), { paidTo: '2026-08' }).end?.lastMonth).toBe(
      '2026-06',
    );
  });
  test('5月12日重新评为4级：6月起300元；评为1级：发到5月', () => {
    const again = (l: number) => elder({ levels: [level(3, '2026-01-10', '2026-05-12'), level(l, '2026-05-12', null)] });
    expect(standing(again(4), {}, '2026-07').amounts.map((a) => [a.month, a.amountFen])).toEqual([
      ['2026-03', 200_00],
      ['2026-04', 200_00],
      ['2026-05', 200_00],
      ['2026-06', 300_00],
      ['2026-07', 300_00],
    ]);
    expect(standing(again(1)).end?.lastMonth).toBe('2026-05');
  });
  test('评估8月10日到期没有再评：8月的发，9月起停发', () => {
    expect(standing(elder({ levels: [level(3, '2026-01-10', '2026-08-11')] })).end).toEqual({
      lastMonth: '2026-08',
      reason: '能力等级不再符合或者评估到期',
    });
  });
});
