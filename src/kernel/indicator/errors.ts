import { defineErrors } from '../result/index.ts';

defineErrors({
  INDICATOR_UNKNOWN: { http: 404, zh: '没有这项指标。', next: '请从指标清单进入。' },
});
