/** Checks across the fields of the facts of one person, beside those of the family. */
import type { FieldProblem } from '../../../kernel/result/index.ts';
import { factsProblems } from '../family/consistency.ts';
import type { TekunFacts } from './facts.ts';

export function tekunFactsProblems(facts: TekunFacts): FieldProblem[] {
  const problems = factsProblems(facts);
  if (!facts.members.some((m) => m.ref === facts.person))
    problems.push({ path: 'person', message: `家庭成员中没有编号“${facts.person}”` });
  if (facts.childChoice !== null && facts.childScheme === 'none')
    problems.push({ path: 'childChoice', message: '不属于孤儿、事实无人抚养儿童的，不用选择' });
  return problems;
}
