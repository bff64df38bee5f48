/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'contract.breached': '登记购买服务合同违约',
  'contract.milestone-accepted': '验收购买服务的节点',
  'contract.payment-requested': '申请购买服务的付款',
  'contract.scored': '评价购买服务的绩效',
  'procurement.recorded': '登记政府采购',
  'purchase-item.added': '增加购买服务的项目',
  'purchase-notice.listed-sign-ups': '查看购买服务的报名',
  'purchase-notice.published': '发布购买服务公告',
  'purchase-notice.withdrawn': '撤回购买服务公告',
  'purchase-programme.planned': '购买服务立项',
  'service-contract.signed': '登记购买服务的合同',
  'service-provider.registered': '登记服务机构',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
