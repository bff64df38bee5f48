import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  FINDING_CLOSED: { http: 409, zh: '这条疑点已经核实过。' },
  CONFIRMED_ALREADY: { http: 409, zh: '今年已经确认过，不用重复登记。' },
  REFUSED_ALREADY: {
    http: 409,
    zh: '今天已经登记过拒绝，或者补贴已经因此暂停。',
    next: '改日再上门，见到本人的登记“见到本人”。',
  },
});
