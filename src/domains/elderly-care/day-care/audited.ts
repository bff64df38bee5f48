/** What day care puts into the audit log, in words. */
import { nameAudited } from '../../../kernel/audit/index.ts';

const words = nameAudited({
  'day-care.listed': '在日间照料名册中列出',
  'day-care.entered': '登记日间照料',
  'day-care.present': '记一天日间照料',
  'day-care.ended': '结束日间照料',
});

type Words = typeof words;
declare module '../../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
