import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TOWNSHIP_CHECKED: { http: 409, zh: '这件已经查过，结论是“{verdict}”。', next: '请刷新页面看最新的情况。' },
  TOWNSHIP_CHECK_OWN: { http: 403, zh: '作决定的人不能抽查自己的决定。', next: '请由县民政局另一位工作人员抽查。' },
});
