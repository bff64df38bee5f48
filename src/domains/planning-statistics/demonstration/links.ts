/** 规划衔接 of the demonstration: with the plan before, and with two plans that are no plans of ours (invented). */
import type { Tx } from '../../../kernel/context/server.ts';
import { must } from '../../../kernel/demonstration/server.ts';
import { addLink } from '../links/links.ts';

const linked = [
  {
    indicator: 'T14-lot-elderly',
    relation: 'succeeds',
    otherIndicator: 'T13-lot-elderly',
    note: '“十四五”提高5个百分点，各级都按55%执行。',
  },
  { indicator: 'IND14-04', relation: 'succeeds', otherIndicator: 'T13-eld-nursing-share', note: '' },
  {
    indicator: 'IND14-04',
    relation: 'higher',
    where: 'outside',
    otherPlan: '全省养老服务“十四五”规划（演示）',
    otherGoal: '养老机构护理型床位占比达到55%',
    otherYear: '2025',
    otherQualifier: '≥',
    otherValue: '55',
    otherUnit: '%',
    note: '市里定得更高，按市里的执行。',
  },
  {
    indicator: 'IND14-08',
    relation: 'parallel',
    where: 'outside',
    otherPlan: '乡村建设行动实施方案（演示）',
    otherGoal: '乡镇中心村公益性公墓覆盖率达到65%',
    otherYear: '2025',
    otherQualifier: '≥',
    otherValue: '65',
    otherUnit: '%',
    note: '已与农业农村部门商量，下一期规划调整为65%。',
  },
] as const;

export async function playLinks(city: Tx): Promise<void> {
  for (const link of linked) must(link.indicator, await addLink(city, link));
}
