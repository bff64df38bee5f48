/** What the matching puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'care-match.listed': '在养老需求中列出',
  'care-match.read': '查看养老需求和可以介绍的服务',
  'care-match.registered': '登记养老需求',
  'care-match.offered': '给老人介绍服务',
  'care-match.answered': '登记老人对介绍的答复',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
