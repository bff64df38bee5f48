import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_RUN_NOT_FOR: { http: 409, zh: '运营补贴给民办非企业机构和公建民营机构，{name}不在范围内。' },
  CARE_RUN_EARLY: { http: 409, zh: '{quarter}还没有过完。', next: '季度结束以后再申请。' },
});
