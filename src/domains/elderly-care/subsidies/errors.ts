import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  ELDER_SUBSIDY_DRAWN: { http: 409, zh: '该老年人已享受同类待遇（{benefit}），不能重复申请。' },
  ELDER_SUBSIDY_NOT_DUE: { http: 409, zh: '按核算结果不符合条件，不能批准。', next: '如认为事实有误，请退回乡镇补充。' },
  ELDER_SUBSIDY_DUE: { http: 409, zh: '按核算结果符合条件，不能不予批准。', next: '如认为事实有误，请退回乡镇补充。' },
  ELDER_SUBSIDY_SAME_OFFICER: { http: 403, zh: '受理、审核、审批须由三个人分别办理。' },
  ELDER_SUBSIDY_NO_OFFER: {
    http: 409,
    zh: '现在没有可以直接确认的{benefit}。',
    next: '请按申请表申请，或者到乡镇（街道）便民服务中心。',
  },
});
