import { defineErrors } from '../result/index.ts';

defineErrors({
  WRONG_CREDENTIALS: { http: 401, zh: '账号、密码或动态码不正确。', next: '连续输错5次将锁定30分钟。' },
  ACCOUNT_LOCKED: { http: 423, zh: '账号因多次输错已锁定，请于{until}后再试。', next: '如非本人操作，请联系安全管理员。' },
  PASSWORD_DUE: { http: 403, zh: '请先把初始密码换成自己的。', next: '换好以后就能办理。' },
  PASSWORD_WRONG: { http: 422, zh: '原密码不正确。', next: '连续输错5次将锁定30分钟。' },
  PASSWORD_UNFIT: { http: 422, zh: '新密码{problem}。' },
  NO_PASSWORD: { http: 403, zh: '这个账号是一键登录的演示账号，没有密码。' },
  OWN_ACCOUNT: { http: 403, zh: '不能办理自己的账号。', next: '密码请在右上角自己的姓名下更换；其余请由另一位管理员办理。' },
  ACCOUNT_UNFIT: {
    http: 409,
    zh: '{name}的账号现在不能这样办理。',
    next: '停用的账号要先重新启用；没有锁定的不用解锁；演示账号没有密码。',
  },
  NO_DUTY: { http: 403, zh: '您的账号目前没有有效岗位。', next: '请联系本单位负责人。' },
  CODE_WRONG: { http: 401, zh: '验证码不正确或已过期，请重新获取。' },
  TOO_MANY_CODES: { http: 429, zh: '验证码要得太频繁了。', next: '请过5分钟再试，或到村（社区）办理。' },
  SMS_NOT_SENT: { http: 503, zh: '短信暂时发不出去。', next: '请过几分钟再试，或到村（社区）办理。' },
  DUTY_UNFIT: { http: 422, zh: '岗位与角色不符，或三员与业务岗位不能由同一人兼任。', next: '请为不同的人分别设岗。' },
  OWN_DUTY: { http: 403, zh: '不能给自己增加岗位。', next: '请由另一位系统管理员办理。' },
  LOGIN_TAKEN: { http: 409, zh: '账号{login}已存在，请换一个。' },
  DEPUTY_NOT_YOURS: { http: 403, zh: '“{duty}”不由您指定代理人。', next: '请由本单位或者上一级的负责人指定。' },
  DEPUTY_SELF: { http: 403, zh: '不能给自己的岗位指定代理人，也不能指定自己。', next: '请由上一级或者另一位负责人指定。' },
  DEPUTY_UNFIT: {
    http: 422,
    zh: '{name}不能代理“{duty}”。',
    next: '代理人须是同一级或者上一级的在岗人员；三员与业务岗位不能由同一人兼任。',
  },
  DEPUTY_DATES: { http: 422, zh: '代理从今天或以后起，最多{days}天。', next: '时间更长的，请系统管理员另设岗位。' },
  DEPUTY_TAKEN: { http: 409, zh: '这几天已经由{name}代理。', next: '要换人的，请先结束原来的代理。' },
  DEMONSTRATION_ONLY: { http: 403, zh: '这个功能只在演示模式下可用。' },
});
