/** What the health file puts into the audit log, in the words that the person reads under 谁看过我的信息. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({
  'health-file.given': '登记健康档案',
  'health-file.read': '查看健康档案',
  'health-file.withdrawn': '撤回健康档案',
});

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
