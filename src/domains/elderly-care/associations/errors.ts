import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ASSOCIATION_KNOWN: { http: 409, zh: '这个村（社区）已经有“{name}”。' },
  ASSOCIATION_STATE: { http: 409, zh: '这个协会现在是“{state}”，不能这样办。' },
  ASSOCIATION_PLANNED: { http: 409, zh: '{year}年的活动计划已经登记。' },
});
