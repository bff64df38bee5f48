import { expect, test } from 'vitest';
import type { FamilyFacts } from '../family/facts.ts';
import { wagesCountedIn } from './standing.ts';

const wage = { member: 'm1', type: 'wage', amountFen: 1500_00, per: 'month', from: null, to: null, basis: '' } as const;
const facts = (more: Partial<FamilyFacts> = {}) =>
  ({ incomes: [wage], applicationMonth: '2026-03', decisionDate: null, ...more }) as FamilyFacts;

const wageCountedIn = (of: ReturnType<typeof facts>, ref: string) => wagesCountedIn(of, ref).wageCountedIn;

test('核定的收入里有这位家人正在拿的工资：算到审核确认的那个月，没有写审核日期的算到申请的那个月', () => {
  expect(wageCountedIn(facts(), 'm1')).toBe('2026-03');
  expect(wageCountedIn(facts({ decisionDate: '2026-07-20' }), 'm1')).toBe('2026-07');
});

test('别人的工资、已经停了的工资、别的收入、尚未查明的收入，都不是这位家人的工资', () => {
  expect(wageCountedIn(facts(), 'self')).toBeNull();
  expect(wageCountedIn(facts({ incomes: [{ ...wage, to: '2026-02' }] }), 'm1')).toBeNull();
  expect(wageCountedIn(facts({ incomes: [{ ...wage, to: '2026-03' }] }), 'm1')).toBe('2026-03');
  expect(wageCountedIn(facts({ incomes: [{ ...wage, type: 'rent' }] }), 'm1')).toBeNull();
  expect(wageCountedIn(facts({ incomes: null }), 'm1')).toBeNull();
});

test('一个人的两份工资算两份', () => {
  expect(wagesCountedIn(facts({ incomes: [wage, { ...wage, amountFen: 800_00 }] }), 'm1').wagesCounted).toBe(2);
  expect(wagesCountedIn(facts({ incomes: [wage, { ...wage, to: '2026-01' }] }), 'm1').wagesCounted).toBe(1);
});
