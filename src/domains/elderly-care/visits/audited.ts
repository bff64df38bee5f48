/** What the visits put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'elder-visit.listed': '在探访名单中列出',
  'elder-visit.recorded': '登记一次探访关爱',
  'elder-visit.judged': '核实有疑点的探访',
  'elder-visit.reviewed': '探访台账年度复核',
  'elder-visit.risk-opened': '打开探访情况登记',
  'elder-visit.risk-recorded': '登记探访情况',
  'elder-visit.level-lowered': '调低探访等级',
  'elder-visit.handed-over': '更换探访联系人',
  'no-answer.called': '记录电话找人',
  'no-answer.passed-on': '敲门无应答转应急呼叫台',
  'no-answer.closed': '记录敲门无应答结果',
  'care-need.given': '交办探访发现的需求',
  'care-need.closed': '办结探访发现的需求',
  'care-need.ordered': '把探访发现的需求下成居家服务单',
  'visit-warning.declared': '启动极端天气走访',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
