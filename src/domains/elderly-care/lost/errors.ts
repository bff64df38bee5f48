import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  LOST_STATE: { http: 409, zh: '这件走失现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
  LOST_KNOWN: { http: 409, zh: '这个呼叫已经在寻人，不用再登记。' },
  LOST_HEALTH: { http: 422, zh: '公示内容包含健康信息，禁止发布。', next: '请到“更正样子”里把病情移到“照护要点”。' },
  LOST_NOTICE_UP: { http: 409, zh: '寻人启事已经发布。' },
  LOST_NOTICE_NONE: { http: 409, zh: '现在没有发布寻人启事。' },
});
