import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  BILL_TWICE: { http: 409, zh: '该月账单已生成' },
  BILL_EARLY: { http: 409, zh: '{month}还没有过完，下个月1日以后再出账单。', next: '已经退住的，可以马上出最后一张。' },
  BILL_EMPTY: { http: 409, zh: '{month}没有要收费的日子。' },
  BILL_STATE: { http: 409, zh: '账单现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  BILL_OBJECTION_LATE: {
    http: 409,
    zh: '账单出来已经超过{days}日，不能在这里提异议。',
    next: '仍有疑问的，请直接与机构联系，或者向县民政局反映。',
  },
  BILL_OVERPAID: { http: 422, zh: '还要付{left}元，收不了{amount}元。' },
  BILL_OPEN: { http: 409, zh: '还有{n}张账单没有付清，不能退押金。' },
  BILL_MISSING: { http: 409, zh: '还有{month}的账单没有出，不能结算。' },
  CARE_SETTLED: { http: 409, zh: '已经结算退清。' },
  STAY_NOT_ENDED: { http: 409, zh: '还在住，退住以后才能结算。' },
});
