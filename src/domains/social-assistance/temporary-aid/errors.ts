import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  RESERVE_SHORT: {
    http: 409,
    zh: '备用金余额不足，请申请追加或转县级审批。',
    next: '本乡镇备用金余额{balance}元，本次需要{amount}元。',
  },
  RESERVE_NOT_OPEN: { http: 409, zh: '本乡镇还没有备用金，不能从备用金支出。', next: '请县级先拨付备用金，或转县级审批。' },
  RESERVE_OPEN_ALREADY: { http: 409, zh: '{township}已经拨付过备用金，不能重复首次拨付。', next: '需要补充的，按补充申请拨付。' },
  RESERVE_ENOUGH: { http: 409, zh: '备用金余额{balance}元，不低于补充线{line}元，不用补充。' },
  RESERVE_REFILL_OPEN: { http: 409, zh: '{township}已有一份补充申请等待县级拨付。' },
  RESERVE_YEAR_NOT_OVER: { http: 409, zh: '{year}年还没有结束，12月31日以后再办理结余。' },
  RESERVE_YEAR_DONE: { http: 409, zh: '{township}{year}年的结余已经办理过。' },
  AID_SAME_OFFICER: {
    http: 403,
    zh: '备用金支出须由两名经办人签字，第二人不能是提出的人。',
    next: '请另一位经办人或分管负责人签付。',
  },
  AID_ABOVE_TOWNSHIP: { http: 422, zh: '先行救助最多{limit}元，其余部分报县级审批。', next: '请按不超过{limit}元填写。' },
  AID_BY_REPORT: { http: 409, zh: '急难不用在这里申请，请打电话，或在首页“急难，马上报告”里报告。' },
  RESIDENCE_NOT_ASKED: { http: 422, zh: '急难救助不限户籍和居住地，请直接受理。' },
  AID_PERSON_UNKNOWN: { http: 422, zh: '没有证件的，请填写性别和大约年龄，系统会编一个临时号。' },
  AID_REST_OPEN: { http: 409, zh: '核算金额还有{amount}元没有报县级审批。', next: '请报县级审批，或写明不再申请的理由。' },
  AID_STAGES_OPEN: { http: 409, zh: '还有{count}个阶段没有发放。', next: '请核查后发放，或写明理由停发余下阶段。' },
  AID_STAGE_SUM: { http: 422, zh: '各阶段金额合计{sum}元，应等于审批金额{amount}元。' },
  AID_STAGE_MANY: { http: 422, zh: '分阶段救助最多{most}个阶段。' },
  AID_NOT_ELIGIBLE: {
    http: 409,
    zh: '按核算结果不符合条件：{names}。',
    next: '确有特殊困难的，可以一事一议，登记会商结论后再办。',
  },
  AID_NOT_ASSISTED: { http: 409, zh: '申请人现在没有享受低保、特困，须核对家庭经济状况。', next: '请启动调查核对。' },
  AID_CHECK_DUE: {
    http: 409,
    zh: '申请人的低保或特困已经停了，不能只核实支出，须核对家庭经济状况，现在还没有核对。',
    next: '请由乡镇（街道）经办人启动调查核对；已经提交、上报的，先退回补充调查。',
  },
  AID_SAME_APPROVER: { http: 403, zh: '经办人与审批人不得为同一人。' },
  AID_NOT_TOWNSHIP: { http: 409, zh: '救助金额{amount}元超过乡镇审批额度{limit}元。', next: '请上报县级审批。' },
  AID_FOLLOWED_UP: { http: 409, zh: '这件已经回访过。' },
  AID_REPORT_HANDLED: { http: 409, zh: '这份急难报告已经处理过。' },
});
