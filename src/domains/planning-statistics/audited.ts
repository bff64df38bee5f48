/** What the domain puts into the audit log, in words. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'project-table.imported': '导入规划项目表',
  'project.confirmed': '确认规划项目的地点和个数',
  'project-difference.answered': '说明规划项目表的差异',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
