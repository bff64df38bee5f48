import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PROJECT_NOT_YOURS: { http: 403, zh: '市级项目由市里报，县级项目由县里、乡镇报。' },
  PROJECT_MONTH_TWICE: { http: 409, zh: '{month}的月报已经报过。', next: '有错的，请更正这一份并写明原因。' },
  PROJECT_REPORT_WAITS: { http: 409, zh: '{month}的月报已经报上去，等县里核。', next: '有错的，请县里退回以后再报。' },
  PROJECT_REPORT_NONE: { http: 409, zh: '{month}还没有计入的月报，不用更正。', next: '请直接报这个月。' },
  PROJECT_REPORT_CHECKED: { http: 409, zh: '这份月报已经核过。', next: '请刷新。' },
  PROJECT_REPORT_OWN: { http: 403, zh: '自己报的月报，要由别人核。' },
  PROJECT_STANDS_STILL: { http: 409, zh: '这个项目已{side}，不报进度。', next: '要继续的，请先恢复。' },
  PROJECT_SIDE: { http: 409, zh: '这个项目现在是“{side}”，不能{move}。', next: '请刷新以后再办。' },
  PROJECT_REPORT_BACK: {
    http: 409,
    zh: '概算超过批复的估算{percent}%以上，批复以前不能进入{stage}。',
    next: '请先报回原审批部门，再登记批复文号。',
  },
  PROJECT_MERGE_INTO: { http: 422, zh: '请选择本县（市级项目选本市）另一个还在推进的项目。' },
  PROJECT_MERGE_MONEY: { http: 409, zh: '这个项目已到账{amount}，不能直接合并。', next: '请先把资金调整清楚。' },
});
