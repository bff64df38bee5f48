/** 适老化改造、家庭养老床位的钱和先后 (5.16). */
import { expect, test } from 'vitest';
import { makeParameters, type ParameterRow } from '../../../kernel/policy/index.ts';
import type { DivisionCode, PlainDate } from '../../../kernel/schema/index.ts';
import { basicItems, homeItems, isBasic } from './items.ts';
import { determineWorks, leftOut, planFaults, subsidyOf, type WorksFacts, workFaults } from './rules.ts';

const COUNTY = '421202000000' as DivisionCode;
const row = (key: string, value: string): ParameterRow =>
  ({
    id: key,
    key,
    division: COUNTY,
    value,
    unit: 'fen',
    validFrom: '2026-01-01',
    validTo: null,
    source: '假定',
    nature: 'assumption',
  }) as never;
const parameters = makeParameters([row('ADP-CAP', '300000'), row('FCB-CAP', '300000')]);
const signed: WorksFacts = {
  division: COUNTY,
  actualFen: 2_650_00,
  acceptedOn: '2026-09-10' as PlainDate,
  elderSigned: true,
  townshipSigned: true,
};
const decided = (facts: Partial<WorksFacts>) => {
  const made = determineWorks('adaptation', { ...signed, ...facts }, parameters, '2026-09-15' as PlainDate);
  if (!made.ok) throw new Error(made.code);
  return made.value;
};

test('清单30项，基础7项：防滑、高差、床边护栏、如厕洗浴扶手、淋浴椅、手杖、防走失', () => {
  expect(Object.keys(homeItems)).toHaveLength(30);
  expect(basicItems.map((item) => homeItems[item].zh)).toEqual([
    '地面防滑处理',
    '高差处理',
    '床边护栏（抓杆）',
    '如厕洗浴扶手',
    '淋浴椅',
    '手杖',
    '防走失装置',
  ]);
  expect(isBasic('sensor-light')).toBe(false);
});

test('补贴取实际费用和3000元里少的：2650元全补，正好3000元全补，3000.01元和4200元补3000元', () => {
  expect([2_650_00, 3_000_00, 3_000_01, 4_200_00].map((actual) => subsidyOf(actual, 3_000_00))).toEqual([
    2_650_00, 3_000_00, 3_000_00, 3_000_00,
  ]);
  expect(decided({}).amountFen).toBe(2_650_00);
  expect(decided({ actualFen: 4_200_00 })).toMatchObject({
    amountFen: 3_000_00,
    breakdown: [{ formula: '实际费用4,200.00元，上限3,000.00元，取少的', fen: 3_000_00 }],
  });
});

test('没有三方验收，或者老人、乡镇少一方签字：不能拨付，写明缺哪一样', () => {
  const unmet = (facts: Partial<WorksFacts>) =>
    decided(facts)
      .clauses.filter((c) => c.verdict === 'unmet')
      .map((c) => c.name);
  expect(unmet({ acceptedOn: null })).toEqual(['三方验收合格']);
  expect(unmet({ elderSigned: false })).toEqual(['老人（家属）在验收单上签字']);
  expect(unmet({ townshipSigned: false })).toEqual(['乡镇（街道）在验收单上签字']);
  expect(decided({ townshipSigned: false }).amountFen).toBe(0);
});

test('必需的基础项目没有列，不能列可选项目；只列别的基础项目可以', () => {
  const necessary = ['floor-antislip', 'bath-rail'] as const;
  expect(leftOut(necessary, ['bath-rail', 'sensor-light'])).toEqual(['floor-antislip']);
  expect(planFaults({ necessary, items: ['bath-rail', 'sensor-light'], taken: [] })).toEqual([
    { path: 'works', message: '先做必需的基础项目，再做可选项目：还缺地面防滑处理' },
  ]);
  expect(planFaults({ necessary, items: ['bath-rail'], taken: [] })).toEqual([]);
  expect(planFaults({ necessary, items: ['floor-antislip', 'bath-rail', 'sensor-light'], taken: [] })).toEqual([]);
});

test('同一住处已经补贴过的项目不能再列，也不再算必需；同一项不列两次', () => {
  expect(planFaults({ necessary: ['bath-rail'], items: ['sensor-light'], taken: ['bath-rail'] })).toEqual([]);
  expect(planFaults({ necessary: [], items: ['bath-rail', 'stick', 'stick'], taken: ['bath-rail'] }).map((f) => f.path)).toEqual([
    'works.2.item',
    'works.0.item',
  ]);
});

test('完工要一项不漏：没有做的写原因；必需的没有做，可选的不能做', () => {
  const plan = [
    { item: 'bath-rail', necessary: true },
    { item: 'sensor-light', necessary: false },
  ] as const;
  expect(workFaults(plan, { done: ['bath-rail', 'sensor-light'], undone: [] })).toEqual([]);
  expect(workFaults(plan, { done: ['bath-rail'], undone: ['sensor-light'] })).toEqual([]);
  expect(workFaults(plan, { done: ['bath-rail'], undone: [] })).toMatchObject([{ path: 'works' }]);
  expect(workFaults(plan, { done: ['sensor-light'], undone: ['bath-rail'] })).toMatchObject([{ path: 'undone' }]);
  expect(workFaults(plan, { done: ['bath-rail', 'sensor-light', 'stick'], undone: [] })).toMatchObject([{ path: 'works' }]);
});
