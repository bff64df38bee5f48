/** 动态复核用语: kinds of review, what they may come to, what a family reports. */

export const reviewKinds = {
  periodic: '定期复核',
  change: '家庭情况变化',
  death: '家庭成员去世',
  warning: '预警核查',
  standard: '标准调整',
  age: '年龄变化',
  move: '迁移',
  appeal: '复议或诉讼结果',
  'death-amended': '死亡登记撤销或更正',
  supervision: '县级抽查',
} as const;
export type ReviewKind = keyof typeof reviewKinds;

/** How messages speak of what is reviewed. */
export const reviewWords = (review: { readonly recognitionId: string | null }) =>
  review.recognitionId
    ? { task: '认定复核', what: '认定', adjusted: '社会救助认定' }
    : { task: '低保复核', what: '低保', adjusted: '低保金' };

/** What goes along to another county. */
export const movedThings = { dibao: '低保', tekun: '特困供养', recognition: '认定' } as const;
export type MovedThing = keyof typeof movedThings;

/** Classes of the yearly and half-yearly reviews. */
export const reviewClasses = { dibao: '低保', tekun: '特困供养', edge: '低保边缘', rigid: '刚性支出' } as const;
export type ReviewClass = keyof typeof reviewClasses;

/** Kinds in which what is known of the family is asked of the departments anew; in the others the last report stands. */
export const needsCheck: readonly ReviewKind[] = ['periodic', 'warning'];

export const reviewChanges = {
  unchanged: '维持不变',
  'not-marked': '变化不明显，不调整',
  increase: '增发',
  decrease: '减发',
  gradual: '渐退',
  stop: '停发',
  withdraw: '终止认定',
  reclassify: '转办更高一类救助',
  absorbed: '家人都已享受低保，认定随之结束',
} as const;
export type ReviewChange = keyof typeof reviewChanges;

/** What only a recognition comes to: nothing is paid by it. */
export const isOfRecognition = (change: ReviewChange): change is 'withdraw' | 'absorbed' =>
  change === 'withdraw' || change === 'absorbed';

/** 《社会救助法》第四十八条: these are decided only after the household was heard. */
export const needsHearing = (change: ReviewChange): boolean =>
  change === 'decrease' || change === 'stop' || change === 'gradual' || change === 'withdraw';

/** Why a 单人保 ended: the family receives as a whole now. */
export const TAKEN_IN = '全家纳入低保，单人保并入';

/** Why a benefit ended: its holder has moved to another county, which goes on with it. */
export const MOVED_AWAY = '户籍迁出，由迁入地接续';

/** Flag of a review in which something was found that the family had hidden on purpose. */
export const CONCEALED = 'concealed';

export const reportedChanges = {
  death: '家里有人去世',
  job: '有人找到工作或换了工作',
  'lost-job': '有人没了工作',
  income: '收入有变化',
  'family-more': '家里添了人（出生、结婚、迁入）',
  'family-less': '家里少了人（结婚迁出、离婚等）',
  illness: '生大病或评残',
  property: '买了或卖了房、车',
  moved: '搬家或户口迁移',
  other: '其他变化',
} as const;
export type ReportedChange = keyof typeof reportedChanges;

/** 家里添人 and 家里少人: what the family says, what the township writes down. */
export const joinReasons = {
  birth: '出生',
  marriage: '结婚',
  return: '刑满释放或解除强制戒毒回家',
  'moved-in': '迁入',
  adoption: '收养',
  other: '其他',
} as const;
export type JoinReason = keyof typeof joinReasons;
export const leaveReasons = {
  divorce: '离婚',
  marriage: '结婚迁出',
  independent: '成年后独立生活',
  adoption: '送养',
  other: '其他',
} as const;

export const hearingWays = { visit: '上门', phone: '电话', office: '到办事窗口', online: '网上' } as const;
export const hearingStands = { agree: '没有不同意见', disagree: '有不同意见', silent: '逾期没有答复' } as const;
