import { expect, test } from 'vitest';
import { D26, familyW1, without, XIANAN } from './fixtures.ts';
import { type PrecheckAnswers, type PrecheckPerson, precheck } from './precheck.ts';
import { determineDibao } from './rules.ts';

const person = (age: PrecheckPerson['age'], more: Partial<PrecheckPerson> = {}): PrecheckPerson => ({
  age,
  severe: false,
  joblessAble: false,
  wageFen: 0,
  residentPensionFen: 0,
  otherFen: 0,
  ...more,
});
const w1: PrecheckAnswers = {
  division: XIANAN,
  urbanRural: 'urban',
  people: [person('adult', { wageFen: 1600_00 }), person('adult'), person('minor', { severe: true })],
  selfPaidCareFen: 3600_00,
  savingsFen: 2000_00,
  hasCar: false,
  hasFirm: false,
  houses: 1,
  houseAreaSqm: null,
  outside: [],
};
const ask = (more: Partial<PrecheckAnswers> = {}) => {
  const result = precheck({ ...w1, ...more }, D26, '2026-03-31');
  if (!result.ok) throw new Error(result.code);
  return result.value;
};

test('示例 W1 的家庭自测：可能符合，预计每月 1,740 元，与正式核算一致', () => {
  const official = determineDibao(familyW1(), D26, '2026-03-31');
  expect(ask()).toMatchObject({ verdict: 'likely', category: 'dibao', estimateFen: 1740_00 });
  expect(official.ok && official.value.amountFen).toBe(1740_00);
});
test('自测不假装做过核对：不列核对条款', () => {
  expect(
    ask()
      .clauses.map((c) => c.name)
      .filter((name) => name.includes('核对')),
  ).toEqual([]);
});
test('有汽车：可能不符合；有市场主体或说不清户外子女收入：需要窗口核实', () => {
  expect([ask({ hasCar: true }).verdict, ask({ hasFirm: true }).verdict, ask({ outside: null }).verdict]).toEqual([
    'unlikely',
    'unsure',
    'unsure',
  ]);
});
test('收入偏高但低于 1.5 倍：可能是低保边缘，重残孩子可以单独申请', () => {
  expect(ask({ people: [person('adult', { wageFen: 3600_00 }), ...w1.people.slice(1)], selfPaidCareFen: 0 })).toMatchObject({
    verdict: 'unlikely',
    category: 'edge',
    singlePossible: true,
  });
});
test('能劳动而没有工作的成年人按最低工资的 80% 估算', () => {
  expect(ask({ people: [person('adult', { joblessAble: true })] }).verdict).toBe('unlikely');
  expect(ask({ people: [person('adult')] }).verdict).toBe('likely');
});
test('老人居民养老金中的基础部分不计，城外子女的赡养费按规则估算', () => {
  const elder = (income: number) =>
    ask({
      people: [person('elder70', { residentPensionFen: 185_00 })],
      selfPaidCareFen: 0,
      outside: [{ householdSize: 3, monthlyIncomeFen: income, mustSupport: 1 }],
    });
  expect(elder(3600_00).estimateFen).toBe(778_00 + 160_00);
  expect(elder(6000_00).verdict).toBe('unlikely');
});
test('没有有效标准：停下', () => {
  expect(precheck(w1, without('DB-STD-U'), '2026-03-31')).toMatchObject({ code: 'PARAM_MISSING' });
});
