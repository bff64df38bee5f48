import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  TASK_NOT_YOURS: { http: 403, zh: '这项任务由{unit}负责，只能由{who}{action}。' },
  TASK_STATE: { http: 409, zh: '这项任务{state}，不能{action}。', next: '请刷新以后再看。' },
  TASK_REPORT_WAITS: { http: 409, zh: '已报的进展还在等核。', next: '核过以后再报。' },
  TASK_REPORT_CHECKED: { http: 409, zh: '这份进展已经核过了。', next: '请刷新以后再看。' },
  TASK_OWN_HAND: { http: 403, zh: '{first}的人不能自己{second}。' },
  TASK_CHANGE_OPEN: { http: 409, zh: '这项任务已有一件调整在等审定。' },
  TASK_CHANGE_SAME: { http: 422, zh: '调整以后与现在的一样。' },
  TASK_CHANGE_DECIDED: { http: 409, zh: '这件调整已经答复过了。', next: '请刷新以后再看。' },
  TASK_CHANGE_UNAPPROVED: { http: 422, zh: '调整规划任务须有文号和批准文件。', next: '请上传批准文件，填写文号。' },
  TASK_TOUCHED: { http: 409, zh: '只有登记当天、还没有报过进展的任务可以撤回登记。', next: '要改的请提出调整。' },
  TASK_NO_CHAPTER: { http: 409, zh: '还没有登记规划的篇章。', next: '请市里先登记篇章。' },
});
