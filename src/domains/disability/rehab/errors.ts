import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  REHAB_NO_CONSENT: {
    http: 409,
    zh: '未取得本人或监护人知情同意，不能登记服务。',
    next: '请先向本人（无民事行为能力的向监护人）说明服务内容，取得书面同意。',
  },
  REHAB_RISK: {
    http: 409,
    zh: '目前不适合社区服务，应先由医疗机构处理。',
    next: '请选择“先转医疗机构”，病情稳定后接着办，不用重新申请。',
  },
  SESSION_OVERLAP: { http: 409, zh: '服务时间重叠，请核实。', next: '同一个人、同一位工作人员在一个时间只能有一次服务。' },
  SESSION_AWAY: { http: 409, zh: '该时段服务对象不在社区，记录无效。' },
  SESSION_STATE: {
    http: 409,
    zh: '现在不在服务期内，不能登记服务。',
    next: '请先完成评估并签订计划；已撤回同意的，服务应当停止。',
  },
  SESSION_FUTURE: { http: 422, zh: '服务时间不能晚于现在，也不能早于计划签订。' },
  STAFF_UNTRAINED: { http: 409, zh: '服务人员培训学时不足，请先补训。', next: '上一年至少{hours}学时。' },
  MONTH_SETTLED: { http: 409, zh: '{month}的服务已经结算，不能再登记。' },
  MONTH_OPEN: { http: 409, zh: '{month}还没有过完，不能结算。' },
  SETTLED_ALREADY: { http: 409, zh: '{month}已经结算过。' },
  SETTLEMENT_OWN: { http: 403, zh: '结算的提交人与核对人不得为同一人。' },
  INSTITUTION_NONE: { http: 409, zh: '您的岗位没有对应的康复机构。', next: '请联系系统管理员在岗位上登记所在机构。' },
  INSTITUTION_FULL: { http: 409, zh: '“{name}”服务能力已满（{capacity}人）。', next: '请选择其他机构。' },
  ASSESSMENT_MISSING: { http: 409, zh: '还没有完成评估，不能签订计划。' },
});
