/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'deputy.ended': '提前结束岗位代理',
  'deputy.named': '指定岗位代理人',
  'duty.added': '增加岗位',
  'duty.ended': '结束岗位',
  'duty.switched': '切换岗位',
  'sign-in': '登录',
  'sign-in.refused': '登录失败',
  'user.activated': '重新启用账号',
  'user.created': '新建账号',
  'user.deactivated': '停用账号',
  'user.password-changed': '更换自己的密码',
  'user.password-reset': '重置密码',
  'user.totp-renewed': '更换动态码',
  'user.unlocked': '解锁账号',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
