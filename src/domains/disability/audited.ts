/** What the domain puts into the audit log, in the words that the person concerned reads under 谁看过我的信息. */
import { nameAudited, namedAfter } from '../../kernel/audit/index.ts';
import { unitActions } from './devices/units.ts';

const words = nameAudited({
  'device-item.added': '增加辅助器具品类',
  'device-station.added': '登记辅助器具站点',
  'device-station.placed': '登记服务点的位置',
  'device.course-added': '登记辅助器具培训',
  'device.deposit-refunded': '退还辅助器具押金',
  'device.desk-listed': '在辅助器具租赁台账中列出',
  'device.entered': '辅助器具入库',
  'device.handed-out': '交付租赁的辅助器具',
  'device.lead-closed': '登记辅助器具需求的结果',
  'device.recalled': '召回辅助器具',
  'device.renewed': '续租辅助器具',
  'device.replaced': '更换辅助器具',
  'device.reservation-cancelled': '取消辅助器具预约',
  'device.reserved': '预约辅助器具',
  'device.return-planned': '登记归还辅助器具的打算',
  'device.staff-entered': '登记辅助器具站点人员',
  'device.taken-back': '收回租赁的辅助器具',
  'device.trial-booked': '预约试用辅助器具',
  'device.unit-opened': '查看一件辅助器具的记录',
  'disability-certificate.counted': '比对残疾人证名单',
  'disability-certificate.listed': '在残疾人证名单中列出',
  'disability-finding.closed': '处理残疾人数据核查的问题',
  'disability-finding.listed': '在残疾人数据核查的问题中列出',
  'facility-project.linked': '确认康复设施对应的规划项目',
  'facility-project.reported': '报告康复设施建设进度',
  'rehab.caseload-listed': '在康复服务对象中列出',
  'rehab.incident-reported': '报告康复服务意外',
  'rehab.institution-added': '登记康复机构',
  'rehab.model-applied': '申报标杆机构',
  'rehab.model-decided': '确认标杆机构',
  'rehab.model-scored': '标杆机构评分',
  'rehab.session-recorded': '登记康复服务',
  'rehab.session-withdrawn': '撤回一次康复服务记录',
  'rehab.settlement-checked': '核对康复服务账单',
  'rehab.settlement-returned': '退回康复服务账单',
  'rehab.settlement-submitted': '提交康复服务账单',
  'subsidy-comparison.decided': '处理补贴比对结果',
  'subsidy-comparison.listed': '在补贴比对结果中列出',
  'subsidy-confirmation.listed': '在补贴年度确认名单中列出',
  'subsidy-confirmation.recorded': '登记补贴年度确认',
  'subsidy-filing.listed': '在跨地申请的清单中列出',
  'subsidy-filing.pushed': '转送跨地申请',
  'subsidy-filing.recorded': '登记跨地申请',
  ...namedAfter('device', unitActions, (zh) => `办理辅助器具：${zh}`),
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
