import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  REIMBURSE_ENDED: { http: 409, zh: '这件帮办已经登记了结果。' },
  REIMBURSE_UNGUIDED: { http: 409, zh: '还没有指导材料，不能登记结果。', next: '先点“指导材料”。' },
  REIMBURSE_ANSWERED: { http: 409, zh: '工单已经在热线工单里答复。', next: '请到热线工单里看。' },
});
