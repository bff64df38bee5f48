import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  NEED_NO_SERVICE: { http: 409, zh: '这项需求不是居家服务能办的，或者已经下了单。', next: '请交给人办。' },
  NEED_ORDERED: { http: 409, zh: '这项需求已经下了居家服务单，跟着工单办。', next: '工单核实了自动办结；没有做成的回到这里。' },
  VISIT_OUTSIDE: { http: 422, zh: '走访日期不在在册期间。', next: '请核对这位老人是不是在探访名单里。' },
  VISIT_DEAD: { http: 422, zh: '该对象已于{date}死亡。' },
  VISIT_PAUSED: { http: 422, zh: '该对象{date}不在家（{why}），这一天不用走访。' },
  VISIT_LOWER_ALONE: { http: 422, zh: '现在的情况不能降级。', next: '情况好转、分数降下来以后，系统会提出。' },
  VISIT_LOWER_SOON: { http: 422, zh: '现等级未满{days}日，不得降级。' },
  VISIT_JUDGED: { http: 409, zh: '这次探访已经核实过。' },
  KNOCK_CLOSED: { http: 409, zh: '这件已经有结果。' },
  KNOCK_AT_DESK: { http: 409, zh: '已经转应急呼叫台。' },
  NEED_STATE: { http: 409, zh: '这项需求现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
});
