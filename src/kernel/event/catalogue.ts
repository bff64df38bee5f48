/**
 * The names that events may have: `subject.past-verb`. The subject is what changed, not who noticed it. A name that is not
 * here does not exist yet: add it with its payload to the catalogue first.
 */
export const eventTypes = {
  'person.died': '人员死亡',
  'person.death.reported': '收到死亡报告',
  'person.death.corrected': '死亡日期更正',
  'person.death.revoked': '死亡登记撤销',
  'person.moved': '迁移',
  'person.identity.changed': '姓名或身份号码更正',
  'household.member.changed': '家庭成员变动',
  'calendar.changed': '节假日安排变动',
  'case.accepted': '受理',
  'case.decided': '作出决定',
  'case.closed': '办结',
  'case.deadline.missed': '超过办理时限',
  'clue.reported': '线索上报',
  'benefit.paid': '待遇发放到账',
  'benefit.returned': '发放退回',
  'benefit.overpaid': '多发',
  'benefit.recovered': '追回',
  'benefit.standard.changed': '保障标准调整',
  'verification.requested': '发起核对',
  'verification.completed': '核对完成',
  'dibao.award.changed': '低保待遇变动',
  'tekun.care.changed': '特困人员自理等级变动',
  'tekun.wish.recorded': '特困人员供养意愿登记',
  'tekun.award.changed': '特困供养变动',
  'lowincome.status.changed': '低保边缘、刚性支出家庭认定变动',
  'referral.created': '转介',
  'child.award.changed': '儿童生活保障变动',
  'elder.allowance.changed': '老年人补贴变动',
  'disability.certificate.changed': '残疾人证变动',
  'disability.subsidy.changed': '残疾人两项补贴变动',
  'disability.invitation.sent': '残疾人两项补贴邀约',
  'workinjury.care.started': '开始领取工伤生活护理费',
  'need.published': '公共救助以后仍有缺口',
  'custody.started': '开始羁押或服刑',
  'custody.ended': '羁押或服刑结束',
  'employment.insured': '就业参保',
} as const satisfies Record<string, string>;

export type EventType = keyof typeof eventTypes;

export const isEventType = (name: string): name is EventType => Object.hasOwn(eventTypes, name);
