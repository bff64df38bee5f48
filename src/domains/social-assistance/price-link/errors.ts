import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PRICE_MONTH_FUTURE: { http: 422, zh: '{month}的指数还没有公布，请核对月份。' },
  PRICE_INDEX_KNOWN: { http: 409, zh: '{month}的价格指数已经录入，不能重复录入。', next: '如指数有更正，请联系系统管理员。' },
  PRICE_MONTH_ORDER: { http: 409, zh: '{month}以后月份的价格补贴已经批准，不能再办{month}的。', next: '请按月份先后办理。' },
  PRICE_NOT_NOW: {
    http: 409,
    zh: '{month}的价格补贴现在是“{state}”，不能{action}。',
    next: '请刷新页面，按当前可办的操作继续。',
  },
  PRICE_STANDARD_CHANGED: {
    http: 409,
    zh: '{month}的价格补贴提出以后，保障标准有调整，补贴金额与提出时不同。',
    next: '请经办人按新的标准重新提出，再批准。',
  },
  PRICE_SAME_PERSON: { http: 403, zh: '提出人与批准人不得为同一人。', next: '请由市级领导批准。' },
});
