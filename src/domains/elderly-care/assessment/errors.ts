import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ELDER_TOO_YOUNG: { http: 422, zh: '未满{age}周岁，不在服务对象范围。' },
  OBJECTION_NONE: {
    http: 409,
    zh: '{name}没有可以提出异议的评估结果：还没有告知结果，或者异议期已过、结果已经生效。',
    next: '身体情况有变化的，可以重新申请能力评估。',
  },
  ASSESSOR_TIED: { http: 409, zh: '评估人员{name}与服务机构（{ties}）存在利害关系，请回避。', next: '请另派评估人员。' },
  ASSESSOR_GONE: { http: 409, zh: '选的评估人员不在本县名册里，或者已经停用。', next: '请从名册里另选。' },
  ASSESSORS_NOT_CLINICAL: { http: 422, zh: '两名评估人员里至少要有一名医师或者护士。', next: '请另选一名。' },
  ASSESSORS_ALIKE: { http: 422, zh: '两名评估人员不能是同一个人。' },
  ASSESSORS_AGAIN: { http: 409, zh: '复评人员不得与原评估人员相同。', next: '请另派两名评估人员。' },
  ASSESSOR_OTHER: { http: 403, zh: '这件没有派给您，不能登记评估。', next: '请与县民政局联系。' },
  ASSESSMENT_DOUBTFUL: {
    http: 422,
    zh: '评分里有{count}处请再核对：{doubts}。',
    next: '核对以后没有错的，勾选“已经当面核对”再交。',
  },
  REVIEWER_INVOLVED: { http: 403, zh: '派评估人员的、参加评估的人不能复核。', next: '请由另一名审核人复核。' },
  ASSESSOR_LISTED: { http: 409, zh: '{name}已经在评估人员名册里。' },
});
