/** 待遇之间能不能同时享受（5.5 的表，一行一例）：同一个人、同一个月，由各自的规则说出来。同一单只用一笔公家的钱在 tests/home-care 里，住机构的不补餐在 tests/chain/canteen-meals 里。 */
import { expect, test } from 'vitest';
import { makeParameters, type ParameterReader, withParameters } from '../../../kernel/policy/index.ts';
import type { PlainDate, YearMonth } from '../../../kernel/schema/index.ts';
import { loadCity } from '../../../server/city.ts';
import { determineAllowance } from '../allowance/rules.ts';
import { tierIn } from '../quota/rules.ts';
import { determineSubsidy, type SubsidyFacts, standingOf } from '../subsidies/rules.ts';
import type { Kind } from '../subsidies/terms.ts';
import { deductOf, voucherClauses } from '../vouchers/rules.ts';

const parameters = makeParameters(
  loadCity('xianning').parameters.map((row) => ({ ...row, id: `${row.key}@${row.validFrom}`, knownSince: '2021-01-01' })),
);
const ON: PlainDate = '2026-02-10';
const MONTH: YearMonth = '2026-03';
/** 85 years old, 低保, level 4, in a home: all three subsidies are open to her. */
const elder = (more: Partial<SubsidyFacts> = {}): SubsidyFacts => ({
  birthDate: '1941-01-01',
  division: '421202000000',
  registeredInCity: true,
  dibao: [{ from: '2020-01', to: null }],
  edge: [],
  tekun: [],
  levels: [{ level: 4, scheme: 'GB42195_2022', from: '2026-01-10', to: null }],
  other: [],
  otherPaidTo: null,
  workInjuryCare: false,
  drawnTo: null,
  stays: [{ from: '2026-01-05', to: null }],
  vouchers: [],
  ...more,
});
const outcome = (kind: Kind, facts: SubsidyFacts) => {
  const made = determineSubsidy(kind, facts, parameters, ON);
  if (!made.ok) throw new Error(made.code);
  return made.value.outcome;
};
const all = (facts: SubsidyFacts) => (['service', 'nursing', 'concentrated'] as const).map((kind) => outcome(kind, facts));
const voucher = (more: { tekun?: SubsidyFacts['tekun']; concentrated?: SubsidyFacts['tekun'] } = {}) => {
  const { birthDate, division, levels } = elder();
  const facts = { birthDate, division, levels, livesInCity: true, tekun: [], concentrated: [], ...more };
  const found = voucherClauses(facts, MONTH, parameters);
  if (!found.ok) throw new Error(found.code);
  return found.value.filter((c) => c.verdict === 'unmet').map((c) => c.name);
};
const reading = <T>(rule: (read: ParameterReader) => T): T => {
  const read = withParameters({ parameters, division: '421202000000', date: `${MONTH}-01` }, rule);
  if (!read.ok) throw new Error(read.code);
  return read.value;
};
const ongoing = [{ from: '2026-01' as YearMonth, to: null }];

test('高龄津贴和别的都可以同时领', () => {
  const { birthDate, division } = elder();
  const facts = { birthDate, division, registeredInCity: true, registeredSince: null, drawnTo: null };
  const made = determineAllowance(facts, parameters, ON);
  expect(made.ok && made.value.outcome).toBe('eligible');
  expect(all(elder())).toEqual(['eligible', 'eligible', 'eligible']);
});
test('特困的没有服务补贴、护理补贴、集中照护补助，也没有消费券', () => {
  expect(all(elder({ tekun: ongoing }))).toEqual(['not-eligible', 'not-eligible', 'not-eligible']);
  expect(voucher({ tekun: ongoing })).toEqual(['不是特困供养人员（特困供养已经包含照料）']);
});
test('分散供养的特困有政府购买居家服务，一档；住在机构的没有', () => {
  const { birthDate, dibao, edge, levels } = elder();
  const facts = { birthDate, dibao, edge, levels, tekun: ongoing, livingAlone: [], onlyChildLost: false };
  expect(reading((read) => tierIn({ ...facts, inInstitution: false }, MONTH, read))).toBe(1);
  expect(reading((read) => tierIn({ ...facts, dibao: [], inInstitution: true }, MONTH, read))).toBeNull();
});
test('护理补贴和重度残疾人护理补贴、服务补贴和困难残疾人生活补贴：就高；相同的留下已经在领的', () => {
  const drawn = (amountFen: number) => elder({ other: [{ from: '2026-01', to: null, amountFen }] });
  expect([299_99, 300_00, 300_01].map((fen) => outcome('nursing', drawn(fen)))).toEqual([
    'eligible',
    'not-eligible',
    'not-eligible',
  ]);
  expect([99_99, 100_00].map((fen) => outcome('service', drawn(fen)))).toEqual(['eligible', 'not-eligible']);
});
test('集中照护补助不和残疾人补贴比，也不影响服务补贴、护理补贴', () => {
  expect(outcome('concentrated', elder({ other: [{ from: '2026-01', to: null, amountFen: 999_00 }] }))).toBe('eligible');
});
test('消费券和集中照护补助不在同一个月：有补助的月份没有券；用了券的月份补助不发', () => {
  expect(voucher({ concentrated: ongoing })).toEqual(['当月没有集中照护补助']);
  expect(voucher({ concentrated: [{ from: '2026-01', to: '2026-02' }] })).toEqual([]);
  const used = standingOf(
    'concentrated',
    elder({ vouchers: ['2026-04'] }),
    { from: MONTH, to: null, diedOn: null, movedLast: null, paidTo: null },
    { parameters, until: '2026-06' },
  );
  expect(used.ok && used.value.end).toEqual({ lastMonth: '2026-03', reason: '当月用了养老服务消费券' });
});
test('消费券按别的钱付过以后剩下的算：长期护理保险先付的1600元不算，2600元的账单抵400元', () => {
  expect(deductOf({ payableFen: 2600_00 - 1600_00, ratePercent: 40, balanceFen: 800_00 })).toEqual({
    deductFen: 400_00,
    selfPayFen: 600_00,
  });
});
test('护理补贴和工伤保险生活护理费不能同时领', () => {
  expect(outcome('nursing', elder({ workInjuryCare: true }))).toBe('not-eligible');
  expect(outcome('concentrated', elder({ workInjuryCare: true }))).toBe('eligible');
});
