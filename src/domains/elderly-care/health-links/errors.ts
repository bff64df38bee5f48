import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  HEALTH_LINK_OPEN: { http: 409, zh: '已经和{centre}有一份没有结束的签约或者提议。', next: '要换的，先结束原来的。' },
  HEALTH_LINK_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。', next: '请刷新页面，按当前可办的继续。' },
});
