/** What the domain puts into the audit log, in the words that the person concerned reads under 谁看过我的信息. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'care-admission.applied': '登记养老机构入住申请',
  'care-admission.assessed': '登记九项安全风险评估',
  'care-admission.closed': '放弃床位或者撤回入住申请',
  'care-admission.contracted': '签订养老服务协议',
  'care-admission.held': '预留养老机构床位',
  'care-admission.paid': '登记入住定金、押金到账',
  'care-bed.checked': '现场核过护理型床位',
  'care-bed.confirmed': '核实空床',
  'care-bed.equipped': '登记床位设备',
  'care-bed.set': '变更床位状态',
  'care-bill.answered': '答复养老机构账单的异议',
  'care-bill.issued': '出养老机构账单',
  'care-bill.objected': '对养老机构账单提出异议',
  'care-bill.paid': '登记养老机构账单收款',
  'care-bill.voucher': '消费券抵养老机构账单',
  'care-incident.closed': '养老机构突发事件结案',
  'care-incident.continued': '登记养老机构突发事件的处置',
  'care-incident.opened': '报告养老机构突发事件',
  'care-incident.read': '查看养老机构突发事件',
  'care-institution.corrected': '更正养老机构的登记',
  'care-institution.ending': '办理养老机构暂停、终止',
  'care-institution.entered': '登记养老机构',
  'care-institution.filed': '报送养老机构备案',
  'care-institution.guided': '告知养老机构备案补正',
  'care-institution.onsite': '登记养老机构现场核查',
  'care-institution.recorded': '养老机构备案',
  'care-medication.changed': '登记代管药品',
  'care-payment-order.changed': '办理养老机构付款单',
  'care-plan.made': '定照护计划',
  'care-price.published': '公布养老机构收费标准',
  'care-record.corrected': '更正照护记录',
  'care-request.answered': '答复家属的请假、探访',
  'care-request.asked': '家属提出请假、探访',
  'care-risk.assessed': '重评九项安全风险',
  'care-room.added': '增加养老机构房间和床位',
  'care-stay.agent-named': '登记养老机构老人的代理人',
  'care-stay.changed': '登记入住期间的请假、转床和等级变更',
  'care-stay.death-revoked': '死亡登记撤销，入住待重新办理',
  'care-stay.ended': '结束养老机构入住',
  'care-stay.read-by-agent': '代理人查看入住和账单',
  'care-stay.refunded': '退清养老机构押金',
  'care-stay.settled': '试住转正式入住',
  'care-stay.started': '办理养老机构入住',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
