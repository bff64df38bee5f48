/** What the domain puts into the audit log, in the words that the person concerned reads under 谁看过我的信息. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'capacity-assessment.listed': '在要评估的老人中列出',
  'capacity-assessor.changed': '更改能力评估人员的登记',
  'capacity-assessor.entered': '登记能力评估人员',
  'care-card.issued': '发养老服务卡',
  'care-meal.listed': '在老年食堂名册中列出',
  'care-meal.served': '登记一餐助餐',
  'care-meal.voided': '取消一餐助餐',
  'meal-list.posted': '张贴助餐补贴名单',
  'meal-menu.published': '公布老年食堂菜单',
  'meal-order.placed': '订一餐',
  'meal-order.paused': '老人住院，暂停订餐',
  'meal-order.resumed': '老人出院，恢复订餐',
  'meal-order.cancelled': '取消订餐',
  'meal-order.missed': '登记订的餐没有取',
  'meal-order.listed': '在做饭单、送餐单中列出',
  'canteen-claim.counted': '核定老年食堂拨付',
  'canteen-claim.approved': '批准老年食堂拨付',
  'canteen-claim.returned': '退回老年食堂拨付',
  'canteen-claim.paid': '登记老年食堂拨付',
  'care-outlet.closed': '养老服务网点停业',
  'care-outlet.entered': '登记养老服务网点',
  'care-voucher.listed': '在消费券名单中列出',
  'care-voucher.reversed': '冲正一笔消费券',
  'care-voucher.used': '核销消费券',
  'elder-subsidy.listed': '在经济困难老年人补贴名单中列出',
  'elder.contacts-opened': '打开紧急联系人',
  'elder.listed': '在老年人名单中列出',
  'elder.living-recorded': '登记居住状况和紧急联系人',
  'family-bed.ended': '家庭养老床位撤床',
  'family-bed.hours-typed': '报家庭养老床位的设备在线时间',
  'family-bed.listed': '在家庭养老床位名单中列出',
  'family-bed.month-checked': '核定家庭养老床位的一个月',
  'home-works.listed': '在适老化改造、家庭养老床位名单中列出',
  'life-check.asked': '约高龄津贴年度认证',
  'life-check.recorded': '登记高龄津贴年度认证',
  'old-age-allowance.listed': '在高龄津贴名单中列出',
  'old-age-notice.posted': '张贴高龄津贴公示',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
