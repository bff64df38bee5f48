import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  BED_NOT_WHOLE: { http: 409, zh: '这个月床位没有用满整月，不核定运行补贴。' },
  BED_MONTH_CLOSED: { http: 409, zh: '这个月已经核定过，不能再改。' },
});
