import { defineErrors } from '../result/index.ts';

defineErrors({
  PURCHASE_KNOWN: { http: 409, zh: '“{name}”已经登记过。', next: '请在清单中核对。' },
  PURCHASE_LABOUR: {
    http: 422,
    zh: '不得以购买服务名义用工。',
    next: '招聘人员、劳务派遣不属于政府购买服务；需要人手的请按编制和用工规定办理。',
  },
  PURCHASE_NOT_SERVICE: { http: 422, zh: '{what}，不得作为政府购买服务。', next: '请按相应的规定办理。' },
  BUDGET_SHORT: {
    http: 409,
    zh: '合同金额{amount}元超过项目预算余额{left}元。',
    next: '请调整数量或单价，或者先追加预算。',
  },
  PROCUREMENT_SHORT: { http: 409, zh: '合同金额{amount}元超过成交金额余额{left}元。', next: '请核对采购记录。' },
  PROCUREMENT_BEFORE_CLOSE: { http: 409, zh: '公告到{on}截止，截止以前不能登记成交。' },
  CONTRACT_TERM: {
    http: 422,
    zh: '合同期限超过规定上限：{years}年，最晚到{until}。',
    next: '购买服务合同一般不超过1年；预算有保障、需求稳定的可以签到3年。',
  },
  CONTRACT_PRICE: { http: 422, zh: '单价{price}元，目录的标准单价是{standard}元，只能上下浮动{percent}%。' },
  CONTRACT_NO_RENEWAL: {
    http: 409,
    zh: '{provider}上一份同类合同{no}绩效评价{score}分，低于{pass}分，不能续签。',
    next: '请重新采购。',
  },
  CONTRACT_STATE: { http: 409, zh: '这份合同{state}，不能再办。', next: '请刷新。' },
  CONTRACT_MILESTONES_OPEN: { http: 409, zh: '还有{count}个节点没有验收，不能评价。', next: '请先验收。' },
  CONTRACT_SCORED: { http: 409, zh: '这份合同已经评价过：{score}分。' },
  MILESTONE_MOVE: { http: 409, zh: '这个节点现在是“{state}”，不能再办。', next: '请刷新。' },
  MILESTONE_ORDER: { http: 409, zh: '前面还有{count}个节点没有验收，最后一个节点是最终验收。', next: '请先验收前面的。' },
  INVOICE_USED: { http: 409, zh: '发票{no}已经申请过付款。', next: '请核对发票号码。' },
  NOTICE_CLOSED: { http: 409, zh: '报名已经截止。', next: '请看其他公告。' },
  NOTICE_SIGNED: { http: 409, zh: '这个单位已经报过名，不用再报。' },
});
