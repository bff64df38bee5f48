/** What the domain puts into the audit log, in the words that the person concerned reads under 谁看过我的信息. */
import { nameAudited } from '../../kernel/audit/index.ts';

const words = nameAudited({
  'care-institution.corrected': '更正养老机构的登记',
  'care-institution.entered': '登记养老机构',
});

type Words = typeof words;
declare module '../../kernel/audit/index.ts' {
  interface Audited extends Words {}
}
