import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  FUND_NOT_YOURS: { http: 403, zh: '市级专户由市里办，县级专户由县里办。' },
  FUND_KNOWN: { http: 409, zh: '“{name}”已经登记过。', next: '请在清单中核对。' },
  FUND_OVER_BUDGET: {
    http: 409,
    zh: '到账{amount}元超过预算余额{left}元。',
    next: '上级追加的，请先凭文号调整预算。',
  },
  FUND_BUDGET_BELOW: { http: 409, zh: '预算不能低于已经到账的{arrived}元。' },
  FUND_SHORT: { http: 409, zh: '可用余额不足：还可以{doing}{left}元，需要{needed}元。', next: '请刷新后核对余额。' },
  FUND_PURPOSE: { http: 422, zh: '专款专用：资金用途不符，不能{doing}。', next: '这笔资金只能用于：{purposes}。' },
  FUND_MOVE: { http: 409, zh: '这一笔现在是“{state}”，不能{doing}。', next: '请刷新。' },
  FUND_SAME_PERSON: { http: 403, zh: '制单、复核、支付须由不同人员办理。', next: '请由另一位工作人员办理。' },
  FUND_REFUND_OVER: {
    http: 409,
    zh: '退回{amount}元超过付出去还没有退回的{left}元。',
    next: '请核对银行回单和退回的是哪一笔支付。',
  },
  FUND_MONTH_OPEN: { http: 422, zh: '{month}还没有过完，不能对账。' },
  FUND_DIFFERENCE_UNSAID: {
    http: 422,
    zh: '账面{closing}元，银行{bank}元，差异{difference}元；说明的差异合计{said}元。',
    next: '请逐笔写明差异，合计要等于{difference}元。',
  },
  FUND_MILESTONE: { http: 409, zh: '这个合同节点现在不能付款。', next: '承接机构申请付款以后才能付，一个节点只付一次。' },
});
