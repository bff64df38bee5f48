/** What the domain puts into the audit log, in words. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'project-table.imported': '导入规划项目表',
  'project.confirmed': '确认规划项目的地点和个数',
  'project.reported': '报规划项目月报',
  'project.report-corrected': '更正规划项目月报',
  'project.report-checked': '核规划项目月报',
  'project.changed': '变更规划项目的状态、资金计划、概算或工期',
  'project.urged': '督促规划项目',
  'project-difference.answered': '说明规划项目表的差异',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
