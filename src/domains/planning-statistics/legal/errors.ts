import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  NOT_REVIEWED: { http: 409, zh: '没有通过合法性审核的文件不得印发。', next: '请先报法制机构审核。' },
  CONSULTATION_NOT_PUBLISHED: {
    http: 409,
    zh: '征求意见还没有公布采纳情况，不能{action}。',
    next: '请先答复意见、公布采纳情况。',
  },
  REVIEW_TOO_FAST: {
    http: 422,
    zh: '{what}一般不少于{least}个工作日，最早{day}。',
    next: '确需提前的，写明原因。',
  },
  DECISION_STEPS_MISSING: { http: 409, zh: '还缺{steps}，不能{action}。', next: '请把缺的环节办完。' },
  DECISION_NOT_REVIEWED: { http: 409, zh: '没有通过合法性审查的决策草案，不得提交集体讨论。', next: '请先送合法性审查。' },
  ENFORCEMENT_NOT_REVIEWED: { http: 409, zh: '重大执法决定没有经过法制审核，不得作出。', next: '请先送法制审核。' },
  ENFORCEMENT_RECORD_MISSING: {
    http: 409,
    zh: '没有登记执法全过程记录，不能公示办结。',
    next: '请先登记文字和音像记录存放在哪里。',
  },
});
