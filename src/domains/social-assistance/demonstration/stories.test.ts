/** Every story comes to what its title says, by the rule itself and the standards of the city pack. */
import { describe, expect, test } from 'vitest';
import { makeParameters } from '../../../kernel/policy/index.ts';
import { type DivisionCode, residentIdProblem } from '../../../kernel/schema/index.ts';
import { rowsD26 } from '../dibao/fixtures.ts';
import { determineDibao } from '../dibao/rules.ts';
import { factsProblems } from '../family/consistency.ts';
import { declaredFacts } from '../family/declared.ts';
import { adjust, findDiscrepancies } from '../verification/findings.ts';
import { stories } from './index.ts';
import { filled, type Story } from './story.ts';

const parameters = makeParameters(rowsD26);
const DAY = '2026-09-08';

function decided(story: Story) {
  const signatures = Object.fromEntries(story.form.signers.map((s) => [s, '019f5c00-0000-7000-8000-000000000000']));
  const declared = declaredFacts(filled(story, signatures), { applicationMonth: '2026-09' });
  expect(factsProblems(declared)).toEqual([]);
  const findings = story.departments.map((d) => ({
    member: d.ref,
    source: d.source,
    asOf: DAY as `${number}-${number}-${number}`,
    items: d.items.map((i) => ({
      text: '',
      recordNo: null,
      amountFen: null,
      from: null,
      to: null,
      date: null,
      quantity: null,
      ...i,
    })),
  }));
  const found = findDiscrepancies(declared, findings, parameters, DAY);
  if (!found.ok) throw new Error(found.code);
  const facts = {
    ...found.value.reduce(adjust, declared),
    check: { status: 'complete' as const, unanswered: [] },
    decisionDate: DAY,
  };
  const decision = determineDibao(facts as never, parameters, DAY);
  if (!decision.ok) throw new Error(JSON.stringify(decision));
  return { decision: decision.value, differences: found.value.length };
}

describe('演示故事', () => {
  test('身份证号码都有效，没有两个人共用，故事有二十一个', () => {
    const numbers = stories.flatMap((s) => s.persons.map((p) => p.idNumber));
    expect(numbers.map(residentIdProblem).filter(Boolean)).toEqual([]);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(new Set(stories.map((s) => s.key)).size).toBe(21);
  });

  for (const story of stories.filter((s) => s.expect))
    test(`${story.key}：${story.title}`, () => {
      const { decision } = decided(story);
      expect(
        { outcome: decision.outcome, amountFen: decision.amountFen },
        JSON.stringify(decision.clauses.filter((c) => c.verdict !== 'met')),
      ).toEqual(story.expect);
    });

  test('只有两家的核对结果与申报不一致', () => {
    const differing = stories.filter((s) => decided(s).differences > 0).map((s) => s.key as DivisionCode);
    expect(differing).toEqual(['undeclared-house', 'second-house']);
  });
});
