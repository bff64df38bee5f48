/** 复核登记的家庭情况: what the form changes, and what it leaves. */
import { expect, test } from 'vitest';
import { coupleWith, D26 } from '../dibao/fixtures.ts';
import { amountForMonth } from '../dibao/rules.ts';
import { changedFacts, presentFacts } from './inputs.ts';

const before = coupleWith(1000);
const input = (facts = before) => ({
  validFrom: '2026-03-10' as const,
  source: '残联新发的残疾人证',
  concealed: 'no' as const,
  ...presentFacts(facts),
});
const changed = (given: ReturnType<typeof input>, facts = before) => {
  const made = changedFacts(facts, given);
  if (!made.ok) throw new Error(made.code);
  return made.value;
};
const due = (facts: typeof before): number => {
  const amount = amountForMonth(facts, D26, '2026-04');
  if (!amount.ok) throw new Error(amount.code);
  return amount.value.amountFen;
};

test('家人新领了二级残疾人证：复核时登记，按重度残疾增发；别的没有动', () => {
  const given = input();
  const [first, ...others] = given.situations;
  const now = changed({ ...given, situations: [{ ...first!, disability: 'physical', disabilityLevel: '2' }, ...others] });
  expect(now.members[0]!.disabilities).toEqual([{ type: 'physical', level: 2, validTo: null }]);
  expect(now.members.slice(1)).toEqual(before.members.slice(1));
  expect(due(now)).toBeGreaterThan(due(before));
});

test('没有改的照原来的：几个证、有效期都在；没有填这几栏的也不动', () => {
  const facts = {
    ...before,
    members: before.members.map((m, i) =>
      i === 0
        ? {
            ...m,
            seriousIllness: true,
            disabilities: [
              { type: 'hearing' as const, level: 3, validTo: '2030-01-01' as const },
              { type: 'physical' as const, level: 2, validTo: '2031-01-01' as const },
            ],
          }
        : m,
    ),
  };
  expect(changed(input(facts), facts).members).toEqual(facts.members);
  const silent = input(facts).situations.map(({ disability: _, disabilityLevel: __, seriousIllness: ___, ...rest }) => rest);
  expect(changed({ ...input(facts), situations: silent }, facts).members).toEqual(facts.members);
});

test('证件注销了：选“没有残疾证”，不再增发', () => {
  const disabled = {
    ...before,
    members: before.members.map((m) => ({ ...m, disabilities: [{ type: 'physical' as const, level: 1, validTo: null }] })),
  };
  const given = input(disabled);
  const now = changed(
    { ...given, situations: given.situations.map((s) => ({ ...s, disability: 'none' as const, disabilityLevel: undefined })) },
    disabled,
  );
  expect(now.members.every((m) => m.disabilities.length === 0)).toBe(true);
  expect(due(now)).toBeLessThan(due(disabled));
});
