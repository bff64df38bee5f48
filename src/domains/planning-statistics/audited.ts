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
  'statistics.save': '填报统计报表',
  'statistics.changed-by-leader': '负责人改统计数据（没有收）',
  'statistics.prepare': '统计报表报请签发',
  'statistics.takeBack': '撤回统计报表修改',
  'statistics.refuse': '不予签发统计报表',
  'statistics.sign': '签发上报统计报表',
  'statistics.check': '审核通过统计报表',
  'statistics.sendBack': '退回统计报表',
  'statistics.lock': '锁定统计报表一期',
  'statistics.revision-asked': '申请修订统计报表',
  'statistics.revision-approved': '批准修订统计报表',
  'statistics.revision-refused': '不批准修订统计报表',
  'statistics.file': '下载统计报表',
  'analysis.saved': '保存自助分析',
  'analysis.removed': '删去自助分析',
  'analysis.exported': '导出自助分析',
  'analysis.listed': '在自助分析的明细中列出',
  'statistics.listed': '在统计报表的明细中列出',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
