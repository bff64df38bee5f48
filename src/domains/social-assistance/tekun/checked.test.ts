import { expect, test } from 'vitest';
import { AnswerItem, type AnswerItemInput } from '../../../kernel/exchange/index.ts';
import { supporterFound } from '../supporters/result.ts';
import type { VerificationSource } from '../verification/sources.ts';
import { withChecks } from './checked.ts';
import { SupporterFacts } from './facts.ts';

const DIVISION = '421202001000';
const son = SupporterFacts.parse({ name: '老大', relation: 'child', division: DIVISION, urbanRural: 'urban', category: 'none' });
const says = (source: VerificationSource, ...items: AnswerItemInput[]) => ({
  source,
  asOf: '2026-03-03' as const,
  items: items.map((item) => AnswerItem.parse(item)),
});
type Answers = Parameters<typeof supporterFound>[0];
const checked = (answers: Answers, stated: Partial<SupporterFacts> = {}, who = { name: '老大', relation: 'child' }) =>
  withChecks(
    [{ ...son, ...stated }],
    [{ ...who, result: { answers, found: supporterFound(answers, { month: '2026-03', windowMonths: 12 }) } }],
  );

test('没有申报收入的，按查得的工资；申报得多的，查得少不证明什么', () => {
  const tax = [says('tax', { kind: 'wage', amountFen: 3000_00 })];
  expect(checked(tax)).toMatchObject([{ monthlyIncomeFen: 3000_00 }]);
  expect(checked(tax, { monthlyIncomeFen: 4000_00 })).toMatchObject([{ monthlyIncomeFen: 4000_00 }]);
});

test('收入的来源都没有答复：还是尚未查明；答复没有记录：没有收入', () => {
  expect(checked([{ source: 'tax', asOf: null, items: null }])).toMatchObject([{ monthlyIncomeFen: null }]);
  expect(checked([says('tax')])).toMatchObject([{ monthlyIncomeFen: 0 }]);
});

test('查得特困、服刑、残疾：写进第八条的情形；财产仍要入户核实', () => {
  const all = [
    says('civil-affairs', { kind: 'benefit', text: '特困人员基本生活' }),
    says('justice', { kind: 'imprisoned' }),
    says('disability-certificate', { kind: 'certificate', text: '精神残疾', quantity: '3' }),
  ];
  expect(checked(all)).toMatchObject([{ category: 'tekun', status: 'imprisoned', disability: 'mental-three', assetsLow: null }]);
  const level = (text: string, quantity: string) =>
    checked([says('disability-certificate', { kind: 'certificate', text, quantity })])[0]!.disability;
  expect([level('肢体残疾', '2'), level('肢体残疾', '3'), level('智力残疾', '3'), level('智力残疾', '4')]).toEqual([
    'severe',
    null,
    'mental-three',
    null,
  ]);
});

test('查得已死亡：不再是义务人；别人的结果不算到他头上', () => {
  expect(checked([says('civil-registration', { kind: 'death', date: '2026-01-09' })])).toEqual([]);
  const tax = [says('tax', { kind: 'wage', amountFen: 3000_00 })];
  expect(checked(tax, {}, { name: '老二', relation: 'child' })).toEqual([son]);
  expect(checked(tax, {}, { name: '老大', relation: 'sibling' })).toEqual([son]);
});
