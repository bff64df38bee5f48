import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  PLAN_RISKS_MISSING: { http: 409, zh: '九项安全风险还没有评完，不能定照护计划。', next: '还缺：{missing}。' },
  PLAN_TIMES: { http: 422, zh: '“{what}”的时间写得不对。', next: '写几点几分，例如：07:30、12:00。' },
  PLAN_EMPTY: { http: 422, zh: '计划里还没有项目。', next: '至少写一项每天要做的。' },
  CARE_TASK_SIGNED: { http: 409, zh: '这一项{name}已在{time}签过：{result}。', next: '签错的，用“更正”另写一行；原来的留着。' },
  CARE_TASK_WITHDRAWN: { http: 409, zh: '计划已经改了，这一项不用做了。', next: '请刷新后再看。' },
  CARE_TASK_EARLY: { http: 409, zh: '这一项{time}才要做，还早。', next: '到时间前后2小时以内再签。' },
  CARE_TASK_UNSIGNED: { http: 409, zh: '这一项还没有签，不用更正。' },
  CARE_RECORD_FOREIGN: { http: 403, zh: '这一行是{name}签的，由本人或者护理主管更正。' },
  ABNORMAL_WHAT: { http: 422, zh: '有异常的，请选是什么异常。' },
  MEDICATION_ENDED: { http: 409, zh: '这种药已经停了。', next: '请刷新后再看。' },
  DOSE_SIGNED: { http: 409, zh: '这一次{name}已在{time}签过。' },
  DOSE_PREPARED: { http: 409, zh: '这一次{name}已经备好药。', next: '请另一个人核对以后给老人服。' },
  DOSE_UNPREPARED: { http: 409, zh: '还没有人备药。', next: '一人备药，另一人核对以后给老人服。' },
  DOSE_SAME_HAND: { http: 409, zh: '备药和服药要两个人核对，您备的药由另一个人给。' },
  DOSE_STOCK: { http: 409, zh: '只剩{stock}，不够一次。', next: '请先登记又交来的药。' },
  HANDOVER_TWICE: { http: 409, zh: '{date}{shift}已经由{name}交过班。', next: '要补充的，写在下一班里。' },
});
