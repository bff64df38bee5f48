import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CONSENT_MISSING: {
    http: 409,
    zh: '缺少家庭成员核对授权，暂不能受理。',
    next: '尚未授权：{names}。请由所列成员（未成年人由监护人）签署核对授权书后再办理。',
  },
  PAPER_FROM_SOURCE: {
    http: 422,
    zh: '该材料可通过数据核对取得，不得要求申请人提供。',
    next: '“{paper}”由{owner}查询，请从清单里去掉。',
  },
  VERIFICATION_OPEN: { http: 409, zh: '本件已经提请核对，当前为“{state}”，不能重复提请。' },
  VERIFICATION_STATE: { http: 409, zh: '核对当前为“{state}”，不能办理这一步。', next: '请刷新后查看最新进度。' },
  SOURCES_UNANSWERED: {
    http: 409,
    zh: '以下来源尚未反馈：{sources}。',
    next: '请等待反馈；确需先出报告的，写明理由，报告将标注“未反馈”。',
  },
  SOURCE_OFF: {
    http: 409,
    zh: '{sources}现在不能查询，或者不在授权范围内。',
    next: '请看数据来源的答复方式，或请本人补签授权。',
  },
  ADDRESSEE_REQUIRED: { http: 422, zh: '请写明向哪个省（市、县）的核对机构查询。' },
  NOTHING_TO_ASK: { http: 409, zh: '{source}没有等着反馈的查询。', next: '请刷新后查看最新进度。' },
  ANSWER_FOREIGN: { http: 422, zh: '{owner}的复函只能登记：{kinds}。', next: '请核对复函是哪个部门的。' },
  LETTER_IN_FUTURE: { http: 422, zh: '数据截至日期{asOf}在今天之后。', next: '请按复函填写。' },
  SPENDING_EMPTY: { http: 422, zh: '请至少填写一项开支。' },
  REASON_REQUIRED: { http: 422, zh: '请写明理由（不超过500字）。' },
  CHECK_DISPUTED: {
    http: 409,
    zh: '申请人对核对结果提出了异议，复核还没有结果。',
    next: '请等县核对中心在{date}前复核出结果，再办这一步。',
  },
  STATEMENT_LATE: {
    http: 409,
    zh: '网上说明的期限到{date}为止，现在不能再提交。',
    next: '仍有情况要说的，请打电话或者到乡镇（街道）窗口说明，由工作人员替您登记。',
  },
  DISCREPANCY_DISPOSED: { http: 409, zh: '这项差异已经处置为“{disposition}”。' },
  DISCREPANCY_OPEN: { http: 409, zh: '还有{count}项差异没有处置结论。', next: '请逐项处置后再归档。' },
});
