import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  INCIDENT_GRADE: { http: 422, zh: '按这个情况至少报{grade}。', next: '不选级别，由平台按情况定。' },
  INCIDENT_PERSONS: { http: 422, zh: '请选涉及的老人。', next: '只有火灾、其他意外可以没有人受影响。' },
  INCIDENT_CLOSED: { http: 409, zh: '这件事已经结案，不能再办。', next: '又有新情况的，另报一件。' },
  INCIDENT_CLOSE: { http: 409, zh: '还不能结案，还缺：{missing}。' },
  INCIDENT_CLOSER: { http: 403, zh: '{grade}的事件由县民政局结案。', next: '请把原因和整改写好，县里看过以后结案。' },
  INCIDENT_NOT_LOST: { http: 409, zh: '这件事没有人走失，不用登记找到。' },
  INCIDENT_TOLD: { http: 409, zh: '这位老人的家属已经登记告知过。' },
  INCIDENT_NOT_ABUSE: { http: 409, zh: '只有疑似虐待的，才登记当事人离岗。' },
  OFF_DUTY: { http: 403, zh: '您现在离岗，不能签照护、服药、巡查和交接班。', next: '有疑问的请与县民政局联系。' },
  OFF_SHIFT: { http: 403, zh: '您{why}，不能上岗、签照护记录。', next: '有疑问的请与院长或者县民政局联系。' },
  OFF_DUTY_SELF: { http: 403, zh: '不能给自己登记离岗。', next: '请院长或者护理主管登记。' },
  OFF_DUTY_TWICE: { http: 409, zh: '{name}已经登记离岗。' },
  CARE_FROZEN: { http: 409, zh: '这位老人的照护记录已经封存，不能更正。', next: '疑似虐待的事结案以后才能更正。' },
  CONCEALED_GRADE: { http: 409, zh: '{grade}的事件不按瞒报扣信用分。' },
  CONCEALED_TWICE: { http: 409, zh: '这件事已经认定过瞒报。' },
  INCIDENT_BEFORE: { http: 422, zh: '时间早于发现的时间。', next: '请核对后再登记。' },
});
