/** What the links of families put into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'family-link.opened': '家人用链接查看',
  'family-link.given': '给家人开查看链接',
  'family-link.changed': '改家人看得到的内容',
  'family-link.withdrawn': '收回家人的查看链接',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
