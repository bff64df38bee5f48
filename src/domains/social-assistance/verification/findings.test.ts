import { describe, expect, test } from 'vitest';
import { AnswerItem, type AnswerItemInput } from '../../../kernel/exchange/index.ts';
import { D26, familyW1, monthly, noAssets, without } from '../dibao/fixtures.ts';
import type { FamilyFacts } from '../family/facts.ts';
import { adjust, findDiscrepancies } from './findings.ts';
import type { VerificationSource } from './sources.ts';

const found = (member: string, source: VerificationSource, ...items: AnswerItemInput[]) => ({
  member,
  source,
  asOf: '2026-03-03' as const,
  items: items.map((item) => AnswerItem.parse(item)),
});
const wage = (fen: number, more: Partial<AnswerItemInput> = {}) =>
  found('父亲', 'tax', { kind: 'wage', amountFen: fen, ...more });
const house = (member: string, recordNo: string, quantity = '90') =>
  found(member, 'real-estate', { kind: 'house', recordNo, quantity });
const deposit = (member: string, fen: number) => found(member, 'tax', { kind: 'deposit', amountFen: fen });

function check(declared: FamilyFacts, ...findings: ReturnType<typeof found>[]) {
  const result = findDiscrepancies(declared, findings, D26, '2026-03-10');
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
const texts = (...args: Parameters<typeof check>) => check(...args).map((d) => d.text);
const withAssets = (assets: Partial<NonNullable<FamilyFacts['assets']>>): FamilyFacts => ({
  ...familyW1(),
  assets: { ...noAssets, ...assets },
});

describe('收入：查得比申报多，多于 10% 和 500 元中较大的，才算差异', () => {
  test('申报工资 1,600 元：查得 2,100.00 元不算，2,100.01 元算', () => {
    expect(texts(familyW1(1600), wage(2100_00))).toEqual([]);
    expect(texts(familyW1(1600), wage(2100_01))).toEqual(['工资性收入：2025-03申报1,600.00元，查得2,100.01元']);
  });
  test('申报工资 6,000 元：查得 6,600.00 元（正好 10%）不算，6,600.01 元算', () => {
    expect(check(familyW1(6000), wage(6600_00))).toEqual([]);
    expect(check(familyW1(6000), wage(6600_01))).toHaveLength(1);
  });
  test('查得比申报少：不算差异', () => {
    expect(check(familyW1(1600), wage(300_00))).toEqual([]);
  });
  test('只有一个月多出：按那个月说明；核算期之前的月份不比', () => {
    const bonus = wage(3000_00, { from: '2025-12', to: '2025-12' });
    expect(texts(familyW1(1600), bonus)[0]).toContain('2025-12');
    expect(check(familyW1(1600), wage(9000_00, { from: '2025-01', to: '2025-02' }))).toEqual([]);
  });
  test('按核算期合计申报 19,200 元（每月 1,600 元）：同样比较', () => {
    const declared = {
      ...familyW1(),
      incomes: [
        { ...monthly('父亲', 'wage', 19200), per: 'window' as const, from: null, to: null, basis: '', amountFen: 19200_00 },
      ],
    };
    expect([check(declared, wage(2100_00)).length, check(declared, wage(2100_01)).length]).toEqual([0, 1]);
  });
  test('工资和经营各自比较，不互相抵补', () => {
    const both = found('父亲', 'tax', { kind: 'wage', amountFen: 1600_00 }, { kind: 'business', amountFen: 501_00 });
    expect(check(familyW1(1600), both).map((d) => d.incomeType)).toEqual(['business']);
  });
});

describe('财产', () => {
  test('金融资产多出 5,000.00 元不算，5,000.01 元算；分放在两人名下也合起来算', () => {
    expect(check(familyW1(), deposit('父亲', 5000_00))).toEqual([]);
    expect(check(familyW1(), deposit('父亲', 5000_01))).toHaveLength(1);
    expect(check(familyW1(), deposit('父亲', 2500_01), deposit('母亲', 2500_00))).toHaveLength(1);
  });
  test('申报过的存款抵得上查得的存款，申报的保险抵不上', () => {
    const said = (kind: 'deposit' | 'insurance') =>
      withAssets({ financial: [{ owner: '父亲', kind, valueFen: 4000_00, exemptReason: null }] });
    expect(check(said('deposit'), deposit('父亲', 9000_00))).toEqual([]);
    expect(check(said('insurance'), deposit('父亲', 9000_00))).toHaveLength(1);
  });
  const oneHouse = withAssets({ houses: [{ owner: '父亲', areaSqm: '90', exemptReason: null }] });
  test('申报一套住房、查得一套：一致；没有申报：差异', () => {
    expect(check(oneHouse, house('父亲', '鄂001'))).toEqual([]);
    expect(texts(familyW1(), house('父亲', '鄂001'))).toEqual(['有未申报的住房：90平方米']);
  });
  test('夫妻共有的一套，两人名下各查得一次：仍是一套', () => {
    expect(check(oneHouse, house('父亲', '鄂001'), house('母亲', '鄂001'))).toEqual([]);
  });
  test('申报一套，丈夫、妻子名下各有一套：差异是不像申报的那一套', () => {
    const flags = check(oneHouse, house('母亲', '鄂002', '120'), house('父亲', '鄂001', '90'));
    expect(flags.map((d) => [d.member, d.items[0]?.recordNo])).toEqual([['母亲', '鄂002']]);
  });
});

describe('死亡、服刑', () => {
  const death = found('母亲', 'civil-registration', { kind: 'death', date: '2025-11-20' });
  test('查得死亡而未申报：差异；已申报：不算', () => {
    expect(check(familyW1(), death)).toMatchObject([{ kind: 'death', member: '母亲' }]);
    const declared = familyW1();
    const members = declared.members.map((m) => (m.ref === '母亲' ? { ...m, diedOn: '2025-11-20' as const } : m));
    expect(check({ ...declared, members }, death)).toEqual([]);
  });
  test('查得服刑而未申报：差异；户籍在册：不算', () => {
    expect(check(familyW1(), found('父亲', 'civil-registration', { kind: 'imprisoned' }))).toMatchObject([{ kind: 'custody' }]);
    expect(check(familyW1(), found('父亲', 'civil-registration', { kind: 'registered' }))).toEqual([]);
  });
});

test('缺阈值参数：停下，不当作零', () => {
  for (const key of ['DISC-INCOME-RATE', 'DISC-FINANCIAL', 'WINDOW'])
    expect(findDiscrepancies(familyW1(), [], without(key), '2026-03-10')).toMatchObject({
      code: 'PARAM_MISSING',
      params: { key },
    });
});

describe('属实调整后的事实', () => {
  const adjusted = (...findings: ReturnType<typeof found>[]) => check(familyW1(), ...findings).reduce(adjust, familyW1());
  test('工资改为查得数，其他收入不动', () => {
    const incomes = adjusted(wage(2600_00)).incomes ?? [];
    expect(incomes.filter((i) => i.member === '父亲' && i.type === 'wage')).toMatchObject([{ amountFen: 2600_00, per: 'month' }]);
  });
  test('死亡日期、住房、存款写入', () => {
    const facts = adjusted(
      found('母亲', 'civil-registration', { kind: 'death', date: '2025-11-20' }),
      house('父亲', '鄂001'),
      deposit('父亲', 80000_00),
    );
    expect(facts.members.find((m) => m.ref === '母亲')?.diedOn).toBe('2025-11-20');
    expect(facts.assets).toMatchObject({
      houses: [{ owner: '父亲', areaSqm: '90' }],
      financial: [{ kind: 'deposit', valueFen: 80000_00 }],
    });
  });
  test('家庭财产整体尚未查明的，仍是尚未查明', () => {
    const unknown = { ...familyW1(), assets: null };
    expect(check(unknown, house('父亲', '鄂001')).reduce(adjust, unknown as FamilyFacts).assets).toBeNull();
  });
});
