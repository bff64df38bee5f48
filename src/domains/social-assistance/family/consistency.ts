/** Checks across the fields of the facts, which a shape cannot make: a mistyped member number would silently drop an income. */
import type { FieldProblem } from '../../../kernel/result/index.ts';
import type { FamilyFacts } from './facts.ts';

/** What does not fit together, by field path; empty when all is well. Call before deciding. */
export function factsProblems(facts: FamilyFacts): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const known = new Set<string>();
  facts.members.forEach((member, i) => {
    if (known.has(member.ref)) problems.push({ path: `members.${i}.ref`, message: `成员编号“${member.ref}”重复` });
    known.add(member.ref);
    if (member.diedOn !== null && member.diedOn < member.birthDate)
      problems.push({ path: `members.${i}.diedOn`, message: '死亡日期无效，早于出生日期' });
  });
  const applicants = facts.members.filter((m) => m.relation === 'self').length;
  if (applicants !== 1) problems.push({ path: 'members', message: `应有且只有一名申请人本人，现有${applicants}名` });

  const refer = (path: string, ref: string | null) => {
    if (ref !== null && !known.has(ref)) problems.push({ path, message: `家庭成员中没有编号“${ref}”` });
  };
  (facts.incomes ?? []).forEach((item, i) => {
    refer(`incomes.${i}.member`, item.member);
    if (item.from !== null && item.to !== null && item.to < item.from)
      problems.push({ path: `incomes.${i}.to`, message: '结束月份不能早于开始月份' });
  });
  facts.farms.forEach((item, i) => {
    refer(`farms.${i}.member`, item.member);
  });
  facts.expenses.forEach((item, i) => {
    refer(`expenses.${i}.member`, item.member);
  });
  facts.obligors?.forEach((obligor, i) => {
    obligor.supports.forEach((ref, j) => {
      refer(`obligors.${i}.supports.${j}`, ref);
    });
    if (obligor.mustSupport < new Set(obligor.supports).size)
      problems.push({ path: `obligors.${i}.mustSupport`, message: '总人数不能少于本户被赡养、抚养、扶养的人数' });
  });
  for (const kind of ['financial', 'vehicles', 'houses', 'firms'] as const)
    facts.assets?.[kind].forEach((thing, i) => {
      refer(`assets.${kind}.${i}.owner`, thing.owner);
    });
  facts.discrepancies.forEach((d, i) => {
    refer(`discrepancies.${i}.member`, d.member);
  });
  if (facts.single) refer('single.applicant', facts.single.applicant);
  return problems;
}
