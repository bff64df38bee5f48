/** 申请表和核算事实：表上每一样财产、每个人的每一个问题，核算时都认得。 */
import { expect, test } from 'vitest';
import { type FormField, formOf } from '../../../kernel/schema/index.ts';
import { AssistanceApplication } from './application.ts';
import { FamilyFacts } from './facts.ts';

const inside = (fields: readonly FormField[], name: string): readonly FormField[] =>
  fields.find((field) => field.name === name)?.fields ?? [];
const names = (fields: readonly FormField[]): string[] => fields.map((field) => field.name);
const form = formOf(AssistanceApplication);
const facts = formOf(FamilyFacts);

test.each([
  ['deposits', 'financial'],
  ['houses', 'houses'],
  ['vehicles', 'vehicles'],
  ['firms', 'firms'],
])('申报的%s：哪位家人的，其余原样进入%s', (asked, kept) => {
  const [member, ...rest] = names(inside(form, asked));
  expect(member).toBe('member');
  expect(names(inside(inside(facts, 'assets'), kept))).toEqual(expect.arrayContaining(['owner', ...rest]));
});

test('每个人的情况：换了说法的四项以外，原样进入核算事实', () => {
  // 姓名和身份证号码在人口库里；残疾证合成一项
  const translated = ['name', 'idNumber', 'disability', 'disabilityLevel'];
  const asked = names(inside(form, 'members')).filter((name) => !translated.includes(name));
  expect(asked.length).toBeGreaterThan(6);
  expect(names(inside(facts, 'members'))).toEqual(expect.arrayContaining(asked));
});
