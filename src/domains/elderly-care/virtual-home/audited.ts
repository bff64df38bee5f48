/** What the virtual nursing homes put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'virtual-home.listed': '在虚拟养老院会员名单中列出',
  'virtual-home.read': '打开虚拟养老院会员和账单',
  'virtual-home.applied': '申请虚拟养老院入网',
  'virtual-home.joined': '接收虚拟养老院会员',
  'virtual-home.refused': '没有接收虚拟养老院会员',
  'virtual-home.planned': '改虚拟养老院服务包',
  'virtual-home.called': '登记通话关怀',
  'virtual-home.left': '虚拟养老院退网',
  'virtual-home.withdrawn': '撤回虚拟养老院入网申请',
  'virtual-home.stated': '出虚拟养老院月度账单',
  'virtual-home.paid': '登记虚拟养老院账单收款',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
