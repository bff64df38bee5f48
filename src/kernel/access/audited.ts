/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'duty.added': '增加岗位',
  'duty.ended': '结束岗位',
  'duty.switched': '切换岗位',
  'sign-in': '登录',
  'sign-in.refused': '登录失败',
  'user.created': '新建账号',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
