import { defineErrors } from '../result/index.ts';

defineErrors({
  REGISTER_STATE: { http: 409, zh: '现在是“{state}”，不能{action}。', next: '请刷新页面，按当前可办的继续。' },
  REGISTER_NOT_YOURS: { http: 403, zh: '{action}由{place}的{performers}办理，您的岗位不能操作。' },
  REGISTER_TWICE: { http: 409, zh: '{register}里已经有“{title}”。', next: '请打开那一条接着办；确实要重新来的，先把它办结。' },
  REGISTER_NOTICE: { http: 409, zh: '公示到{day}，期满才能{what}。' },
  REGISTER_OBJECTED: { http: 422, zh: '公示期间有异议，还没有写核实结果。', next: '请写明怎么核实的、结果怎样。' },
  REGISTER_OWN_HAND: { http: 403, zh: '{action}不能由办过“{earlier}”的人办。', next: '请由另一位办理。' },
});
