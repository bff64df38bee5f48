import { defineErrors } from '../result/index.ts';

defineErrors({
  WRONG_CREDENTIALS: { http: 401, zh: '账号、密码或动态码不正确。', next: '连续输错5次将锁定30分钟。' },
  ACCOUNT_LOCKED: { http: 423, zh: '账号因多次输错已锁定，请于{until}后再试。', next: '如非本人操作，请联系安全管理员。' },
  NO_DUTY: { http: 403, zh: '您的账号目前没有有效岗位。', next: '请联系本单位负责人。' },
  CODE_WRONG: { http: 401, zh: '验证码不正确或已过期，请重新获取。' },
  PERSON_UNKNOWN: { http: 404, zh: '没有查到这个身份证号码的登记。', next: '请先到村（社区）登记，或由村干部代为申请。' },
  LOGIN_TAKEN: { http: 409, zh: '账号{login}已存在，请换一个。' },
  DEMONSTRATION_ONLY: { http: 403, zh: '这个功能只在演示模式下可用。' },
});
