import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  SETTLE_MONTH: { http: 422, zh: '这个月还没有过完，不能结算。' },
  SETTLE_EMPTY: { http: 422, zh: '{month}没有可以结算的政府购买服务。', next: '自费的由服务商向老人收取，不在这里结算。' },
  SETTLE_TWICE: { http: 409, zh: '{month}已经申报过结算。' },
  SETTLE_STATE: { http: 409, zh: '这张结算单现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  SETTLE_CALLS: { http: 422, zh: '还有{count}条没有回访，不能核定。' },
  SETTLE_OWN: { http: 403, zh: '您核定的结算单，由另一位批准。' },
});
