import { defineErrors } from '../result/index.ts';

defineErrors({
  SUBSIDY_STATE: { http: 409, zh: '这一笔现在是“{state}”，不能办这一步。', next: '请刷新后再看。' },
  SUBSIDY_TWICE: { http: 409, zh: '{name}的{what}已经申请过。', next: '请在下面的列表里查看。' },
  SUBSIDY_OPEN: { http: 409, zh: '{name}还有一笔{what}在办。', next: '那一笔办完以后再申请。' },
  SUBSIDY_NOTHING: { http: 409, zh: '算下来是0元：{why}。', next: '请选“不予补贴”，写明原因。' },
  SUBSIDY_NOTICE: { http: 409, zh: '公示到{to}，期满才能批准。' },
  SUBSIDY_OWN_HAND: { http: 403, zh: '这一步要由另一个人办：{earlier}的人不能自己办。' },
  SUBSIDY_REVIEW_OPEN: { http: 409, zh: '{kind}还没有查清，不能批准。', next: '请先登记查的结果。' },
  SUBSIDY_NOTICE_OVER: { http: 409, zh: '公示期已于{ends}结束，不能再在公示页提出异议。', next: '情况不实的，请打{telephone}。' },
  SUBSIDY_OBJECTED: { http: 409, zh: '这一笔已经收到{n}条异议，正在核实。', next: '还有别的情况，请打{telephone}。' },
  SUBSIDY_SAMPLE_NONE: { http: 409, zh: '现在没有可以抽查的补贴。', next: '核过、还没有批准的才抽。' },
  SUBSIDY_PART_EARLY: { http: 409, zh: '{part}从{from}起才能核。' },
  SUBSIDY_PART_ORDER: { http: 409, zh: '{before}还没有办完。' },
  SUBSIDY_ENDED: { http: 409, zh: '{on}起已经停止使用，不再拨付。' },
  SUBSIDY_UNITS: { http: 422, zh: '补贴的是{of}{unit}，已经停用{gone}{unit}，还有{left}{unit}。' },
  SUBSIDY_CLAIM_MUCH: { http: 422, zh: '已经拨付{paid}，追回的不能多于它。' },
  SUBSIDY_RECEIPT: { http: 422, zh: '还差{left}，不能多收。' },
  SUBSIDY_VOUCHER: { http: 409, zh: '凭证{voucher}已经登记过。' },
});
