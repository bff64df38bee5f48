import { defineErrors } from '../result/index.ts';

defineErrors({
  REHEARSAL_NO_ROWS: { http: 422, zh: '请至少填写一项拟调标准。' },
  REHEARSAL_ROW_TWICE: { http: 422, zh: '同一地区的“{key}”填写了两次，每项只填一次。' },
  REHEARSAL_KEY_UNKNOWN: { http: 422, zh: '没有“{key}”这项标准，只能调整已有的标准。' },
  REHEARSAL_KEY_NOT_READ: {
    http: 422,
    zh: '没有哪项定期发放的待遇按“{key}”核算，预演不出结果。',
    next: '请在“标准参数”里录入这项参数。',
  },
  REHEARSAL_LOWERED: {
    http: 422,
    zh: '“{name}”现行{present}，拟调{proposed}：调整后的标准不得低于现行标准。',
    next: '请填写不低于现行标准的数，或者不调这一项。',
  },
  REHEARSAL_NOT_NOW: { http: 409, zh: '方案现在是“{state}”，不能{action}。', next: '请刷新后查看方案的当前状态。' },
  REHEARSAL_RUNNING: { http: 409, zh: '预演正在进行，已完成{done}户，共{total}户。', next: '请等预演完成后再办。' },
  REHEARSAL_OUTDATED: { http: 409, zh: '方案在预演之后改过，或者还没有预演，不能送审。', next: '请重新预演，看过结果后再送审。' },
  REHEARSAL_SAME_PERSON: { http: 403, zh: '拟定人、送审人与批准人不得为同一人。', next: '请由另一位负责人批准。' },
  REHEARSAL_DIVISION: { http: 403, zh: '方案中有不属于您管辖地区的标准，不能办理。' },
});
