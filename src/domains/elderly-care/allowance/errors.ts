import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ALLOWANCE_TOO_EARLY: { http: 422, zh: '{name}还没有到办理高龄津贴的时候，{on}起由村（社区）主动上门核实，不用申请。' },
  ALLOWANCE_DRAWN: { http: 409, zh: '{name}正在领高龄津贴，不能重复申请。', next: '换卡、年度认证请找村（社区）工作人员。' },
  ALLOWANCE_SAME_OFFICER: { http: 403, zh: '村级核实、乡镇审核、县级审批须由三个人分别办理。' },
  ALLOWANCE_NOT_DUE: { http: 409, zh: '按核算结果不符合条件，不能批准。', next: '如认为事实有误，请退回乡镇补充。' },
  ALLOWANCE_DUE: { http: 409, zh: '按核算结果符合条件，不能不予批准。', next: '如认为事实有误，请退回乡镇补充。' },
  LIFE_CHECK_NONE: { http: 409, zh: '这位老人没有正在领的高龄津贴，不用认证。' },
  LIFE_CHECK_WHO: {
    http: 404,
    zh: '没有找到这位老人正在领的高龄津贴。',
    next: '请核对姓名和身份证号码，或者打村（社区）的电话。',
  },
  LIFE_CHECK_EARLY: { http: 409, zh: '这一次认证到{due}为止，{from}起可以做。' },
  LIFE_CHECK_ASKED: { http: 409, zh: '{name}已经约过认证，村（社区）会来联系。' },
  ALLOWANCE_NOTICE_POSTED: { http: 409, zh: '今年的名单已经在{on}张贴公示。' },
  ALLOWANCE_NOTICE_EMPTY: { http: 409, zh: '本村（社区）没有正在领高龄津贴的人，不用公示。' },
});
