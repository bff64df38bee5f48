import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  INCIDENT_GRADE: { http: 422, zh: '按这个情况至少报{grade}。', next: '不选级别，由平台按情况定。' },
  INCIDENT_PERSONS: { http: 422, zh: '请选涉及的老人。', next: '只有火灾、其他意外可以没有人受影响。' },
  INCIDENT_CLOSED: { http: 409, zh: '这件事已经结案，不能再办。', next: '又有新情况的，另报一件。' },
  INCIDENT_CLOSE: { http: 409, zh: '还不能结案，还缺：{missing}。' },
  INCIDENT_CLOSER: { http: 403, zh: '{grade}的事件由县民政局结案。', next: '请把原因和整改写好，县里看过以后结案。' },
  INCIDENT_NOT_LOST: { http: 409, zh: '这件事没有人走失，不用登记找到。' },
  INCIDENT_TOLD: { http: 409, zh: '这位老人的家属已经登记告知过。' },
  INCIDENT_BEFORE: { http: 422, zh: '时间早于发现的时间。', next: '请核对后再登记。' },
});
