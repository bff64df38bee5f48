/** What is put into the audit log, as people say it. */
import { nameAudited } from '../audit/index.ts';

const words = nameAudited({ 'decision.opened': '查看计算经过', 'parameter.added': '录入标准' });

type Words = typeof words;
declare module '../audit/index.ts' {
  interface Audited extends Words {}
}
