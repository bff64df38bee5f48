/** What the domain puts into the audit log, in words. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'division-dossier.stepped': '办理区划变更',
  'division-outline.received': '导入乡镇界线',
  'division-outline.published': '公布乡镇界线',
  'division-outline.discarded': '不用一份乡镇界线',
  'boundary-line.registered': '登记界线',
  'boundary-line.changed': '补录界线基本情况',
  'boundary-line.course-entered': '录入界线走向',
  'boundary-line.assessed': '平安边界年度考核',
  'boundary-marker.added': '登记界桩',
  'boundary-marker.visited': '界桩巡查',
  'boundary-marker.repaired': '登记界桩修复',
  'boundary-marker.reported': '核实界桩损坏报告',
  'boundary-land-use.answered': '跨界用地表态',
  'boundary-dispute.opened': '登记边界争议',
  'boundary-dispute.moved': '边界争议登记进展',
  'joint-inspection.planned': '安排界线联合检查',
  'joint-inspection.filed': '界线联合检查报告备案',
  'place-naming.approved': '登记地名批准',
  'place-naming.filed': '地名备案',
  'place-naming.announced': '地名公告',
  'place-name.changed': '补录、更正地名资料',
  'place-name.exported': '导出地名名录',
  'place-media.added': '登记地名的照片、读音',
  'place-media.withdrawn': '撤下地名的照片、读音',
  'place-sign.added': '登记地名标志',
  'place-sign.seen': '查看地名标志',
  'community-grid.imported': '登记社区网格',
  'standard-address.added': '登记标准地址',
  'division.household.placed': '区划拆分后指定住户归属',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
