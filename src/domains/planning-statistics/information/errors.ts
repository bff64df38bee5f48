import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  INFORMATION_NOT_LAPSED: { http: 409, zh: '补正的期限到{until}，还没有过，不能视为放弃。' },
});
