import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  SUBSIDY_NOT_FOR: { http: 409, zh: '运营补贴给民办非企业机构和公建民营机构，{name}不在范围内。' },
  SUBSIDY_EARLY: { http: 409, zh: '{quarter}还没有过完。', next: '季度结束以后再申请。' },
  SUBSIDY_TWICE: { http: 409, zh: '{quarter}的补贴已经申请过。' },
  SUBSIDY_STATE: { http: 409, zh: '这一笔现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  SUBSIDY_NOTHING: { http: 409, zh: '这一季度算下来是0元：{why}。', next: '请选“不予补贴”，写明原因。' },
  SUBSIDY_NOTICE: { http: 409, zh: '公示到{to}，期满才能批准。' },
  SUBSIDY_OWN_HAND: { http: 403, zh: '核的人不能自己批准。' },
});
