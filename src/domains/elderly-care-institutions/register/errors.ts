import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CARE_HOME_TWICE: {
    http: 409,
    zh: '统一社会信用代码{code}的院区{site}已经登记过。',
    next: '同一单位的另一处院区，请填下一个院区号。',
  },
  CARE_HOME_OUTSIDE: { http: 422, zh: '请选择本辖区内的村（社区）或者乡镇。' },
  CARE_HOME_NONE: { http: 403, zh: '您的岗位没有挂在哪一家养老机构上。', next: '请联系系统管理员。' },
  CARE_HOME_VERSION: { http: 409, zh: '刚刚有人改过，请刷新后再办。' },
});
