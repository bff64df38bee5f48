import { defineErrors } from '../result/index.ts';

defineErrors({
  HEALTH_NONE: { http: 409, zh: '现在没有登记健康档案。' },
  HEALTH_EMPTY: { http: 422, zh: '慢性病、过敏、用药至少写一样。' },
  HEALTH_DEAD: { http: 409, zh: '本人已经去世，不再登记健康档案。' },
});
