import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  STAT_PERIOD_UNKNOWN: { http: 404, zh: '没有开这一期的报表。', next: '请从“统计报表”进入。' },
  STAT_UNIT_UNKNOWN: { http: 404, zh: '这个单位不填这张报表。' },
  STAT_NOT_YOURS: { http: 403, zh: '只能由{who}办理。' },
  STAT_NOT_NOW: { http: 409, zh: '这张报表现在是“{state}”，不能{action}。', next: '请刷新以后再看。' },
  STAT_CHANGED: { http: 409, zh: '数据已被他人更新，请刷新后重试。{name}刚刚办理过这张报表。' },
  STAT_ERRORS: { http: 409, zh: '存在{n}项错误，不能上报。', next: '请按审核结果逐项改正。' },
  STAT_NOTES: { http: 409, zh: '还有{n}处没有说明，不能上报。', next: '请在那一格写明原因（至少4个字）。' },
  STAT_SENT: { http: 409, zh: '该报表已上报，请勿重复提交。' },
  STAT_LOCKED: { http: 409, zh: '本期已锁定，请走修订程序。' },
  STAT_OWN_HAND: { http: 409, zh: '填报的人不能签发自己填的报表。', next: '请由本单位另一位负责人签发。' },
  STAT_BELOW_OPEN: { http: 409, zh: '还有{n}个单位没有审核通过：{names}。', next: '请先审核或催报。' },
  STAT_ABOVE_SENT: { http: 409, zh: '{unit}的汇总表已经{state}，不能再退回下级。', next: '请先由{unit}撤回汇总表。' },
  STAT_LEADER: { http: 403, zh: '统计数据不得随意更改，本次修改已留痕。', next: '数有疑问的，请写明理由退回填报人核实。' },
  STAT_NOT_LOCKED: { http: 409, zh: '本期还没有锁定，直接退回更正即可，不用走修订程序。' },
  STAT_REVISION_OPEN: { http: 409, zh: '这个单位本期已有一件修订申请在等批准。' },
  STAT_REVISION_SAME: { http: 422, zh: '修订以后的数与原来的一样。' },
  STAT_REVISION_OLD: { http: 409, zh: '申请以后这一版又改过了，请不予批准，由单位重新申请。' },
  STAT_CELL_UNKNOWN: { http: 404, zh: '这张报表没有这一格，或者不是填报的格。' },
  STAT_FILE_OTHER: { http: 422, zh: '这份表格不是{form}的：{problem}。', next: '请先下载本表，在原来的格式里填写。' },
  STAT_URGED: { http: 409, zh: '今天已经催过{unit}。' },
});
