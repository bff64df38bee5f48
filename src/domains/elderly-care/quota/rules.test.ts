import { describe, expect, test } from 'vitest';
import { makeParameters, type ParameterReader, withParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { type Account, determineQuota, freeOf, type QuotaFacts, reserveOf, spendOf, tierIn as tierBy } from './rules.ts';

const facts = (more: Partial<QuotaFacts> = {}): QuotaFacts => ({
  birthDate: '1950-03-01',
  dibao: [],
  tekun: [],
  edge: [],
  levels: [],
  livingAlone: [],
  inInstitution: false,
  onlyChildLost: false,
  ...more,
});
const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
/** By the standards of the city pack. */
const reading = <T>(on: PlainDate, rule: (read: ParameterReader) => T): T => {
  const read = withParameters({ parameters, division: '421202000000', date: on }, rule);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};
const tierIn = (of: QuotaFacts, month: YearMonth) => reading(`${month}-01`, (read) => tierBy(of, month, read));
const dibao = { dibao: [{ from: '2025-01' as const, to: null }] };
const level = (of: number) => ({ levels: [{ level: of, scheme: 'GB42195_2022', from: '2026-01-01' as PlainDate, to: null }] });

test('计划生育特殊家庭2级二档，要乡镇看过证件；1级没有；住在养老机构的月份都没有', () => {
  expect(tierIn(facts({ onlyChildLost: true, ...level(2) }), '2026-11')).toBe(2);
  expect(tierIn(facts({ onlyChildLost: null, ...level(2) }), '2026-11')).toBeNull();
  expect(tierIn(facts({ onlyChildLost: true, ...level(1) }), '2026-11')).toBeNull();
  expect(tierIn(facts({ onlyChildLost: true, ...level(2), inInstitution: true }), '2026-11')).toBeNull();
  expect(tierIn(facts({ ...dibao, ...level(3), inInstitution: true }), '2026-11')).toBeNull();
});

test('申请：从批准的次月起，写明属于哪一档；要看证件的待查明，看过不是的不符合', () => {
  const decide = (more: Partial<QuotaFacts>) => {
    const made = determineQuota({ ...facts(more), division: '421202000000' }, parameters, '2026-11-20');
    if (!made.ok) throw new Error(made.code);
    return made.value;
  };
  expect(decide({ ...dibao, ...level(3) })).toMatchObject({
    outcome: 'eligible',
    amountFen: 400_00,
    effectiveMonth: '2026-12',
    breakdown: [{ label: '政府购买居家服务额度，一档' }],
  });
  expect(decide({ onlyChildLost: null, ...level(2) }).outcome).toBe('undetermined');
  expect(decide({ onlyChildLost: true, ...level(2) })).toMatchObject({ outcome: 'eligible', amountFen: 300_00 });
  const refused = decide({ onlyChildLost: false, ...level(2) });
  expect(refused.clauses.filter((c) => c.verdict === 'unmet').map((c) => [c.name, c.value])).toEqual([
    ['属于政府购买居家服务的对象', { kind: 'text', text: '76周岁，2级' }],
  ]);
});

describe('哪一档，只取最高的', () => {
  test('分散特困不论等级一档；住机构的特困没有；低保3级一档', () => {
    const tekun = { tekun: [{ from: '2025-01' as const, to: null }] };
    expect(tierIn(facts(tekun), '2026-11')).toBe(1);
    expect(tierIn(facts({ ...tekun, inInstitution: true }), '2026-11')).toBeNull();
    expect(tierIn(facts({ ...dibao, ...level(3) }), '2026-11')).toBe(1);
  });
  test('低保2级、低保边缘2级、低保70岁以上独居二档；低保边缘1级没有', () => {
    const edge = { edge: [{ from: '2026-01-01' as PlainDate, to: null }] };
    expect(tierIn(facts({ ...dibao, ...level(2) }), '2026-11')).toBe(2);
    expect(tierIn(facts({ ...edge, ...level(2) }), '2026-11')).toBe(2);
    expect(tierIn(facts({ ...edge, ...level(1) }), '2026-11')).toBeNull();
    expect(tierIn(facts({ ...dibao, livingAlone: [{ from: '2026-01-01', to: null }] }), '2026-11')).toBe(2);
  });
  test('低保满80岁三档，差一天没有', () => {
    expect(tierIn(facts({ ...dibao, birthDate: '1946-11-01' }), '2026-11')).toBe(3);
    expect(tierIn(facts({ ...dibao, birthDate: '1946-11-02' }), '2026-11')).toBeNull();
  });
});

test('W9 二档300元：助洁80元、助浴150元全由额度付，陪诊120元额度付70元自付50元，第四单剩余0元', () => {
  let account: Account = { amountFen: 300_00, usedFen: 0, reservedFen: 0 };
  const taken = [80_00, 150_00, 120_00, 60_00].map((price) => {
    const heldFen = reserveOf(account, price);
    account = { ...account, reservedFen: account.reservedFen + heldFen };
    const usedFen = spendOf(account, { heldFen, trueFen: price });
    account = { ...account, reservedFen: account.reservedFen - heldFen, usedFen: account.usedFen + usedFen };
    return usedFen;
  });
  expect(taken).toEqual([80_00, 150_00, 70_00, 0]);
  expect(freeOf(account)).toBe(0);
});
test('实际比预估多的，用到占住的加上空着的为止', () => {
  const account: Account = { amountFen: 300_00, usedFen: 100_00, reservedFen: 150_00 };
  expect(spendOf(account, { heldFen: 80_00, trueFen: 200_00 })).toBe(130_00);
  expect(spendOf(account, { heldFen: 80_00, trueFen: 60_00 })).toBe(60_00);
});
