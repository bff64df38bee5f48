import { defineErrors } from '../result/index.ts';

defineErrors({
  BOOKING_HELD: { http: 409, zh: '该{thing}已被预留至{until}', next: '请选择别的{thing}，或者到时候再看。' },
  BOOKING_TAKEN: { http: 409, zh: '该{thing}这段时间已经有人了。', next: '请选择别的{thing}。' },
  BOOKING_DEAD: { http: 409, zh: '预留已过期，款项将原路退回', next: '还想要的，请重新预留。' },
  BOOKING_STATE: { http: 409, zh: '现在是“{state}”，不能这样办。', next: '请刷新后再看。' },
});
