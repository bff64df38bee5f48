/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'inspection-plan.drafted': '起草年度检查计划',
  'inspection-plan.approved': '批准年度检查计划',
  'inspection-plan.published': '公示年度检查计划',
  'inspector.entered': '登记执法人员',
  'inspector.ended': '执法人员退出名录',
  'inspector.absent': '登记执法人员请假',
  'inspector.tied': '登记执法人员的关联关系',
  'inspection-draw.prepared': '冻结名录，准备抽取',
  'inspection-draw.promised': '保管抽取密值，公布承诺值',
  'inspection-draw.called': '登记抽取用的公开随机数',
  'inspection-draw.opened': '启封密值，抽取检查对象和执法人员',
  'inspection-draw.void-asked': '申请作废抽取批次',
  'inspection-draw.voided': '作废抽取批次',
  'inspection-task.created': '安排检查',
  'inspection-task.assigned': '派出执法人员',
  'inspection-task.arrived': '检查到场亮码',
  'inspection-task.finished': '登记检查结果',
  'inspection-task.published': '公示检查结果',
  'inspection-task.objected': '对检查结果提出异议',
  'inspection-task.objection-answered': '答复对检查结果的异议',
  'danger.reported': '上报隐患',
  'danger.graded': '隐患定级交办',
  'danger.done': '隐患申请销号',
  'danger.returned': '隐患复查退回',
  'danger.closed': '隐患销号',
  'danger.extension-asked': '申请延长隐患整改期限',
  'danger.extended': '延长隐患整改期限',
  'danger.extension-refused': '不同意延长隐患整改期限',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
