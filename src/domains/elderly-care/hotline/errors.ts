import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  HOTLINE_DONE: { http: 409, zh: '这通电话已经办过了。' },
});
