import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  INSURANCE_TWICE: { http: 409, zh: '保单“{no}”已经登记过。' },
  PREPAID_NO_ACCOUNT: { http: 409, zh: '还没有开立存管账户、公示收费方案，不能预收。', next: '请先到县民政局登记存管账户。' },
  PREPAID_NO_MEMBERS: { http: 403, zh: '公办、公建民营机构不得收取会员费。', next: '只有民办、已备案、在运营的机构可以。' },
  PREPAID_UNRECORDED: { http: 409, zh: '还没有备案或者已经停办，不能收会员费。' },
  PREPAID_OVER: {
    http: 409,
    zh: '预收费总额超过固定资产净额，禁止继续收取。',
    next: '现在一共{total}，净额{assets}，最多还能收{left}。',
  },
  PREPAID_STOPPED: { http: 409, zh: '{rule}亮红灯，暂停预收。', next: '灯灭了以后再收。' },
  PREPAID_CARDS: { http: 409, zh: '会员卡不能多于备案床位（{beds}张）。' },
  ESCROW_SETTLED: { http: 409, zh: '这笔流水已经核对过。', next: '请刷新后再看。' },
  ESCROW_OPEN: { http: 409, zh: '这笔流水还没有核对。' },
  ESCROW_ANOTHER: { http: 409, zh: '没有这样一笔{amount}的，或者已经抵过别的流水。', next: '请刷新后再看。' },
  PREPAID_ENDED: { http: 409, zh: '这一笔已经退了。' },
});
