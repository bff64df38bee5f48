import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_MONTH_OPEN: { http: 422, zh: '{month}还没有过完。', next: '过完这个月再填。' },
  CARE_MONTH_DRAWN: {
    http: 409,
    zh: '{name}{month}的岗位津贴已经申报，考勤不能再改。',
    next: '要改的请告诉县里，由县里划掉这一行。',
  },
  CARE_MONTH_OUTSIDE: { http: 422, zh: '{name}{month}不在本单位。', next: '请核对入职、离职日期。' },
  CARE_MONTH_DAYS: { http: 422, zh: '{name}{month}在本单位{days}天，出勤不能是{attended}天。' },
  CARE_CLASS_CODE: { http: 422, zh: '没有找到这个证书码。', next: '请再扫一遍，或者核对12位字符。' },
  CARE_CLASS_DAY: { http: 409, zh: '今天不是上课的日子，培训班从{from}到{to}。' },
  CARE_CLASS_CLOSED: { http: 409, zh: '培训班已经结束。' },
  CARE_CLASS_IN: { http: 409, zh: '{name}已经签到，还没有签退。' },
  CARE_CLASS_OUT: { http: 409, zh: '{name}还没有签到。', next: '请先签到。' },
  CARE_CLASS_INSIDE: {
    http: 409,
    zh: '还有{count}人没有签退：{names}。',
    next: '签退以后再结束；没有签退的这一次不算学时，过了今天可以结束。',
  },
  CARE_CLASS_NAMES: { http: 422, zh: '学员里没有{names}。' },
  CARE_CLASS_SAME_NAME: { http: 422, zh: '{name}有{n}位，请写证书码。' },
  CARE_TRAINING_STATE: { http: 409, zh: '这条培训记录已经核对过。' },
  CARE_TRAINING_OWN_HAND: { http: 403, zh: '补登的人不能自己核对。' },
  CARE_CLAIM_NONE: { http: 409, zh: '现在没有人可以申报{kind}。', next: '每个人差什么，看下面的名单。' },
  CARE_CLAIM_PROMISE: { http: 422, zh: '用过别的财政培训资金的，不能申请培训补贴。' },
  CARE_CLAIM_TAKEN: { http: 409, zh: '有人刚刚在别处申报过，这一批没有提交。', next: '请刷新后再看。' },
  CARE_CLAIM_CHANGED: { http: 409, zh: '{name}这一行和申报时不一样：{why}。', next: '请先划掉这一行，写明原因。' },
  CARE_CLAIM_EMPTY: { http: 409, zh: '这一批每一行都划掉了。', next: '请选“不予补贴”。' },
});
